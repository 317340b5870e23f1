#include "sources/sql/postgresql/fold.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace schemac::sql {
namespace {

using Fold = void (*)(State&, const Node&);

const std::map<std::string_view, Fold>& folds() {
  static const std::map<std::string_view, Fold> table = {
      {"CreateStmt", fold_create_table},
      {"AlterTableStmt", fold_alter_table},
      {"IndexStmt", fold_create_index},
      {"CreateSeqStmt", fold_create_sequence},
      {"AlterSeqStmt", fold_alter_sequence},
      {"CreateEnumStmt", fold_create_enum},
      {"AlterEnumStmt", fold_alter_enum},
      {"CreateDomainStmt", fold_create_domain},
      {"AlterDomainStmt", fold_alter_domain},
      {"CompositeTypeStmt", fold_create_composite},
      {"CreateRangeStmt", fold_create_range},
      {"DefineStmt", fold_define},
      {"CreateExtensionStmt", fold_create_extension},
      {"CreateSchemaStmt", fold_create_schema},
      {"CreateStatsStmt", fold_create_statistics},
      {"AlterStatsStmt", fold_alter_statistics},
      {"ViewStmt", fold_create_view},
      {"CreateTableAsStmt", fold_create_as},
      {"ClusterStmt", fold_cluster},
      {"CreateFunctionStmt", fold_create_function},
      {"AlterFunctionStmt", fold_alter_function},
      {"CreateTrigStmt", fold_create_trigger},
      {"CreatePolicyStmt", fold_create_policy},
      {"AlterPolicyStmt", fold_alter_policy},
      {"RuleStmt", fold_create_rule},
      {"GrantStmt", fold_grant},
      {"AlterDefaultPrivilegesStmt", fold_default_privileges},
      {"CommentStmt", fold_comment},
      {"DropStmt", fold_drop},
      {"RenameStmt", fold_rename},
      {"AlterObjectSchemaStmt", fold_set_schema},
      {"AlterOwnerStmt", fold_owner},
      {"VariableSetStmt", fold_set},
      {"SelectStmt", fold_select},
      {"DoStmt", fold_do},
  };
  return table;
}

// Rows, roles and the session: no part of a schema.
bool is_passed_over(std::string_view kind) {
  static constexpr auto kinds = std::to_array<std::string_view>({"InsertStmt",
                                                                 "UpdateStmt",
                                                                 "DeleteStmt",
                                                                 "MergeStmt",
                                                                 "CopyStmt",
                                                                 "TruncateStmt",
                                                                 "TransactionStmt",
                                                                 "LockStmt",
                                                                 "VacuumStmt",
                                                                 "ReindexStmt",
                                                                 "CheckPointStmt",
                                                                 "DiscardStmt",
                                                                 "NotifyStmt",
                                                                 "ListenStmt",
                                                                 "UnlistenStmt",
                                                                 "ExplainStmt",
                                                                 "VariableShowStmt",
                                                                 "RefreshMatViewStmt",
                                                                 "ConstraintsSetStmt",
                                                                 "CreateRoleStmt",
                                                                 "AlterRoleStmt",
                                                                 "AlterRoleSetStmt",
                                                                 "DropRoleStmt",
                                                                 "GrantRoleStmt",
                                                                 "LoadStmt",
                                                                 "PrepareStmt",
                                                                 "ExecuteStmt",
                                                                 "DeallocateStmt",
                                                                 "DropOwnedStmt",
                                                                 "ReassignOwnedStmt",
                                                                 "AlterDatabaseStmt",
                                                                 "AlterDatabaseSetStmt",
                                                                 "CreatedbStmt",
                                                                 "DropdbStmt",
                                                                 "CreateTableSpaceStmt",
                                                                 "DropTableSpaceStmt",
                                                                 "AlterTableSpaceOptionsStmt",
                                                                 "AlterSystemStmt"});
  return std::ranges::find(kinds, kind) != kinds.end();
}

bool takes_away(const Node& statement) {
  if (statement.is("DropStmt") || statement.is("RenameStmt") || statement.is("AlterObjectSchemaStmt")) return true;
  return statement.is("AlterTableStmt") && std::ranges::any_of(statement.list("cmds"), [](const Node& command) {
           return command.word("subtype") == "AT_DropColumn";
         });
}

}  // namespace

void fold(State& state, const Node& statement) {
  const auto kind = statement.kind();
  state.takes_away = state.takes_away || takes_away(statement);
  const auto before = state.problems.size();
  if (is_passed_over(kind) || fold_unmanaged(state, statement)) return;
  const auto known = folds().find(kind);
  if (known == folds().end())
    return state.needs_server(fmt::format("a statement of a kind ({}) that is not read here", kind));
  known->second(state, statement);
  if (state.problems.size() > before) keep_unread(state, statement, before);
}

void finish(State& state) {
  finish_rights(state);  // while serials have sequences of their own
  finish_sequences(state);
  finish_partitions(state);
  finish_heirs(state);
  // a policy's parts were kept for ALTER POLICY alone
  std::vector<SqlObjectKey> policies;
  for (const auto& [key, object] : state.schema.sql_objects)
    if (key.kind == "policy") policies.push_back(key);
  for (const auto& key : policies)
    state.schema.sql_objects.change(key, [](SqlObject& object) { object.shape.clear(); });
}

}  // namespace schemac::sql
