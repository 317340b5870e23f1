#include "diff/resolve_renamed.h"

#include <algorithm>

#include "operations/follow_rename.h"
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

// What a server told needs no references otherwise.
void resolve_objects(const Operation& rename, Schema& schema, const Dialect& dialect) {
  const auto moves = new_names(rename, schema);
  std::vector<SqlObject> before;
  for (const auto& [key, object] : schema.sql_objects)
    if (!object->references && needs_references(key.kind) &&
        std::ranges::any_of(moves, [&](const NewName& move) { return mentions(*object, move); }))
      before.push_back(*object);
  if (before.empty()) return;
  auto after = resolved(before, schema, dialect);
  for (std::size_t at = 0; at < before.size(); ++at) {
    after[at].read_back = before[at].read_back;
    after[at].depends_on = before[at].depends_on;
    schema.sql_objects.set({after[at].kind, after[at].name}, std::move(after[at]));
  }
}

}  // namespace

std::vector<SqlObject> resolved(std::vector<SqlObject> objects, Schema schema, const Dialect& dialect) {
  for (auto& object : objects) {
    object.read_back = false;
    object.references.reset();
    schema.sql_objects.set({object.kind, object.name}, object);
  }
  dialect.resolve_objects(schema);
  for (auto& object : objects) object = *schema.sql_objects.find({object.kind, object.name});
  return objects;
}

void resolve_for_rename(const Operation& rename, Schema& schema, const Dialect& dialect) {
  if (follows_renames(schema)) resolve_objects(rename, schema, dialect);
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
