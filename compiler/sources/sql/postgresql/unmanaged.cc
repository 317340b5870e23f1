// What schemac does not manage, or cannot spell as the server would: neither keeps the rest of the file from being
// read.
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sources/sql/postgresql/fold.h"

namespace schemac::sql {
namespace {

// By the kind of the statement, what it makes, as introspection names it; empty for one that changes or drops such an
// object.
const std::map<std::string_view, std::string>& kinds_of_statements() {
  static const std::map<std::string_view, std::string> kinds = {{"CreatePublicationStmt", "publication"},
                                                                {"AlterPublicationStmt", ""},
                                                                {"CreateEventTrigStmt", "event trigger"},
                                                                {"AlterEventTrigStmt", ""},
                                                                {"CreateForeignServerStmt", "foreign server"},
                                                                {"AlterForeignServerStmt", ""},
                                                                {"CreateFdwStmt", "foreign data wrapper"},
                                                                {"AlterFdwStmt", ""},
                                                                {"CreateUserMappingStmt", ""},
                                                                {"AlterUserMappingStmt", ""},
                                                                {"DropUserMappingStmt", ""},
                                                                {"CreateSubscriptionStmt", ""},
                                                                {"AlterSubscriptionStmt", ""},
                                                                {"DropSubscriptionStmt", ""},
                                                                {"CreateCastStmt", "cast"},
                                                                {"CreateConversionStmt", "conversion"},
                                                                {"CreateOpClassStmt", "operator class"},
                                                                {"CreateOpFamilyStmt", "operator family"},
                                                                {"AlterOpFamilyStmt", ""},
                                                                {"AlterOperatorStmt", ""},
                                                                {"CreatePlangStmt", "language"},
                                                                {"CreatePLangStmt", "language"},
                                                                {"CreateTransformStmt", ""},
                                                                {"CreateAmStmt", "access method"},
                                                                {"AlterTSConfigurationStmt", ""},
                                                                {"AlterTSDictionaryStmt", ""},
                                                                {"SecLabelStmt", ""}};
  return kinds;
}

// By the server's name for the kind of object, for DefineStmt, DROP, COMMENT, ALTER … OWNER TO.
const std::map<std::string_view, std::string>& kinds_of_objects() {
  static const std::map<std::string_view, std::string> kinds = {{"OPERATOR", "operator"},
                                                                {"OPCLASS", "operator class"},
                                                                {"OPFAMILY", "operator family"},
                                                                {"CAST", "cast"},
                                                                {"CONVERSION", "conversion"},
                                                                {"TSCONFIGURATION", "text search configuration"},
                                                                {"TSDICTIONARY", "text search dictionary"},
                                                                {"TSPARSER", "text search parser"},
                                                                {"TSTEMPLATE", "text search template"},
                                                                {"FOREIGN_TABLE", "foreign table"},
                                                                {"FOREIGN_SERVER", "foreign server"},
                                                                {"FDW", "foreign data wrapper"},
                                                                {"EVENT_TRIGGER", "event trigger"},
                                                                {"PUBLICATION", "publication"},
                                                                {"SUBSCRIPTION", "subscription"},
                                                                {"ACCESS_METHOD", "access method"},
                                                                {"LANGUAGE", "language"},
                                                                {"TRANSFORM", "transform"},
                                                                {"USER_MAPPING", "user mapping"}};
  return kinds;
}

QualifiedName name_of(State& state, const Node& statement) {
  for (const char* field : {"pubname", "trigname", "servername", "fdwname", "plname", "amname"})
    if (statement.has_field(field)) return {{}, statement.text(field)};
  for (const char* field : {"defnames", "opclassname", "opfamilyname", "conversion_name"})
    if (statement.has_field(field)) return state.created(statement.values(field));
  if (statement.is("CreateCastStmt"))
    return {{},
            fmt::format("{} as {}", fmt::join(statement.child("sourcetype").values("names"), "."),
                        fmt::join(statement.child("targettype").values("names"), "."))};
  return {};
}

void fold_create_foreign_table(State& state, const Node& statement) {
  const auto base = statement.child("base_stmt");
  Table table{.name = state.created(base.child("relation"))};
  for (const auto& element : base.list("table_elts"))
    if (element.is("ColumnDef")) table.columns.add(read_column(state, element));
  state.schema.unmanaged.push_back({"foreign table", table.name});
  state.foreign_tables.emplace(table.name, std::move(table));
}

// ALTER TABLE, ALTER … OWNER TO and CREATE TRIGGER of a foreign table.
bool is_about_foreign_table(State& state, const Node& statement) {
  static constexpr auto kinds =
      std::to_array<std::string_view>({"AlterTableStmt", "CreateTrigStmt", "RenameStmt", "CommentStmt"});
  if (state.foreign_tables.empty() || std::ranges::find(kinds, statement.kind()) == kinds.end()) return false;
  if (statement.is("CommentStmt")) {
    auto names = statement.child("object").values("items");
    if (statement.word("objtype") == "OBJECT_COLUMN" && !names.empty()) names.pop_back();
    const auto name = names.empty() ? std::nullopt : state.relation(names);
    return name && state.foreign_tables.contains(*name);
  }
  const auto relation = statement.child("relation");
  const auto name = relation ? state.relation(relation, false) : std::nullopt;
  return name && state.foreign_tables.contains(*name);
}

std::optional<SqlObjectKey> key_of(State& state, const Node& statement) {
  const auto part_of = [&](const char* kind, const char* relation, const char* name) -> std::optional<SqlObjectKey> {
    const auto table = state.relation(statement.child(relation), false);
    if (!table) return std::nullopt;
    return SqlObjectKey{kind, {table->schema, table->name + "." + statement.text(name)}};
  };
  if (statement.is("ViewStmt")) return SqlObjectKey{"view", state.created(statement.child("view"))};
  if (statement.is("CreateTableAsStmt") && statement.word("objtype") == "OBJECT_MATVIEW")
    return SqlObjectKey{"materialized view", state.created(statement.child("into").child("rel"))};
  if (statement.is("RuleStmt")) return part_of("rule", "relation", "rulename");
  if (statement.is("CreateTrigStmt")) return part_of("trigger", "relation", "trigname");
  if (statement.is("CreatePolicyStmt")) return part_of("policy", "table", "policy_name");
  if (statement.is("CreateFunctionStmt"))
    return SqlObjectKey{statement.flag("is_procedure") ? "procedure" : "function", routine_name(state, statement)};
  return std::nullopt;
}

// Names in the text mean what the session of whoever runs it makes of them.
bool has_usual_path(const State& state) {
  return std::ranges::all_of(state.search_path, [&](const std::string& space) {
    return space == state.default_schema || space == "pg_catalog" || space == "$user";
  });
}

void note_reader(Diagnostic& remark) {
  remark.notes.push_back(note_at("load the file into a temporary database: `--scratch=postgresql://…`"));
}

}  // namespace

bool is_unmanaged(std::string_view object_type) { return kinds_of_objects().contains(object_type); }

bool fold_unmanaged(State& state, const Node& statement) {
  if (statement.is("CreateForeignTableStmt")) return fold_create_foreign_table(state, statement), true;
  if (is_about_foreign_table(state, statement)) return true;
  std::string kind;
  if (statement.is("DefineStmt")) {
    const auto known = kinds_of_objects().find(statement.word("kind").substr(7));
    if (known == kinds_of_objects().end()) return false;
    kind = known->second;
  } else if (statement.is("AlterOwnerStmt") || statement.is("AlterObjectSchemaStmt")) {
    return is_unmanaged(statement.word("object_type").substr(7));
  } else {
    const auto known = kinds_of_statements().find(statement.kind());
    if (known == kinds_of_statements().end()) return false;
    kind = known->second;
  }
  if (!kind.empty()) state.schema.unmanaged.push_back({kind, name_of(state, statement)});
  return true;
}

void keep_unread(State& state, const Node& statement, std::size_t before) {
  const auto first = state.problems.begin() + static_cast<std::ptrdiff_t>(before);
  if (!std::all_of(first, state.problems.end(),
                   [](const Diagnostic& problem) { return problem.code == "needs-server"; }))
    return;
  const auto problem = *first;
  const auto what = problem.message.substr(0, problem.message.find(", expected"));
  if (statement.is("DoStmt")) {
    state.problems.resize(before);
    state.remarks.push_back(
        warning_at("not-read", fmt::format("{}: what it makes, changes or drops is not known", what), problem.where));
    return note_reader(state.remarks.back());
  }
  const auto key = has_usual_path(state) ? key_of(state, statement) : std::nullopt;
  if (!key) return;
  state.problems.resize(before);
  state.put(key->kind, key->name, std::string(state.statement().text()));
  state.unread.insert(*key);
  state.declare({ObjectKind::sql_object, key->name, key->kind});
  state.remarks.push_back(
      warning_at("not-compared",
                 fmt::format("{}: the {} `{}` is made where it is missing, and otherwise left as it is", what,
                             key->kind, display(key->name)),
                 problem.where));
  note_reader(state.remarks.back());
}

}  // namespace schemac::sql
