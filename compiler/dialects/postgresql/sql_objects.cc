#include "dialects/postgresql/sql_objects.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/array_casts.h"
#include "dialects/postgresql/column_settings.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/index_marks.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/partitions.h"
#include "dialects/postgresql/types.h"
#include "dialects/postgresql/words.h"
#include "operations/object_ids.h"
#include "operations/routine_names.h"

namespace schemac::postgresql {
namespace {

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

bool is_one_of(std::string_view kind, std::initializer_list<std::string_view> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool is_routine(std::string_view kind) {
  return is_one_of(kind, {"function", "procedure", "aggregate", "window function"});
}
bool is_on_table(std::string_view kind) { return is_one_of(kind, {"trigger", "rule", "policy"}); }

// `FUNCTION` of a window function too: a kind of the model in the words of the grammar.
std::string grammar_word(const std::string& kind) {
  if (kind == "window function") return "FUNCTION";
  if (kind == "composite type" || kind == "range type") return "TYPE";
  if (kind == "partition") return "TABLE";
  return upper(kind);
}

// Statements that stand in one definition behind each other.
std::vector<std::string> separated(const std::string& definition) {
  const auto tokens = sql_tokens(definition, postgresql_lexis());
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (const auto& token : tokens) {
    if (token.text(definition) != ";") continue;
    out.push_back(definition.substr(begin, token.begin - begin));
    begin = token.end;
  }
  out.push_back(definition.substr(begin));
  for (auto& statement : out) statement.erase(0, statement.find_first_not_of(" \n"));
  std::erase(out, std::string());
  return out;
}

bool is_whole_statement(const SqlObject& object) {
  const Words words(object.definition);
  static constexpr auto verbs = std::to_array<std::string_view>({"create", "alter", "grant", "revoke", "comment"});
  return std::any_of(verbs.begin(), verbs.end(), [&](std::string_view verb) { return words.is(0, verb); });
}

// A trigger's, rule's or policy's own name, and its table.
std::pair<std::string, std::string> name_and_table(const SqlObject& object) {
  const Words words(object.definition);
  const auto on = object.kind == "rule" ? words.find("to") : words.find("on");
  const auto table = words.path(on + 1);
  if (!is_whole_statement(object)) return {quote(object.name.name.substr(object.name.name.rfind('.') + 1)), table};
  return {words.path(words.find(object.kind) + 1), table};
}

// Privileges, by default or not: `… GRANT a ON x TO y` and `… REVOKE a ON x FROM y` are each other's opposite.
std::string rights_taken_back(const Words& words) {
  const auto grant = words.find("grant");
  const auto revoke = words.find("revoke");
  const bool granted = grant < revoke;
  const auto verb = std::min(grant, revoke);
  const auto who = words.find(granted ? "to" : "from", verb);
  const auto prefix = verb == 0 ? std::string() : words.until(verb) + " ";
  return fmt::format("{}{} {} {} {}", prefix, granted ? "REVOKE" : "GRANT", words.between(verb + 1, who),
                     granted ? "FROM" : "TO", words.between(who + 1, words.find("with", who)));
}

// ` RESET (a, b)` for `… SET (a='1', b='2')`.
std::string options_reset(const Words& words) {
  std::string names;
  auto at = words.find("set") + 2;
  for (auto begin = at; at < words.size(); ++at) {
    if (words.text(at) == "=") names += (names.empty() ? "" : ", ") + words.between(begin, at);
    if (words.text(at) == ",") begin = at + 1;
  }
  return " RESET (" + names + ")";
}

// ALTER DOMAIN, ALTER VIEW, ALTER TABLE: one property set.
std::string property_reset(const std::string& kind, const Words& words) {
  const auto object = words.until(words.end_of_path(2));
  if (kind == "partition options") return object + options_reset(words);
  if (kind == "domain default") return object + " DROP DEFAULT";
  if (kind == "domain not null") return object + " DROP NOT NULL";
  if (kind == "domain constraint" || kind == "partition constraint")
    return object + " DROP CONSTRAINT " + words.path(words.find("constraint") + 1);
  if (kind == "column statistics") return words.until(words.find("set")) + " SET STATISTICS -1";
  if (kind == "statistics target") return words.until(words.find("set")) + " SET STATISTICS -1";
  if (kind == "partition replica identity") return object + " REPLICA IDENTITY DEFAULT";
  if (kind == "clustering" || kind == "partition clustering")
    return words.until(words.find("cluster")) + " SET WITHOUT CLUSTER";
  if (kind == "column default") return words.until(words.find("set")) + " DROP DEFAULT";
  if (kind == "row security") return object + " DISABLE ROW LEVEL SECURITY";
  if (kind == "forced row security") return object + " NO FORCE ROW LEVEL SECURITY";
  const std::string_view word = kind == "rule state" ? "rule" : "trigger";
  return fmt::format("{} ENABLE {}", object, words.from(words.find(word)));
}

std::string taken_back(const std::string& kind, const std::string& statement) {
  const Words words(statement);
  if (words.is(0, "comment")) return words.until(words.find("is") + 1) + " NULL";
  if (kind.find("grant on") != std::string::npos || kind.find("revoke on") != std::string::npos ||
      kind.find("privileges") != std::string::npos)
    return rights_taken_back(words);
  return property_reset(kind, words);
}

// The body alone, or the whole statement: both are made into the whole.
std::string whole_statement(const SqlObject& object) {
  if (is_whole_statement(object)) return rereadable(object.definition);
  const auto first = Words(object.definition);
  const bool needs_as =
      is_one_of(object.kind, {"view", "materialized view", "domain", "type", "composite type", "range type"}) &&
      !first.is(0, "as");
  const auto name = is_on_table(object.kind)     ? name_and_table(object).first
                    : has_no_schema(object.kind) ? quote(object.name.name)
                                                 : quote(object.name);
  return fmt::format("CREATE {} {} {}{}", grammar_word(object.kind),
                     is_routine(object.kind) ? routine_sql(object.name) : name, needs_as ? "AS " : "",
                     object.definition);
}

// The engine resolves names in a body when the function is made, before what it names may be there.
bool names_are_resolved_early(const Words& words) {
  const auto language = words.find("language");
  if (words.is(language + 1, "sql")) return words.find("begin") == words.size();
  return words.is(language + 1, "plpgsql");
}

std::string with_or_replace(const SqlObject& object) {
  const auto whole = whole_statement(object);
  const Words words(whole);
  return words.is(1, "or") ? whole : words.until(1) + " OR REPLACE " + words.from(1);
}

// What ALTER TYPE makes of a composite type: attributes that stay are the same, in the same order, on both sides.
std::vector<std::string> attribute_changes(const SqlObject& before, const SqlObject& after) {
  const auto find = [&](const std::vector<std::string>& list, const std::string& name) {
    return std::find_if(list.begin(), list.end(),
                        [&](const std::string& attribute) { return attribute_name(attribute) == name; });
  };
  std::vector<std::string> out;
  const auto change = [&](const std::string& action) {
    out.push_back(fmt::format("ALTER TYPE {} {}", quote(after.name), action));
  };
  for (const auto& attribute : before.shape)
    if (find(after.shape, attribute_name(attribute)) == after.shape.end())
      change("DROP ATTRIBUTE " + attribute_name(attribute));
  for (const auto& attribute : after.shape) {
    const auto had = find(before.shape, attribute_name(attribute));
    if (had == before.shape.end()) change("ADD ATTRIBUTE " + attribute);
  }
  return out;
}

bool begins_with(const std::vector<std::string>& list, const std::vector<std::string>& start) {
  return list.size() >= start.size() && std::equal(start.begin(), start.end(), list.begin());
}

// The type of one argument, as far as its words tell: without its mode, its name and its default. Empty for one that
// only goes out.
std::optional<std::string> argument_type(const Words& words, std::size_t begin, std::size_t end) {
  for (auto at = begin; at < end; ++at)
    if (words.is(at, "default") || words.text(at) == "=") end = at;
  if (words.is(begin, "out")) return std::nullopt;
  if (words.is(begin, "in") || words.is(begin, "inout") || words.is(begin, "variadic")) ++begin;
  auto type = parse_type(words.between(begin, end));
  const bool builtin = type && (!type->user_type || begin + 1 >= end);
  if (!builtin && begin + 1 < end) type = parse_type(words.between(begin + 1, end));
  if (!type) return words.between(begin, end);
  if (type->user_type && type->user_type->schema.empty()) type->user_type->schema = "public";
  type->arguments.clear();
  return type_sql(*type);
}

// `f(int, varchar)` → `f(integer, character varying)`: built-in types by the names that the server has for them.
std::string with_known_types(const std::string& routine) {
  const auto [name, arguments] = split_routine(routine);
  const std::string_view inside = std::string_view(arguments).substr(1, arguments.size() - 2);
  std::string out;
  bool is_quoted = false;
  int depth = 0;
  for (std::size_t begin = 0, at = 0; at <= inside.size(); ++at) {
    const char c = at < inside.size() ? inside[at] : ',';
    if (c == '"') is_quoted = !is_quoted;
    if (!is_quoted) depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (at < inside.size() && (is_quoted || depth > 0 || c != ',')) continue;
    auto text = std::string(inside.substr(begin, at - begin));
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
    begin = at + 1;
    if (auto type = parse_type(text); type && !type->user_type) {
      type->arguments.clear();
      text = type_sql(*type);
    }
    out += (out.empty() ? "" : ", ") + text;
  }
  return routine_key(name, "(" + out + ")");
}

// `f(integer, text)` where the name has no arguments yet and the definition begins with them, or holds them behind the
// name.
std::string routine_name(const SqlObject& object) {
  const auto& name = object.name.name;
  if (!routine_arguments(name).empty()) return object.read_back ? name : with_known_types(name);
  const Words words(object.definition);
  std::size_t open = 0;
  for (; open < words.size() && words.text(open) != "(";) ++open;
  std::string arguments;
  int depth = 0;
  auto begin = open + 1;
  for (auto at = open; at < words.size(); ++at) {
    if (words.text(at) == "(") ++depth;
    if (words.text(at) == ")") --depth;
    if (depth != 0 && !(depth == 1 && words.text(at) == ",")) continue;
    if (begin < at)
      if (const auto type = argument_type(words, begin, at)) arguments += (arguments.empty() ? "" : ", ") + *type;
    begin = at + 1;
    if (depth == 0) break;
  }
  return routine_key(split_routine(name).name, "(" + arguments + ")");
}

// A new object as GRANT speaks of it.
struct NewObject {
  std::string_view family;  // as default privileges name it: `tables`
  std::string kind;
  QualifiedName name;
  std::string target;
  std::vector<ObjectId> needs;
};

std::optional<NewObject> new_object(const Operation& operation) {
  if (const auto* create = std::get_if<CreateTable>(&operation.variant()))
    return NewObject{
        "tables", "table", create->table.name, "TABLE " + quote(create->table.name), {table_id(create->table.name)}};
  if (const auto* create = std::get_if<CreateSequence>(&operation.variant()))
    return NewObject{"sequences",
                     "sequence",
                     create->sequence.name,
                     "SEQUENCE " + quote(create->sequence.name),
                     {sequence_id(create->sequence.name)}};
  if (const auto* create = std::get_if<CreateEnum>(&operation.variant()))
    return NewObject{
        "types", "type", create->type.name, "TYPE " + quote(create->type.name), {type_id(create->type.name)}};
  const auto* create = std::get_if<CreateSqlObject>(&operation.variant());
  if (!create) return std::nullopt;
  const auto& [kind, name] = std::tie(create->object.kind, create->object.name);
  const ObjectId id{ObjectKind::sql_object, name, kind};
  if (kind == "view" || kind == "materialized view")
    return NewObject{"tables", kind, name, "TABLE " + quote(name), {id}};
  if (kind == "procedure") return NewObject{"functions", kind, name, "PROCEDURE " + routine_sql(name), {id}};
  if (is_routine(kind))
    return NewObject{"functions", kind == "aggregate" ? kind : "function", name, "FUNCTION " + routine_sql(name), {id}};
  if (is_one_of(kind, {"domain", "composite type", "range type"}))
    return NewObject{"types", "type", name, "TYPE " + quote(name), {id}};
  return std::nullopt;
}

// `tables of owner to reader`, everywhere or in one schema.
bool speaks_of(const SqlObject& default_privileges, const NewObject& made) {
  const auto& [space, name] = default_privileges.name;
  return name.starts_with(std::string(made.family) + " of ") && (space.empty() || space == made.name.schema);
}

}  // namespace

std::optional<SqlObject> default_rights(const SqlObject& default_privileges, const Operation& operation) {
  auto made = new_object(operation);
  if (!made || !speaks_of(default_privileges, *made)) return std::nullopt;
  SqlObject rights{
      .kind = "grant on " + made->kind, .name = made->name, .definition = {}, .depends_on = std::move(made->needs)};
  for (const auto& statement : separated(default_privileges.definition)) {
    const Words words(statement);
    const auto grant = words.find("grant");
    const auto on = words.find("on", grant);
    const auto to = words.find("to", on);
    rights.name.name = fmt::format("{} to {}", made->name.name, words.between(to + 1, words.find("with", to)));
    rights.definition += fmt::format("{}{} ON {} {}", rights.definition.empty() ? "" : ";\n", words.between(grant, on),
                                     made->target, words.from(to));
  }
  rights.read_back = true;
  return rights;
}

std::vector<std::string> without_default_rights(const SqlObject& default_privileges, const Operation& operation) {
  if (default_privileges.kind.find("revoked ") == std::string::npos) {
    const auto rights = default_rights(default_privileges, operation);
    return rights ? removal_of(*rights) : std::vector<std::string>();
  }
  const auto made = new_object(operation);
  if (!made || !speaks_of(default_privileges, *made)) return {};
  std::vector<std::string> out;
  for (const auto& statement : separated(default_privileges.definition)) {
    const Words words(statement);
    const auto revoke = words.find("revoke");
    const auto on = words.find("on", revoke);
    const auto from = words.find("from", on);
    out.push_back(fmt::format("GRANT {} ON {} TO {}", words.between(revoke + 1, on), made->target,
                              words.between(from + 1, words.size())));
  }
  return out;
}

std::string defining_statement(const SqlObject& object) {
  return is_whole_statement(object) ? object.definition : whole_statement(object);
}

QualifiedName full_name(const SqlObject& object) {
  if (has_no_schema(object.kind)) return {{}, object.name.name};
  if (is_routine(object.kind)) return {object.name.schema, routine_name(object)};
  if (!is_on_table(object.kind)) return object.name;
  const auto [name, table] = name_and_table(object);
  if (table.empty() || name.empty()) return object.name;
  const auto on = qualified_name(table);
  return {on.schema, fmt::format("{}.{}", on.name, unquoted(name))};
}

bool has_no_schema(std::string_view kind) {
  return is_one_of(kind, {"extension", "event trigger", "language", "publication", "foreign server", "grant on schema",
                          "revoke on schema", "owner of schema", "global default privileges on",
                          "revoked global default privileges on"});
}

bool is_setting(const SqlObject& object) {
  const Words words(object.definition);
  return words.is(0, "comment") || words.is(0, "grant") || words.is(0, "revoke") || words.is(0, "alter");
}

std::vector<std::string> listed(std::string_view names) {
  const Words words(names);
  std::vector<std::string> out;
  for (std::size_t at = 0; at < words.size(); at = words.end_of_path(at) + 1) out.push_back(words.path(at));
  return out;
}

std::string routine_sql(const QualifiedName& routine) {
  const auto [name, arguments] = split_routine(routine.name);
  return quote(QualifiedName{routine.schema, name}) + arguments;
}

std::string reference_of(const SqlObject& object) {
  const auto kind = grammar_word(object.kind);
  if (is_routine(object.kind)) return fmt::format("{} {}", kind, routine_sql(object.name));
  if (is_on_table(object.kind)) {
    const auto [name, table] = name_and_table(object);
    return fmt::format("{} {} ON {}", kind, name, table);
  }
  if (object.kind == "domain constraint") {
    const Words words(object.definition);
    return fmt::format("CONSTRAINT {} ON DOMAIN {}", words.path(words.find("constraint") + 1), words.path(2));
  }
  if (object.kind == "partition constraint") {
    const Words words(object.definition);
    return fmt::format("CONSTRAINT {} ON {}", words.path(words.find("constraint") + 1), words.path(2));
  }
  return fmt::format("{} {}", kind, has_no_schema(object.kind) ? quote(object.name.name) : quote(object.name));
}

std::vector<std::string> creation_of(const SqlObject& object) {
  if (is_setting(object)) return separated(rereadable(object.definition));
  const auto whole = whole_statement(object);
  std::vector<std::string> statements = {whole};
  if (is_routine(object.kind) && names_are_resolved_early(Words(whole)))
    statements.insert(statements.begin(), "SET LOCAL check_function_bodies = off");
  statements.insert(statements.end(), object.rights_reset.begin(), object.rights_reset.end());
  return statements;
}

std::vector<std::string> removal_of(const SqlObject& object) {
  if (!is_setting(object)) return {"DROP " + reference_of(object)};
  if (is_owner(object)) return {};  // goes with what it owns
  auto statements = separated(object.definition);
  for (auto& statement : statements) statement = taken_back(object.kind, statement);
  return statements;
}

// What others name comes before those.
std::vector<std::string> renamable_objects() {
  return {"domain",          "composite type", "range type",        "collation",  "function", "procedure", "aggregate",
          "window function", "view",           "materialized view", "statistics", "trigger",  "rule",      "policy"};
}

std::vector<std::string> renaming_of(const SqlObject& object, const QualifiedName& to) {
  if (is_on_table(object.kind))
    return {fmt::format("ALTER {} RENAME TO {}", reference_of(object), quote(to.name.substr(to.name.rfind('.') + 1)))};
  std::vector<std::string> statements;
  const auto own = [&](const std::string& name) { return is_routine(object.kind) ? split_routine(name).name : name; };
  SqlObject at = object;
  if (to.schema != object.name.schema) {
    statements.push_back(fmt::format("ALTER {} SET SCHEMA {}", reference_of(at), quote(to.schema)));
    at.name.schema = to.schema;
  }
  if (own(to.name) != own(object.name.name))
    statements.push_back(fmt::format("ALTER {} RENAME TO {}", reference_of(at), quote(own(to.name))));
  return statements;
}

bool can_replace(const SqlObject& before, const SqlObject& after) {
  if (is_setting(before) && is_setting(after)) return true;
  if (before.kind == "extension") return true;
  if (before.kind == "partition") return can_move(attachment(before), attachment(after));
  if (before.shape.empty() || after.shape.empty()) return false;
  if (before.kind == "composite type") return true;
  return before.kind != "materialized view" && begins_with(after.shape, before.shape);
}

std::vector<std::string> replacement_of(const SqlObject& before, const SqlObject& after) {
  if (before.kind == "composite type") return attribute_changes(before, after);
  if (before.kind == "partition") return moved_partition(after.name, attachment(before), attachment(after));
  if (before.kind == "extension") {
    const Words words(after.definition);
    return {
        fmt::format("ALTER EXTENSION {} SET SCHEMA {}", quote(after.name.name), words.path(words.find("schema") + 1))};
  }
  auto statements = creation_of(after);
  if (is_owner(after)) return statements;
  if (!is_setting(after)) {
    statements.back() = with_or_replace(after);
    return statements;
  }
  if (Words(after.definition).is(0, "comment") || is_column_setting(after.kind) || is_index_mark(after.kind) ||
      is_one_of(after.kind, {"domain default", "column default", "column statistics", "clustering", "statistics target",
                             "statistics target"}))
    return statements;
  auto all = removal_of(before);
  all.insert(all.end(), statements.begin(), statements.end());
  return all;
}

}  // namespace schemac::postgresql
