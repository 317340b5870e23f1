// Functions and procedures, spelled as pg_get_functiondef spells them.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/names.h"
#include "operations/object_ids.h"
#include "operations/routine_names.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

using postgresql::quote;

struct Arguments {
  std::vector<std::string> inputs;   // types alone
  std::vector<std::string> whole;    // with modes, names and defaults
  std::vector<std::string> plain;    // without the defaults
  std::vector<std::string> outputs;  // types
  std::vector<std::string> table;    // of RETURNS TABLE
  std::size_t defaults = 0;
};

Arguments read_arguments(State& state, const std::vector<Node>& parameters, bool procedure) {
  Arguments out;
  for (const auto& parameter : parameters) {
    const auto mode = parameter.word("mode");
    const auto type = resolve_type(state, parameter.child("arg_type"));
    const auto text = (parameter.child("arg_type").flag("setof") ? "SETOF " : "") + bare_type_text(type);
    const auto name = parameter.text("name").empty() ? std::string() : quote(parameter.text("name")) + " ";
    if (mode == "FUNC_PARAM_TABLE") {
      out.table.push_back(name + text);
      continue;
    }
    const bool only_out = mode == "FUNC_PARAM_OUT";
    if (!only_out) out.inputs.push_back(text);
    if (only_out || mode == "FUNC_PARAM_INOUT") out.outputs.push_back(text);
    const std::string word = only_out                        ? "OUT "
                             : mode == "FUNC_PARAM_INOUT"    ? "INOUT "
                             : mode == "FUNC_PARAM_VARIADIC" ? "VARIADIC "
                             : procedure                     ? "IN "
                                                             : "";
    out.plain.push_back(word + name + text);
    out.whole.push_back(out.plain.back());
    if (const auto value = parameter.child("defexpr")) {
      out.whole.back() += " DEFAULT " + Writer(state, {}).write_as(value, type);
      ++out.defaults;
    }
  }
  return out;
}

std::string result_text(State& state, const Node& statement, const Arguments& arguments) {
  if (!arguments.table.empty()) return fmt::format("TABLE({})", fmt::join(arguments.table, ", "));
  if (const auto type = statement.child("return_type"))
    return (type.flag("setof") ? "SETOF " : "") + bare_type_text(resolve_type(state, type));
  return arguments.outputs.size() == 1 ? arguments.outputs[0] : arguments.outputs.empty() ? "void" : "record";
}

struct Options {
  std::string language = "sql";
  std::string words;  // between LANGUAGE and SET
  std::vector<std::pair<std::string, std::string>> settings;
  std::vector<std::string> body;
  bool window = false;
};

// Lists of names are quoted one by one.
bool holds_names(const std::string& setting) {
  return setting == "search_path" || setting == "temp_tablespaces" || setting.ends_with("preload_libraries");
}

void read_setting(State& state, const Node& statement, std::vector<std::pair<std::string, std::string>>& settings) {
  const auto name = statement.text("name");
  const auto kind = statement.word("kind");
  std::erase_if(settings, [&](const auto& known) { return known.first == name || kind == "VAR_RESET_ALL"; });
  if (kind == "VAR_RESET" || kind == "VAR_RESET_ALL" || kind == "VAR_SET_DEFAULT") return;
  if (kind != "VAR_SET_VALUE") return state.needs_server("a setting taken from the session", statement);
  std::vector<std::string> values;
  for (const auto& value : statement.list("args"))
    values.push_back(value.is("TypeCast") ? value.child("arg").value() : value.value());
  std::string text;
  if (holds_names(name))
    for (const auto& value : values) text += (text.empty() ? "" : ", ") + string_literal(value);
  else
    text = string_literal(fmt::format("{}", fmt::join(values, ", ")));
  settings.emplace_back(name, text);
}

std::string number_text(const std::string& digits) { return fmt::format("{:g}", std::strtod(digits.c_str(), nullptr)); }

Options read_options(State& state, const std::vector<Node>& options, bool set_returning) {
  Options out;
  std::map<std::string, std::string> said;
  for (const auto& option : options) {
    const auto key = option.text("defname");
    const auto value = option.child("arg");
    if (key == "set")
      read_setting(state, value, out.settings);
    else if (key == "as")
      out.body = value.values("items");
    else if (key == "transform" || key == "support")
      state.needs_server(fmt::format("a function with {}", key), option);
    else
      said[key] = value.value();
  }
  out.language = said["language"].empty() ? "sql" : lower(said["language"]);
  const auto add = [&](bool holds, const std::string& word) {
    if (holds) out.words += " " + word;
  };
  out.window = said["window"] == "true";
  add(out.window, "WINDOW");
  add(said["volatility"] == "immutable", "IMMUTABLE");
  add(said["volatility"] == "stable", "STABLE");
  add(said["parallel"] == "safe", "PARALLEL SAFE");
  add(said["parallel"] == "restricted", "PARALLEL RESTRICTED");
  add(said["strict"] == "true", "STRICT");
  add(said["security"] == "true", "SECURITY DEFINER");
  add(said["leakproof"] == "true", "LEAKPROOF");
  const std::string usual = out.language == "internal" || out.language == "c" ? "1" : "100";
  if (const auto cost = said.find("cost"); cost != said.end())
    add(number_text(cost->second) != usual, "COST " + number_text(cost->second));
  if (const auto rows = said.find("rows"); rows != said.end())
    add(set_returning && number_text(rows->second) != "1000", "ROWS " + number_text(rows->second));
  return out;
}

std::string body_text(const Options& options, bool procedure) {
  std::string tag = procedure ? "$procedure$" : "$function$";
  const auto& source = options.body.back();
  while (source.find(tag.substr(0, tag.size() - 1)) != std::string::npos) tag.insert(tag.size() - 1, "x");
  const auto library = options.body.size() > 1 ? string_literal(options.body[0]) + ", " : std::string();
  return fmt::format("AS {}{}{}{}", library, tag, source, tag);
}

// `RETURN (a + b)`, where the parameters are what columns are elsewhere.
std::string returned_text(State& state, const Node& statement, const Node& body) {
  std::vector<Column> parameters;
  for (const auto& parameter : statement.list("parameters"))
    if (!parameter.text("name").empty())
      parameters.push_back(
          Column{.name = parameter.text("name"), .type = resolve_type(state, parameter.child("arg_type"))});
  const auto type = statement.child("return_type") ? resolve_type(state, statement.child("return_type")) : Type{};
  return "RETURN " + Writer(state, {.relations = {{"", parameters}}}).write_as(body.child("returnval"), type);
}

}  // namespace

QualifiedName routine_name(State& state, const Node& statement) {
  auto name = state.created(statement.values("funcname"));
  const auto arguments = read_arguments(state, statement.list("parameters"), statement.flag("is_procedure"));
  name.name += fmt::format("({})", fmt::join(arguments.inputs, ", "));
  return name;
}

void fold_create_function(State& state, const Node& statement) {
  const auto sql_body = statement.child("sql_body");
  if (sql_body && !sql_body.is("ReturnStmt"))
    return state.needs_server("a body of statements (BEGIN ATOMIC)", statement);
  const bool procedure = statement.flag("is_procedure");
  const auto arguments = read_arguments(state, statement.list("parameters"), procedure);
  const auto result = result_text(state, statement, arguments);
  const auto options =
      read_options(state, statement.list("options"), result.starts_with("SETOF ") || result.starts_with("TABLE("));
  if (state.failed()) return;
  if ((options.body.empty() && !sql_body) || options.language.empty())
    return state.wrong("incomplete-statement", "found a function without a body or a language, expected both",
                       statement);
  auto name = state.created(statement.values("funcname"));
  const auto called = quote(name);
  name.name = routine_key(name.name, fmt::format("({})", fmt::join(arguments.inputs, ", ")));
  const std::string kind = procedure ? "procedure" : options.window ? "window function" : "function";
  if (state.has(kind, name) && !statement.flag("replace"))
    return state.wrong("duplicate-object", fmt::format("found a second {} `{}`, expected one", kind, display(name)),
                       statement);
  auto text = fmt::format("CREATE OR REPLACE {} {}({})\n", procedure ? "PROCEDURE" : "FUNCTION", called,
                          fmt::join(arguments.whole, ", "));
  if (!procedure) text += fmt::format(" RETURNS {}\n", result);
  text += fmt::format(" LANGUAGE {}\n", quote(options.language));
  if (!options.words.empty()) text += options.words + "\n";
  for (const auto& [setting, value] : options.settings) text += fmt::format(" SET {} TO {}\n", quote(setting), value);
  std::vector<std::string> shape = {"returns " + (procedure ? std::string() : result),
                                    fmt::format("takes {}", fmt::join(arguments.plain, ", "))};
  shape.resize(shape.size() + arguments.defaults, "default");
  state.put(kind, name, text + (sql_body ? returned_text(state, statement, sql_body) : body_text(options, procedure)),
            shape);
  state.declare({ObjectKind::sql_object, name, kind}, statement);
}

namespace {

// Whatever its arguments are.
std::optional<QualifiedName> any_routine(const State& state, std::string_view kind, const std::string& space,
                                         const std::string& name) {
  const auto beginning = routine_key(name, "(");
  for (const auto& [key, routine] : state.schema.sql_objects)
    if (key.kind == kind && key.name.schema == space && key.name.name.starts_with(beginning)) return key.name;
  return std::nullopt;
}

}  // namespace

std::optional<QualifiedName> find_routine(State& state, const Node& object, std::string& kind) {
  const auto names = object.values("objname");
  std::vector<std::string> types;
  for (const auto& argument : object.list("objargs"))
    if (argument) types.push_back(bare_type_text(resolve_type(state, argument)));
  const bool unspecified = object.flag("args_unspecified");
  const auto wanted = routine_key(names.back(), fmt::format("({})", fmt::join(types, ", ")));
  const auto spaces = names.size() > 1 ? std::vector{names[names.size() - 2]} : state.search_path;
  for (const auto& space : spaces)
    for (const char* candidate : {"function", "procedure", "aggregate", "window function"}) {
      auto name = unspecified ? any_routine(state, candidate, space, names.back())
                              : std::optional(QualifiedName{space, wanted});
      if (!name || !state.has(candidate, *name)) continue;
      kind = candidate;
      return name;
    }
  return std::nullopt;
}

void fold_alter_function(State& state, const Node& statement) { state.needs_server("ALTER FUNCTION", statement); }

}  // namespace schemac::sql
