#include "diff/resolve_renamed.h"

#include <algorithm>

#include "operations/rename.h"

namespace schemac {
namespace {

bool has_unresolved_expressions(const Table& table) {
  bool any = false;
  for_each_expression(table, [&](const Expression& expression) { any = any || !expression.references; });
  return any;
}

void resolve(std::vector<QualifiedName> names, Schema& schema, const Dialect& dialect) {
  std::erase_if(names, [&](const QualifiedName& name) {
    const auto* table = schema.tables.find(name);
    return !table || !has_unresolved_expressions(*table);
  });
  if (!names.empty()) dialect.resolve_expressions(schema, names);
}

}  // namespace

void resolve_for_rename(const Operation& rename, Schema& schema, const Dialect& dialect) {
  if (const auto* column = std::get_if<RenameColumn>(&rename.variant()))
    return resolve({column->table}, schema, dialect);
  if (const auto* table = std::get_if<RenameTable>(&rename.variant())) return resolve({table->from}, schema, dialect);
  const bool reaches_any_table = std::holds_alternative<RenameSchema>(rename.variant()) ||
                                 std::holds_alternative<RenameEnum>(rename.variant()) ||
                                 std::holds_alternative<RenameSequence>(rename.variant()) ||
                                 std::holds_alternative<RenameSqlObject>(rename.variant());
  if (!reaches_any_table) return;
  std::vector<QualifiedName> all;
  for (const auto& [name, table] : schema.tables) all.push_back(name);
  resolve(std::move(all), schema, dialect);
}

}  // namespace schemac
