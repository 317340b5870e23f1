#include "diff/partition_moves.h"

#include <algorithm>

#include "diff/dependencies.h"
#include "operations/object_ids.h"

namespace schemac {
namespace {

// The partitions of `with` that are tables in `without`, as both.
std::vector<Partition> moved(const Schema& with, const Schema& without, const Dialect& dialect) {
  std::vector<Partition> found;
  for (const auto& [key, object] : with.sql_objects) {
    if (key.kind != "partition" || !without.tables.contains(key.name) || with.tables.contains(key.name)) continue;
    auto partition = dialect.as_table(*object, with);
    if (!partition) continue;
    if (!object->read_back) partition->object.depends_on = dependencies_of(*object, with, dialect);
    found.push_back(std::move(*partition));
  }
  return found;
}

// Columns and constraints of the parent that only `with` has.
std::vector<ObjectId> parts_missing(const QualifiedName& parent, const Schema& with, const Schema& without) {
  const Table* had = with.tables.find(parent);
  const Table* has = without.tables.find(parent);
  std::vector<ObjectId> missing;
  if (!had || !has) return missing;
  for (const auto& column : had->columns)
    if (!has->columns.find(column.name)) missing.push_back(column_id(parent, column.name));
  for (const auto& constraint : had->constraints)
    if (std::none_of(has->constraints.begin(), has->constraints.end(),
                     [&](const Constraint& other) { return other.name.text == constraint.name.text; }))
      missing.push_back(constraint_id(parent, constraint));
  return missing;
}

// The engine chose the names of what comes along, and keeps them.
void keep_names(Table& table) {
  for (auto& constraint : table.constraints) constraint.name.stated = true;
  for (auto& index : table.indexes) index.name.stated = true;
}

void become_table(const Partition& partition, Schema& schema) {
  schema.sql_objects.erase({partition.object.kind, partition.object.name});
  schema.tables.set(partition.table.name, partition.table);
}

}  // namespace

std::vector<Operation> take_partition_moves(Schema& from, Schema& to, const Dialect& dialect) {
  std::vector<Operation> moves;
  auto leave = moved(from, to, dialect);
  for (auto& partition : leave) keep_names(partition.table);
  const auto join = moved(to, from, dialect);
  for (const auto& partition : leave)
    moves.emplace_back(DetachPartition{partition, parts_missing(partition.parent, to, from)});
  for (const auto& partition : join)
    moves.emplace_back(AttachPartition{partition, parts_missing(partition.parent, from, to)});
  for (const auto& partition : leave) become_table(partition, from);
  for (const auto& partition : join) become_table(partition, to);
  return moves;
}

}  // namespace schemac
