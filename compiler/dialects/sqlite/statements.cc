#include "dialects/sqlite/statements.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/overloaded.h"
#include "dialects/sqlite/checks.h"
#include "dialects/sqlite/definitions.h"
#include "dialects/sqlite/locks.h"
#include "dialects/sqlite/names.h"
#include "dialects/sqlite/rebuild.h"

namespace schemac::sqlite {
namespace {

using TableStatements = std::vector<Statement>;

Statement catalogue(std::string sql) { return statement(std::move(sql), Effect::catalogue); }

// legalise has made every one of these part of a rebuild, or refused it.
[[noreturn]] TableStatements never(std::string_view what) {
  broken_invariant(fmt::format("SQLite says `{}` by a rebuild alone", what));
}

TableStatements rename_table(const RenameTable& op, const Schema& before, const Schema& after) {
  if (!equal_ignoring_case(op.from.name, op.to.name))
    return {catalogue(fmt::format("ALTER TABLE {} RENAME TO {}", quote(op.from), quote(op.to)))};
  // another case of the same letters is the same name: go by way of a third
  const auto between = quote(free_name("schemac_new_" + op.to.name, before, after));
  return {catalogue(fmt::format("ALTER TABLE {} RENAME TO {}", quote(op.from), between)),
          catalogue(fmt::format("ALTER TABLE {} RENAME TO {}", between, quote(op.to)))};
}

// An index has no ALTER: it is made again under the new name.
TableStatements rename_index(const RenameIndex& op, const Schema& before) {
  const Table* table = before.tables.find(op.table);
  if (!table) broken_invariant("the table of an index that is renamed is there");
  const auto at = std::find_if(table->indexes.begin(), table->indexes.end(),
                               [&](const Index& index) { return index.name.text == op.from; });
  if (at == table->indexes.end()) broken_invariant("an index that is renamed is there");
  Index made = *at;
  made.name = op.to;
  return {catalogue("DROP INDEX " + quote(op.from)), statement(create_index_sql(op.table, made), Effect::scans)};
}

TableStatements add_column(const AddColumn& op) {
  const bool looks = op.column.generated && op.column.not_null;
  return {statement(fmt::format("ALTER TABLE {} ADD COLUMN {}", quote(op.table), column_definition(op.column)),
                    looks ? Effect::scans : Effect::catalogue)};
}

TableStatements backfill(const Backfill& op, const Schema& before, const Schema& after) {
  const auto table = quote(op.table);
  const auto column = quote(op.column);
  TableStatements out;
  if (op.must_fill && !is_one_literal(op.expression, lexis)) {
    Checks checks(free_name("schemac_checks", before, after));
    const auto found = checks.add(
        fmt::format("some rows of {} have no value for {}, and its backfill yields NULL", op.table.name, op.column));
    out = {checks.create(),
           checks.test({{found, fmt::format("NOT EXISTS (SELECT 1 FROM {} WHERE {} IS NULL AND ({}) IS NULL)", table,
                                            column, op.expression)}}),
           checks.drop()};
  }
  out.push_back(statement(fmt::format("UPDATE {} SET {} = ({}) WHERE {} IS NULL", table, column, op.expression, column),
                          Effect::rewrites));
  return out;
}

TableStatements drop_object(const SqlObject& object) {
  return {catalogue(fmt::format("DROP {} {}", object.kind == "view" ? "VIEW" : "TRIGGER", quote(object.name)))};
}

}  // namespace

TableStatements statements(const Operation& operation, const Schema& before, const Schema& after) {
  return std::visit(
      Overloaded{
          [](const CreateTable& op) -> TableStatements {
            return {catalogue(create_table_sql(op.table, op.table.name.name))};
          },
          [](const DropTable& op) -> TableStatements { return {catalogue("DROP TABLE " + quote(op.table.name))}; },
          [&](const RenameTable& op) { return rename_table(op, before, after); },
          [&](const RebuildTable& op) { return rebuild_statements(op, before, after); },
          [](const AddColumn& op) { return add_column(op); },
          [](const DropColumn& op) -> TableStatements {
            return {statement(fmt::format("ALTER TABLE {} DROP COLUMN {}", quote(op.table), quote(op.column.name)),
                              Effect::rewrites)};
          },
          [](const RenameColumn& op) -> TableStatements {
            return {catalogue(
                fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", quote(op.table), quote(op.from), quote(op.to)))};
          },
          [](const CreateIndex& op) -> TableStatements {
            return {statement(create_index_sql(op.table, op.index), Effect::scans)};
          },
          [&](const RenameIndex& op) { return rename_index(op, before); },
          [](const DropIndex& op) -> TableStatements { return {catalogue("DROP INDEX " + quote(op.index.name.text))}; },
          [&](const Backfill& op) { return backfill(op, before, after); },
          [](const CreateSqlObject& op) -> TableStatements { return {catalogue(op.object.definition)}; },
          [](const DropSqlObject& op) { return drop_object(op.object); },
          [](const RenameSqlObject&) { return never("rename-sql-object"); },
          [](const RenameSchema&) { return never("rename-schema"); },
          [](const ReplaceSqlObject&) { return never("replace-sql-object"); },
          [](const SetTableAttributes&) { return never("set-table-attributes"); },
          [](const AttachPartition&) { return never("attach-partition"); },
          [](const DetachPartition&) { return never("detach-partition"); },
          [](const AlterColumnType&) { return never("alter-column-type"); },
          [](const SetNullability&) { return never("set-nullability"); },
          [](const SetDefault&) { return never("set-default"); },
          [](const SetIdentity&) { return never("set-identity"); },
          [](const DropGenerated&) { return never("drop-generated"); },
          [](const SetColumnAttributes&) { return never("set-column-attributes"); },
          [](const AddConstraint&) { return never("add-constraint"); },
          [](const DropConstraint&) { return never("drop-constraint"); },
          [](const RenameConstraint&) { return never("rename-constraint"); },
          [](const AlterConstraint&) { return never("alter-constraint"); },
          [](const SetIndexAttributes&) { return never("set-index-attributes"); },
          [](const CreateSchema&) { return never("create-schema"); },
          [](const DropSchema&) { return never("drop-schema"); },
          [](const CreateEnum&) { return never("create-enum"); },
          [](const DropEnum&) { return never("drop-enum"); },
          [](const RenameEnum&) { return never("rename-enum"); },
          [](const RenameEnumLabel&) { return never("rename-enum-label"); },
          [](const AlterEnum&) { return never("alter-enum"); },
          [](const CreateSequence&) { return never("create-sequence"); },
          [](const DropSequence&) { return never("drop-sequence"); },
          [](const RenameSequence&) { return never("rename-sequence"); },
          [](const AlterSequence&) { return never("alter-sequence"); },
          [](const SetComment&) { return never("set-comment"); },
      },
      operation.variant());
}

}  // namespace schemac::sqlite
