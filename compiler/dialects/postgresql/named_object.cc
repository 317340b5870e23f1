#include "dialects/postgresql/named_object.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/names.h"
#include "dialects/postgresql/sql_objects.h"
#include "dialects/postgresql/words.h"
#include "operations/routine_names.h"

namespace schemac::postgresql {
namespace {

using ObjectNames = std::vector<std::string>;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A name as a list of its parts, whatever node holds it: `public.users.touch` of a trigger.
void append_names(const Node& node, ObjectNames& out) {
  if (node.is("RangeVar")) {
    if (auto schema = node.text("schemaname"); !schema.empty()) out.push_back(std::move(schema));
    out.push_back(node.text("relname"));
  } else if (node.is("List")) {
    for (const auto& item : node.list("items")) append_names(item, out);
  } else if (node.is("TypeName")) {
    for (auto& name : node.values("names")) out.push_back(std::move(name));
  } else if (node.is("ObjectWithArgs")) {
    for (auto& name : node.values("objname")) out.push_back(std::move(name));
  } else if (node) {
    out.push_back(node.value());
  }
}

ObjectNames names_of(const Node& node, const std::string& part = {}) {
  ObjectNames out;
  append_names(node, out);
  if (!part.empty()) out.push_back(part);
  return out;
}

std::string joined(const ObjectNames& names) { return fmt::format("{}", fmt::join(names, ".")); }

bool is_called(const ObjectNames& names, const QualifiedName& wanted) {
  const auto text = joined(names);
  return text == wanted.name || (!wanted.schema.empty() && text == wanted.schema + "." + wanted.name);
}

std::optional<std::string> other_name(const ObjectNames& names, const QualifiedName& wanted) {
  if (is_called(names, wanted)) return std::nullopt;
  return fmt::format("is about `{}`", joined(names));
}

constexpr const char* other_kind = "is not a statement that makes or sets it";

// --- what is made

// `touch` and `users.touch` both name the trigger that the statement makes on `users`.
std::optional<std::string> fault_on_table(const Node& statement, std::string_view table, std::string_view name,
                                          const QualifiedName& wanted) {
  if (wanted.name == statement.text(name)) return std::nullopt;
  return other_name(names_of(statement.child(table), statement.text(name)), wanted);
}

// `f`, or `f(integer)` with the types that the statement has.
std::optional<std::string> fault_of_routine(const ObjectNames& names, const SqlObject& object, bool has_arguments) {
  const auto [own, arguments] = split_routine(object.name.name);
  if (!is_called(names, {object.name.schema, own})) return fmt::format("is about `{}`", joined(names));
  if (arguments.empty() || !has_arguments) return std::nullopt;
  const auto key = [&](const std::string& definition) {
    return full_name({.kind = object.kind, .name = {object.name.schema, own}, .definition = definition}).name;
  };
  const auto made = key(defining_statement(object));
  const bool is_this = made == full_name(object).name || made == key(arguments);
  return is_this ? std::nullopt : std::optional(fmt::format("is about `{}`", made));
}

ObjectNames names_in(const Node& statement, std::string_view list) { return statement.values(list); }

std::optional<std::string> fault_of_creation(const Node& statement, const SqlObject& object) {
  const auto& name = object.name;
  const auto kind = statement.kind();
  if (kind == "ViewStmt") return other_name(names_of(statement.child("view")), name);
  if (kind == "CreateTableAsStmt")
    return statement.word("objtype") != "OBJECT_MATVIEW"
               ? std::optional<std::string>(other_kind)
               : other_name(names_of(statement.child("into").child("rel")), name);
  if (kind == "CreateFunctionStmt") {
    if (statement.flag("is_procedure") != (object.kind == "procedure")) return other_kind;
    return fault_of_routine(names_in(statement, "funcname"), object, true);
  }
  if (kind == "DefineStmt") {
    const auto what = statement.word("kind");
    if (object.kind == "aggregate" && what == "OBJECT_AGGREGATE")
      return fault_of_routine(names_in(statement, "defnames"), object, !statement.flag("oldstyle"));
    const bool fits =
        (object.kind == "collation" && what == "OBJECT_COLLATION") || (object.kind == "type" && what == "OBJECT_TYPE");
    return fits ? other_name(names_in(statement, "defnames"), name) : std::optional<std::string>(other_kind);
  }
  if (kind == "CreateTrigStmt") return fault_on_table(statement, "relation", "trigname", name);
  if (kind == "RuleStmt") return fault_on_table(statement, "relation", "rulename", name);
  if (kind == "CreatePolicyStmt") return fault_on_table(statement, "table", "policy_name", name);
  if (kind == "CreateDomainStmt") return other_name(names_in(statement, "domainname"), name);
  if (kind == "CompositeTypeStmt") return other_name(names_of(statement.child("typevar")), name);
  if (kind == "CreateRangeStmt" || kind == "CreateEnumStmt") return other_name(names_in(statement, "type_name"), name);
  if (kind == "CreateExtensionStmt") return other_name({statement.text("extname")}, name);
  if (kind == "IndexStmt") return other_name({statement.text("idxname")}, {{}, name.name});
  if (kind == "CreateStatsStmt") return other_name(names_in(statement, "defnames"), name);
  if (kind == "CreateEventTrigStmt") return other_name({statement.text("trigname")}, name);
  if (kind == "CreatePublicationStmt") return other_name({statement.text("pubname")}, name);
  if (kind == "CreateStmt")
    return statement.child("partbound") ? other_name(names_of(statement.child("relation")), name)
                                        : std::optional<std::string>("makes no partition");
  return other_kind;
}

// --- what is set

struct TableSetting {
  std::string_view kind;
  std::vector<std::string_view> commands;
};

const std::vector<TableSetting>& table_settings() {
  static const std::vector<TableSetting> all = {
      {"row security", {"AT_EnableRowSecurity"}},
      {"forced row security", {"AT_ForceRowSecurity"}},
      {"trigger state", {"AT_EnableTrig", "AT_EnableAlwaysTrig", "AT_EnableReplicaTrig", "AT_DisableTrig"}},
      {"rule state", {"AT_EnableRule", "AT_EnableAlwaysRule", "AT_EnableReplicaRule", "AT_DisableRule"}},
      {"partition constraint", {"AT_AddConstraint"}},
      {"partition options", {"AT_SetRelOptions"}},
      {"partition default", {"AT_ColumnDefault"}},
      {"partition not null", {"AT_SetNotNull"}},
      {"partition storage", {"AT_SetStorage"}},
      {"partition compression", {"AT_SetCompression"}},
      {"partition statistics", {"AT_SetStatistics"}},
      {"inherited default", {"AT_ColumnDefault"}},
      {"inherited not null", {"AT_SetNotNull", "AT_DropNotNull"}},
      {"inherited storage", {"AT_SetStorage"}},
      {"inherited compression", {"AT_SetCompression"}},
      {"inherited statistics", {"AT_SetStatistics"}},
      {"column default", {"AT_ColumnDefault"}},
      {"column statistics", {"AT_SetStatistics"}},
      {"clustering", {"AT_ClusterOn"}},
      {"partition clustering", {"AT_ClusterOn"}},
      {"partition replica identity", {"AT_ReplicaIdentity"}},
  };
  return all;
}

std::optional<std::string> fault_of_table_setting(const Node& statement, const SqlObject& object,
                                                  const std::vector<std::string_view>& commands) {
  const auto list = statement.is("AlterTableStmt") ? statement.list("cmds") : std::vector<Node>();
  if (list.size() != 1 || std::find(commands.begin(), commands.end(), list[0].word("subtype")) == commands.end())
    return other_kind;
  auto part = list[0].text("name");
  if (object.kind == "partition constraint") part = list[0].child("def").text("conname");
  if (object.kind.ends_with("clustering")) part.clear();  // the index's; the object is called as its relation
  return other_name(names_of(statement.child("relation"), part), object.name);
}

std::optional<std::string> fault_of_owner(const Node& statement, const SqlObject& object) {
  if (statement.is("AlterTableStmt")) return fault_of_table_setting(statement, object, {"AT_ChangeOwner"});
  if (!statement.is("AlterOwnerStmt")) return other_kind;
  const auto names = names_of(statement.child("object"));
  return statement.child("object").is("ObjectWithArgs") ? fault_of_routine(names, object, false)
                                                        : other_name(names, object.name);
}

std::optional<std::string> fault_of_domain_setting(const Node& statement, const SqlObject& object) {
  const std::string_view wanted = object.kind == "domain default" ? "T" : object.kind == "domain not null" ? "O" : "C";
  if (!statement.is("AlterDomainStmt") || statement.text("subtype") != wanted) return other_kind;
  const auto part = wanted == "C" ? statement.child("def").text("conname") : std::string();
  ObjectNames names = statement.values("type_name");
  if (!part.empty()) names.push_back(part);
  return other_name(names, object.name);
}

std::optional<std::string> fault_of_comment(const Node& statement, const SqlObject& object) {
  if (!statement.is("CommentStmt")) return other_kind;
  const auto names = names_of(statement.child("object"));
  if (statement.child("object").is("ObjectWithArgs")) return fault_of_routine(names, object, false);
  return other_name(names, object.name);
}

// `users to app`: on what, and to whom.
std::pair<std::string, std::string> object_and_grantee(const std::string& name) {
  const auto at = name.rfind(" to ");
  return at == std::string::npos ? std::pair(name, std::string()) : std::pair(name.substr(0, at), name.substr(at + 4));
}

bool is_grantee(const Node& role, const std::string& wanted) {
  if (role.word("roletype") == "ROLESPEC_PUBLIC") return lower(wanted) == "public";
  const auto name = role.text("rolename");
  return wanted == name || wanted == quote(name);
}

// One object, one role, and nothing that reaches further.
std::optional<std::string> fault_of_grantees(const Node& grant, const std::string& grantee, bool is_grant) {
  if (grant.flag("is_grant") != is_grant) return other_kind;
  if (grant.word("behavior") == "DROP_CASCADE") return "takes rights from others as well: CASCADE";
  if (grant.child("grantor")) return "is granted by somebody else";
  const auto grantees = grant.list("grantees");
  if (grantees.size() != 1 || !is_grantee(grantees[0], grantee)) return fmt::format("is not for `{}` alone", grantee);
  return std::nullopt;
}

bool is_grant_on_columns(const Node& grant) {
  return std::ranges::any_of(grant.list("privileges"), [](const Node& right) { return !right.list("cols").empty(); });
}

// Each right of `grant on column` is on the column that the name ends in.
std::optional<std::string> fault_of_columns(const Node& grant, const std::string& column) {
  for (const auto& right : grant.list("privileges"))
    if (right.values("cols") != ObjectNames{column}) return fmt::format("is not on the column `{}` alone", column);
  return std::nullopt;
}

std::optional<std::string> fault_of_grant(const Node& statement, const SqlObject& object) {
  if (!statement.is("GrantStmt") || statement.word("targtype") != "ACL_TARGET_OBJECT") return other_kind;
  const auto [on, grantee] = object_and_grantee(object.name.name);
  if (auto fault = fault_of_grantees(statement, grantee, object.kind.starts_with("grant"))) return fault;
  const auto objects = statement.list("objects");
  if (objects.size() != 1) return "is not on one object alone";
  const auto names = names_of(objects[0]);
  const bool on_column = object.kind.ends_with("on column");
  if (on_column != is_grant_on_columns(statement)) return other_kind;
  if (objects[0].is("ObjectWithArgs")) {
    SqlObject routine = object;
    routine.name.name = on;
    return fault_of_routine(names, routine, false);
  }
  const auto dot = on_column ? on.rfind('.') : std::string::npos;
  if (auto fault = other_name(names, {object.name.schema, on.substr(0, dot)})) return fault;
  return on_column ? fault_of_columns(statement, on.substr(std::min(dot + 1, on.size()))) : std::nullopt;
}

// `tables of shop to app`
std::optional<std::string> fault_of_default_privileges(const Node& statement, const SqlObject& object) {
  if (!statement.is("AlterDefaultPrivilegesStmt")) return other_kind;
  const auto grant = statement.child("action");
  const auto [of, grantee] = object_and_grantee(object.name.name);
  if (auto fault = fault_of_grantees(grant, grantee, !object.kind.starts_with("revoked"))) return fault;
  for (const auto& option : statement.list("options")) {
    ObjectNames names;
    for (const auto& item : option.child("arg").list("items"))
      names.push_back(item.is("RoleSpec") ? item.text("rolename") : item.value());
    const bool is_schema = option.text("defname") == "schemas";
    const bool fits =
        names.size() == 1 && (is_schema ? names[0] == object.name.schema : of.ends_with(" of " + names[0]));
    if (!fits) return fmt::format("is about {} `{}`", is_schema ? "schema" : "role", joined(names));
  }
  static constexpr auto families =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"tables", "OBJECT_TABLE"},
                                                                    {"sequences", "OBJECT_SEQUENCE"},
                                                                    {"functions", "OBJECT_FUNCTION"},
                                                                    {"types", "OBJECT_TYPE"},
                                                                    {"schemas", "OBJECT_SCHEMA"}});
  const bool fits = std::ranges::any_of(families, [&](const auto& family) {
    return of.starts_with(family.first) && grant.word("objtype") == family.second;
  });
  return fits ? std::nullopt : std::optional<std::string>("is about other objects");
}

}  // namespace

std::optional<std::string> fault_of_target(const Node& statement, const SqlObject& object) {
  const auto& kind = object.kind;
  for (const auto& setting : table_settings())
    if (kind == setting.kind) return fault_of_table_setting(statement, object, setting.commands);
  if (kind == "statistics target")
    return statement.is("AlterStatsStmt") ? other_name(statement.values("defnames"), object.name)
                                          : std::optional<std::string>(other_kind);
  if (kind.starts_with("owner of ")) return fault_of_owner(statement, object);
  if (kind.starts_with("comment on ")) return fault_of_comment(statement, object);
  if (is_one_of(kind, {"domain default", "domain not null", "domain constraint"}))
    return fault_of_domain_setting(statement, object);
  if (kind.starts_with("grant on ") || kind.starts_with("revoke on ")) return fault_of_grant(statement, object);
  if (kind.ends_with("default privileges on")) return fault_of_default_privileges(statement, object);
  return fault_of_creation(statement, object);
}

// `ALTER TABLE t ADD CONSTRAINT c CHECK (…) NOT ENFORCED`, and nothing besides.
static std::optional<std::string> fault_of_unread_constraint(const Words& words, const SqlObject& object) {
  const auto add = words.end_of_path(2);
  const bool adds =
      words.is(0, "alter") && words.is(1, "table") && words.is(add, "add") && words.is(add + 1, "constraint");
  if (!adds || words.find(",") < words.size()) return other_kind;
  const auto table = qualified_name(words.path(2));
  return other_name({table.schema, table.name, qualified_name(words.path(add + 2)).name}, object.name);
}

std::optional<std::string> fault_of_unread_target(const std::string& statement, const SqlObject& object) {
  const Words words(statement);
  if (object.kind == "partition constraint") return fault_of_unread_constraint(words, object);
  const auto made = full_name({.kind = object.kind, .name = object.name, .definition = statement});
  auto at = std::size_t{words.is(1, "or") ? 3U : 1U};
  const Words kind(object.kind);
  for (std::size_t i = 0;
       i < kind.size() && !is_one_of(object.kind, {"composite type", "range type", "window function"}); ++i, ++at)
    if (!words.is(0, "create") || !words.is(at, kind.text(i))) return other_kind;
  if (made.name != object.name.name && !made.name.ends_with("." + object.name.name))
    return fmt::format("is about `{}`", made.name);
  if (is_one_of(object.kind, {"trigger", "rule", "policy"})) return std::nullopt;
  const auto path = qualified_name(words.path(at));
  return split_routine(object.name.name).name == path.name ? std::nullopt
                                                           : std::optional(fmt::format("is about `{}`", path.name));
}

}  // namespace schemac::postgresql
