// Schemas, extensions, aggregates, collations, statistics.
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/names.h"
#include "operations/object_ids.h"
#include "operations/routine_names.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/functions.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

using postgresql::quote;

void define_aggregate(State& state, const Node& statement) {
  auto name = state.created(statement.values("defnames"));
  std::vector<std::string> types, shown;
  const auto arguments = statement.list("args");
  for (const auto& argument : arguments.empty() ? std::vector<Node>() : arguments[0].list("items")) {
    types.push_back(bare_type_text(resolve_type(state, argument.child("arg_type"))));
    shown.push_back(argument.text("name").empty() ? types.back() : quote(argument.text("name")) + " " + types.back());
  }
  if (types.empty()) return state.needs_server("an aggregate without arguments of its own", statement);
  std::map<std::string, std::string> said;
  for (const auto& option : statement.list("definition")) {
    const auto key = option.text("defname");
    const auto value = option.child("arg");
    if (key == "stype")
      said[key] = bare_type_text(resolve_type(state, value));
    else if (value.is("TypeName"))
      said[key] = unresolved_function(state, value.values("names")).name;
    else
      said[key] = value.value();
  }
  for (const char* other : {"msfunc", "sortop", "finalfunc_extra", "hypothetical", "basetype"})
    if (said.contains(other)) return state.needs_server("an aggregate of a kind that is not read here", statement);
  auto text = fmt::format("CREATE AGGREGATE {}({}) (SFUNC = {}, STYPE = {}", quote(name), fmt::join(shown, ", "),
                          said["sfunc"], said["stype"]);
  if (said.contains("sspace")) text += ", SSPACE = " + said["sspace"];
  if (said.contains("finalfunc")) text += ", FINALFUNC = " + said["finalfunc"];
  if (said.contains("combinefunc")) text += ", COMBINEFUNC = " + said["combinefunc"];
  if (said.contains("serialfunc"))
    text += fmt::format(", SERIALFUNC = {}, DESERIALFUNC = {}", said["serialfunc"], said["deserialfunc"]);
  if (said.contains("initcond")) text += ", INITCOND = " + postgresql::literal(said["initcond"]);
  if (said.contains("parallel") && said["parallel"] != "unsafe") text += ", PARALLEL = " + said["parallel"];
  name.name = routine_key(name.name, fmt::format("({})", fmt::join(types, ", ")));
  state.put("aggregate", name, text + ")");
}

// `FROM "C"`, `FROM "de-x-icu"`, or of one that the file makes; what other names of the system mean is for the server
// to say.
void copy_collation(State& state, const QualifiedName& name, const Node& statement,
                    const std::vector<std::string>& names) {
  const auto source = state.find(names, {"collation"});
  if (source) {
    const auto text = state.schema.sql_objects.find({"collation", *source})->definition;
    return state.put("collation", name,
                     fmt::format("CREATE COLLATION {} {}", quote(name), text.substr(text.find("(PROVIDER"))));
  }
  const auto& system = names.back();
  constexpr std::string_view icu = "-x-icu";
  if (system == "C" || system == "POSIX")
    state.put("collation", name,
              fmt::format("CREATE COLLATION {0} (PROVIDER = libc, LC_COLLATE = '{1}', LC_CTYPE = '{1}')", quote(name),
                          system));
  else if (system.ends_with(icu))
    state.put("collation", name,
              fmt::format("CREATE COLLATION {} (PROVIDER = icu, LOCALE = {})", quote(name),
                          postgresql::literal(system.substr(0, system.size() - icu.size()))));
  else
    state.needs_server(fmt::format("a collation that copies `{}`", system), statement);
}

void define_collation(State& state, const Node& statement) {
  const auto name = state.created(statement.values("defnames"));
  std::map<std::string, std::string> said;
  for (const auto& option : statement.list("definition")) {
    if (option.text("defname") == "from")
      return copy_collation(state, name, statement, option.child("arg").values("items"));
    said[option.text("defname")] = option.child("arg").value();
  }
  const auto provider = said.contains("provider") ? said["provider"] : std::string("libc");
  auto text = fmt::format("CREATE COLLATION {} (PROVIDER = {}", quote(name), provider);
  if (provider == "libc") {
    const auto collate = said.contains("locale") ? said["locale"] : said["lc_collate"];
    const auto ctype = said.contains("locale") ? said["locale"] : said["lc_ctype"];
    text += fmt::format(", LC_COLLATE = {}, LC_CTYPE = {}", postgresql::literal(collate), postgresql::literal(ctype));
  } else {
    text += ", LOCALE = " + postgresql::literal(said.contains("locale") ? said["locale"] : said["lc_collate"]);
  }
  if (said["deterministic"] == "false") text += ", DETERMINISTIC = false";
  state.put("collation", name, text + ")");
}

}  // namespace

void fold_define(State& state, const Node& statement) {
  const auto kind = statement.word("kind");
  if (kind == "OBJECT_AGGREGATE") return define_aggregate(state, statement);
  if (kind == "OBJECT_COLLATION") return define_collation(state, statement);
  state.needs_server(fmt::format("an object of a kind ({}) that is not read here", kind.substr(7)), statement);
}

void fold_create_extension(State& state, const Node& statement) {
  const auto name = statement.text("extname");
  if (name == "plpgsql" || state.has("extension", {{}, name})) return;
  auto space = state.creation_schema();
  for (const auto& option : statement.list("options"))
    if (option.text("defname") == "schema") space = option.child("arg").value();
  if (!state.schema.namespaces.contains(space)) state.schema.namespaces.set(space, Namespace{space});
  state.put("extension", {{}, name}, fmt::format("CREATE EXTENSION {} WITH SCHEMA {}", quote(name), quote(space)),
            {space});
}

void fold_create_schema(State& state, const Node& statement) {
  auto name = statement.text("schemaname");
  if (name.empty()) name = statement.child("authrole").text("rolename");
  if (name.empty()) return state.needs_server("a schema that is named after who runs the file", statement);
  if (!state.schema.namespaces.contains(name))
    state.schema.namespaces.set(name, Namespace{name});
  else if (!statement.flag("if_not_exists") && name != "public" && name != state.default_schema)
    return state.wrong("duplicate-object", fmt::format("found a second schema `{}`, expected one", name), statement);
  const auto path = state.search_path;
  state.search_path.insert(state.search_path.begin(), name);
  for (const auto& element : statement.list("schema_elts")) fold(state, element);
  state.search_path = path;
}

void fold_create_statistics(State& state, const Node& statement) {
  const auto table = state.relation(statement.list("relations").front());
  if (!table || statement.list("defnames").empty()) return state.needs_server("statistics without a name", statement);
  const auto name = state.created(statement.values("defnames"));
  auto kinds = statement.values("stat_types");
  std::ranges::sort(kinds, {}, [](const std::string& kind) {
    return kind == "ndistinct" ? 0 : kind == "dependencies" ? 1 : 2;
  });
  Writer writer(state, scope_of(state, *table));
  // columns in the order of the table's, then expressions
  const auto known = state.columns_of(*table);
  std::vector<std::pair<std::size_t, std::string>> elements;
  for (const auto& element : statement.list("exprs")) {
    const auto place =
        static_cast<std::size_t>(std::ranges::find(known, element.text("name"), &Column::name) - known.begin());
    if (!element.child("expr")) {
      elements.emplace_back(place, quote(element.text("name")));
      continue;
    }
    const auto text = writer.key(element.child("expr")).text;
    elements.emplace_back(known.size() + 1,
                          element.child("expr").is("FuncCall") || text.starts_with('(') ? text : "(" + text + ")");
  }
  std::ranges::stable_sort(elements, {}, &std::pair<std::size_t, std::string>::first);
  std::string columns;
  for (const auto& [place, text] : elements) columns += (columns.empty() ? "" : ", ") + text;
  const bool all = kinds.size() == 3 || kinds.empty();
  state.put("statistics", name,
            fmt::format("CREATE STATISTICS {}{} ON {} FROM {}", quote(name),
                        all ? "" : fmt::format(" ({})", fmt::join(kinds, ", ")), columns, quote(*table)));
}

// ALTER STATISTICS … SET STATISTICS: how many values ANALYZE keeps.
void fold_alter_statistics(State& state, const Node& statement) {
  const auto name = state.created(statement.values("defnames"));
  if (!state.has("statistics", name)) {
    if (!statement.flag("missing_ok"))
      state.wrong("unknown-object", fmt::format("found no statistics `{}`, expected some", display(name)), statement);
    return;
  }
  const auto target = statement.integer("stxstattarget");
  if (target < 0) return state.erase("statistics target", name);
  state.put("statistics target", name, fmt::format("ALTER STATISTICS {} SET STATISTICS {}", quote(name), target));
}

}  // namespace schemac::sql
