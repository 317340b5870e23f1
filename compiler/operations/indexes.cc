#include "operations/indexes.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "operations/object_ids.h"
#include "operations/operation.h"

namespace schemac {
namespace {

std::string keys_of(const Index& index) {
  std::vector<std::string> keys;
  for (const auto& key : index.keys)
    keys.push_back((key.expression ? key.expression->sql : key.column) + (key.descending ? " desc" : ""));
  return fmt::format("{}", fmt::join(keys, ", "));
}

template <class F>
void change_index(Schema& schema, const QualifiedName& table, const std::string& name, F&& change) {
  schema.tables.change(table, [&](Table& t) {
    for (auto& index : t.indexes)
      if (index.name.text == name) return change(index);
  });
}

}  // namespace

std::string describe(const CreateIndex& op) {
  return fmt::format("create {}index {} on {} ({})", op.index.unique ? "unique " : "", op.index.name.text,
                     display(op.table), keys_of(op.index));
}
std::string describe(const DropIndex& op) {
  return fmt::format("drop index {} on {}", op.index.name.text, display(op.table));
}
std::string describe(const RenameIndex& op) { return fmt::format("rename index {} to {}", op.from, op.to.text); }
std::string describe(const SetIndexAttributes& op) {
  return fmt::format("set options of index {}", op.before.name.text);
}

void apply(const CreateIndex& op, Schema& schema) {
  schema.tables.change(op.table, [&](Table& t) { t.indexes.push_back(op.index); });
}
void apply(const DropIndex& op, Schema& schema) {
  schema.tables.change(op.table, [&](Table& t) {
    std::erase_if(t.indexes, [&](const Index& index) { return index.name.text == op.index.name.text; });
  });
}
void apply(const RenameIndex& op, Schema& schema) {
  change_index(schema, op.table, op.from, [&](Index& index) { index.name = op.to; });
}
void apply(const SetIndexAttributes& op, Schema& schema) {
  change_index(schema, op.table, op.before.name.text, [&](Index& index) { index.attributes = op.after; });
}

Undo invert(const CreateIndex& op) { return {.operations = {DropIndex{op.table, op.index}}}; }
Undo invert(const DropIndex& op) { return {.operations = {CreateIndex{op.table, op.index}}}; }
Undo invert(const RenameIndex& op) { return {.operations = {RenameIndex{op.table, op.to.text, {op.from, true}}}}; }
Undo invert(const SetIndexAttributes& op) {
  Index now = op.before;
  now.attributes = op.after;
  return {.operations = {SetIndexAttributes{op.table, now, op.before.attributes}}};
}

Touches touches(const CreateIndex& op) {
  Touches t{.makes = brought_by(op.table, op.index),
            .changes = {keys_of_partitions_id(op.table)},
            .uses = named_by(op.table, op.index)};
  if (op.index.unique)
    for (const auto& column : used_columns(op.index))
      t.uses.push_back(column_facet(ObjectKind::column_values, op.table, column));
  return t;
}
Touches touches(const DropIndex& op) {
  return {.drops = brought_by(op.table, op.index),
          .changes = {keys_of_partitions_id(op.table)},
          .uses_old = named_by(op.table, op.index)};
}
Touches touches(const RenameIndex& op) {
  return {.makes = {index_id(op.table, op.to.text), relation_id(op.table.schema, op.to.text)},
          .drops = {index_id(op.table, op.from), relation_id(op.table.schema, op.from)},
          .uses = {table_id(op.table)}};
}
Touches touches(const SetIndexAttributes& op) {
  return {.uses = {table_id(op.table), index_id(op.table, op.before.name.text)}};
}

}  // namespace schemac
