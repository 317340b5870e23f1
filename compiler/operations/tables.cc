#include "operations/tables.h"

#include <algorithm>

#include <fmt/format.h>

#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/rename.h"

namespace schemac {
namespace {

std::vector<ObjectId> all_named_by(const Table& table) {
  std::vector<ObjectId> ids;
  if (!table.name.schema.empty()) ids.push_back(schema_id(table.name.schema));
  for (const auto& column : table.columns) append(ids, named_by(table.name, column));
  for (const auto& constraint : table.constraints) append(ids, named_by(table.name, constraint));
  return ids;
}

std::vector<ObjectId> all_referenced_by(const Table& table) {
  std::vector<ObjectId> ids;
  for (const auto& constraint : table.constraints)
    if (const auto* key = std::get_if<ForeignKey>(&constraint.body); key && key->references != table.name) append(ids, referenced_by(*key));
  return ids;
}

std::vector<ObjectId> indexes_of(const Table& table) {
  std::vector<ObjectId> ids;
  for (const auto& index : table.indexes) append(ids, brought_by(table.name, index));
  return ids;
}

// What `a` brings and `b` does not.
std::vector<ObjectId> without(std::vector<ObjectId> a, std::vector<ObjectId> b) {
  std::sort(b.begin(), b.end());
  std::erase_if(a, [&](const ObjectId& id) { return std::binary_search(b.begin(), b.end(), id); });
  return a;
}

std::vector<ObjectId> everything_in(const Table& table) {
  auto ids = brought_by(table);
  append(ids, indexes_of(table));
  return ids;
}

std::vector<std::string> columns_missing_in(const Table& table, const Table& other) {
  std::vector<std::string> names;
  for (const auto& column : table.columns)
    if (const Column* kept = other.columns.find(column.name); !column.generated && (!kept || kept->generated)) names.push_back(column.name);
  return names;
}

}  // namespace

std::string describe(const CreateTable& op) { return "create table " + display(op.table.name); }
std::string describe(const DropTable& op) { return "drop table " + display(op.table.name); }
std::string describe(const RenameTable& op) {
  if (op.from.name == op.to.name) return fmt::format("move table {} to schema {}", display(op.from), op.to.schema);
  return fmt::format("rename table {} to {}", display(op.from), display(op.to));
}
std::string describe(const SetTableAttributes& op) { return "set options of table " + display(op.table); }
std::string describe(const RebuildTable& op) { return "rebuild table " + display(op.after.name); }

void apply(const CreateTable& op, Schema& schema) { schema.tables.set(op.table.name, op.table); }
void apply(const DropTable& op, Schema& schema) {
  schema.tables.erase(op.table.name);
  std::vector<QualifiedName> owned;
  for (const auto& [name, sequence] : schema.sequences)
    if (sequence->owned_by && sequence->owned_by->table == op.table.name) owned.push_back(name);
  for (const auto& name : owned) schema.sequences.erase(name);
}
void apply(const RenameTable& op, Schema& schema) { rename_table_everywhere(schema, op.from, op.to); }
void apply(const SetTableAttributes& op, Schema& schema) {
  schema.tables.change(op.table, [&](Table& table) { table.attributes = op.after; });
}
void apply(const RebuildTable& op, Schema& schema) { schema.tables.set(op.after.name, op.after); }

Undo invert(const CreateTable& op) { return {.operations = {DropTable{op.table}}}; }

Undo invert(const DropTable& op) {
  Undo undo{.quality = UndoQuality::loses_data, .loss = fmt::format("every row of {}", display(op.table.name))};
  Table bare = op.table;
  bare.indexes.clear();
  undo.operations.push_back(CreateTable{bare});
  for (const auto& index : op.table.indexes) undo.operations.push_back(CreateIndex{op.table.name, index});
  return undo;
}

Undo invert(const RenameTable& op) { return {.operations = {RenameTable{op.to, op.from}}}; }
Undo invert(const SetTableAttributes& op) { return {.operations = {SetTableAttributes{op.table, op.after, op.before}}}; }

Undo invert(const RebuildTable& op) {
  Undo undo;
  std::vector<ColumnCopy> back;
  for (const auto& column : op.before.columns)
    if (!column.generated && op.after.columns.find(column.name)) back.push_back({column.name, {}});
  std::vector<std::string> reasons;
  for (const auto& reason : op.reasons) reasons.push_back("undo: " + reason);
  undo.operations.push_back(RebuildTable{op.after, op.before, std::move(back), std::move(reasons)});
  auto lost = columns_missing_in(op.before, op.after);
  for (const auto& copy : op.copies)  // computed over what the column held: nothing leads back to that
    if (const Column* old = op.before.columns.find(copy.column); old && !old->generated && !copy.expression.empty()) lost.push_back(copy.column);
  if (!lost.empty()) {
    undo.quality = UndoQuality::loses_data;
    undo.loss = "the former values of";
    for (const auto& column : lost) undo.loss += fmt::format("{} {}.{}", column == lost.front() ? "" : ",", display(op.before.name), column);
  }
  return undo;
}

Touches touches(const CreateTable& op) {
  return {.makes = brought_by(op.table), .uses = all_named_by(op.table), .references = all_referenced_by(op.table)};
}

Touches touches(const DropTable& op) {
  Touches t{.drops = everything_in(op.table), .uses_old = all_named_by(op.table), .references_old = all_referenced_by(op.table)};
  for (const auto& index : op.table.indexes) append(t.uses_old, named_by(op.table.name, index));
  // a table cannot wait for itself
  t.uses_old = without(std::move(t.uses_old), t.drops);
  return t;
}

Touches touches(const RenameTable& op) {
  Touches t{.makes = {table_id(op.to), relation_id(op.to.schema, op.to.name), type_id(op.to)},
            .drops = {table_id(op.from), relation_id(op.from.schema, op.from.name), type_id(op.from)}};
  if (op.from.schema != op.to.schema) {
    t.uses.push_back(schema_id(op.to.schema));
    t.uses_old.push_back(schema_id(op.from.schema));
  }
  return t;
}

Touches touches(const SetTableAttributes& op) { return {.uses = {table_id(op.table)}}; }

Touches touches(const RebuildTable& op) {
  const auto before = everything_in(op.before);
  const auto after = everything_in(op.after);
  return {.makes = without(after, before), .drops = without(before, after), .changes = {table_id(op.after.name)}};
}

}  // namespace schemac
