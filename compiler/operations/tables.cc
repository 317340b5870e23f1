#include "operations/tables.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "operations/follow_rename.h"
#include "operations/inheritance.h"
#include "operations/listed_partitions.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/rename.h"

namespace schemac {
namespace {

std::vector<ObjectId> parents_of(const Attributes& attributes) {
  const auto found = attributes.find("inherits");
  std::vector<ObjectId> ids;
  if (found != attributes.end())
    for (auto& name : inherited_from(found->second)) ids.push_back(table_id(std::move(name)));
  return ids;
}

std::vector<ObjectId> all_named_by(const Table& table) {
  auto ids = parents_of(table.attributes);
  if (!table.name.schema.empty()) ids.push_back(schema_id(table.name.schema));
  for (const auto& column : table.columns) append(ids, named_by(table.name, column));
  for (const auto& constraint : table.constraints) append(ids, named_by(table.name, constraint));
  return ids;
}

std::vector<ObjectId> all_referenced_by(const Table& table) {
  std::vector<ObjectId> ids;
  for (const auto& constraint : table.constraints)
    if (const auto* key = std::get_if<ForeignKey>(&constraint.body); key && key->references != table.name)
      append(ids, referenced_by(*key));
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

// With the keys that they have of their table: foreign keys may refer to a partition.
std::vector<ObjectId> partition_ids(const std::vector<SqlObject>& partitions, const Table& table) {
  const auto keys = unique_column_sets(table);
  std::vector<ObjectId> ids;
  for (const auto& partition : partitions) {
    ids.push_back({ObjectKind::sql_object, partition.name, partition.kind});
    for (const auto& columns : keys) ids.push_back(key_id(partition.name, columns));
  }
  return ids;
}

std::vector<std::string> columns_missing_in(const Table& table, const Table& other) {
  std::vector<std::string> names;
  for (const auto& column : table.columns)
    if (const Column* kept = other.columns.find(column.name); !column.generated && (!kept || kept->generated))
      names.push_back(column.name);
  return names;
}

bool is_check(const Constraint& constraint) { return std::holds_alternative<Check>(constraint.body); }

// A table that loses a parent keeps the parent's columns and checks, as its own.
void keep_what_came_from(Table& table, const QualifiedName& parent, const Schema& schema) {
  const Table* from = schema.tables.find(parent);
  if (!from) return;
  for (const auto& column : from->columns)
    if (!table.columns.find(column.name)) table.columns.add(column);
  std::copy_if(from->constraints.begin(), from->constraints.end(), std::back_inserter(table.constraints), is_check);
  std::sort(table.constraints.begin(), table.constraints.end(), [](const Constraint& a, const Constraint& b) {
    return std::pair(a.body.index(), a.name.text) < std::pair(b.body.index(), b.name.text);
  });
  for (const auto& further : parents_of(from->attributes)) keep_what_came_from(table, further.name, schema);
}

// One that gets a parent has them from there.
void leave_to(Table& table, const QualifiedName& parent, const Schema& schema) {
  const Table* to = schema.tables.find(parent);
  if (!to) return;
  for (const auto& column : to->columns) table.columns.remove(column.name);
  std::erase_if(table.constraints, [&](const Constraint& own) {
    return is_check(own) && std::any_of(to->constraints.begin(), to->constraints.end(), [&](const Constraint& its) {
             return is_check(its) && its.name.text == own.name.text;
           });
  });
  for (const auto& further : parents_of(to->attributes)) leave_to(table, further.name, schema);
}

}  // namespace

std::string describe(const CreateTable& op) { return "create table " + display(op.table.name); }
std::string describe(const DropTable& op) { return "drop table " + display(op.table.name); }
std::string describe(const RenameTable& op) {
  if (op.from.name == op.to.name) return fmt::format("move table {} to schema {}", display(op.from), op.to.schema);
  return fmt::format("rename table {} to {}", display(op.from), display(op.to));
}
std::string describe(const SetTableAttributes& op) { return "set options of table " + display(op.table); }
std::string describe(const RebuildTable& op) {
  if (!op.copies.empty()) return "rebuild table " + display(op.after.name);
  return op.reasons.size() == 1 ? op.reasons.front() : "alter table " + display(op.after.name);
}

void apply(const CreateTable& op, Schema& schema) { schema.tables.set(op.table.name, op.table); }
void apply(const DropTable& op, Schema& schema) {
  schema.tables.erase(op.table.name);
  std::vector<QualifiedName> owned;
  for (const auto& [name, sequence] : schema.sequences)
    if (sequence->owned_by && sequence->owned_by->table == op.table.name) owned.push_back(name);
  for (const auto& name : owned) schema.sequences.erase(name);
}
void apply(const RenameTable& op, Schema& schema) {
  rename_table_everywhere(schema, op.from, op.to);
  follow_in_objects(schema, Operation(op));
}
void apply(const SetTableAttributes& op, Schema& schema) {
  const auto before = parents_of(op.before);
  const auto after = parents_of(op.after);
  schema.tables.change(op.table, [&](Table& table) {
    table.attributes = op.after;
    for (const auto& parent : before)
      if (std::find(after.begin(), after.end(), parent) == after.end()) keep_what_came_from(table, parent.name, schema);
    for (const auto& parent : after)
      if (std::find(before.begin(), before.end(), parent) == before.end()) leave_to(table, parent.name, schema);
  });
}
void apply(const RebuildTable& op, Schema& schema) {
  schema.tables.set(op.after.name, op.after);
  for (const auto& partition : op.partitions_before) schema.sql_objects.erase({partition.kind, partition.name});
  for (const auto& partition : op.partitions_after) schema.sql_objects.set({partition.kind, partition.name}, partition);
}

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
// Partitions that went with their rows come again empty.
static std::string rows_gone(const QualifiedName& table, const Attributes& before, const Attributes& after) {
  const auto gone = partitions_gone_with_rows(before, after);
  if (gone.empty()) return {};
  return fmt::format("every row of {} {} of {}", gone.size() == 1 ? "partition" : "partitions", fmt::join(gone, ", "),
                     display(table));
}

Undo invert(const SetTableAttributes& op) {
  Undo undo{.operations = {SetTableAttributes{op.table, op.after, op.before}},
            .loss = rows_gone(op.table, op.before, op.after)};
  if (!undo.loss.empty()) undo.quality = UndoQuality::loses_data;
  return undo;
}

Undo invert(const RebuildTable& op) {
  Undo undo;
  std::vector<ColumnCopy> back;
  for (const auto& column : op.before.columns)
    if (!column.generated && op.after.columns.find(column.name)) back.push_back({column.name, {}});
  std::vector<std::string> reasons;
  for (const auto& reason : op.reasons) reasons.push_back("undo: " + reason);
  undo.operations.push_back(RebuildTable{op.after, op.before, std::move(back), std::move(reasons), op.replaces,
                                         op.partitions_after, op.partitions_before});
  auto lost = columns_missing_in(op.before, op.after);
  for (const auto& copy : op.copies)  // computed over what the column held: nothing leads back to that
    if (const Column* old = op.before.columns.find(copy.column); old && !old->generated && !copy.expression.empty())
      lost.push_back(copy.column);
  // MariaDB forgets what the rows were before
  if (op.before.attributes.contains("system_versioning") && !op.after.attributes.contains("system_versioning"))
    undo = {std::move(undo.operations), UndoQuality::loses_data,
            fmt::format("the history of {}", display(op.before.name))};
  if (auto rows = rows_gone(op.before.name, op.before.attributes, op.after.attributes); !rows.empty())
    undo = {std::move(undo.operations), UndoQuality::loses_data, std::move(rows)};
  const auto counts = [](const Table& table) {
    return std::any_of(table.columns.begin(), table.columns.end(), [](const Column& column) {
      return column.identity && column.identity->kind == IdentityKind::autoincrement;
    });
  };
  if (counts(op.before) && !counts(op.after)) {
    undo.quality = UndoQuality::loses_data;
    undo.loss += fmt::format("{}the counter of {}", undo.loss.empty() ? "" : ", ", display(op.before.name));
  }
  if (!lost.empty()) {
    undo.quality = UndoQuality::loses_data;
    undo.loss += undo.loss.empty() ? "the former values of" : ", and the former values of";
    for (const auto& column : lost)
      undo.loss += fmt::format("{} {}.{}", column == lost.front() ? "" : ",", display(op.before.name), column);
  }
  return undo;
}

Touches touches(const CreateTable& op) {
  return {.makes = brought_by(op.table), .uses = all_named_by(op.table), .references = all_referenced_by(op.table)};
}

Touches touches(const DropTable& op) {
  Touches t{.drops = everything_in(op.table),
            .uses_old = all_named_by(op.table),
            .references_old = all_referenced_by(op.table)};
  for (const auto& index : op.table.indexes) append(t.uses_old, named_by(op.table.name, index));
  // a table cannot wait for itself
  t.uses_old = without(std::move(t.uses_old), t.drops);
  return t;
}

Touches touches(const RenameTable& op) {
  // a partition is renamed as a table is, and known as an object of its own
  const auto as_partition = [](const QualifiedName& name) {
    return ObjectId{ObjectKind::sql_object, name, "partition"};
  };
  Touches t{
      .makes = {table_id(op.to), relation_id(op.to.schema, op.to.name), type_id(op.to), as_partition(op.to)},
      .drops = {table_id(op.from), relation_id(op.from.schema, op.from.name), type_id(op.from), as_partition(op.from)}};
  if (op.from.schema != op.to.schema) {
    t.uses.push_back(schema_id(op.to.schema));
    t.uses_old.push_back(schema_id(op.from.schema));
  }
  return t;
}

Touches touches(const SetTableAttributes& op) {
  Touches t{.uses = {table_id(op.table)}, .uses_old = parents_of(op.before)};
  append(t.uses, parents_of(op.after));
  if (parents_of(op.before) == parents_of(op.after)) return t;
  t.changes.push_back(parents_id(op.table));
  for (const auto* attributes : {&op.before, &op.after})
    for (const auto& parent : parents_of(*attributes)) t.changes.push_back(heirs_id(parent.name));
  return t;
}

Touches touches(const RebuildTable& op) {
  const auto before = everything_in(op.before);
  const auto after = everything_in(op.after);
  Touches t{.makes = without(after, before), .drops = without(before, after), .changes = {table_id(op.after.name)}};
  if (!op.replaces) return t;
  const auto had = partition_ids(op.partitions_before, op.before);
  const auto has = partition_ids(op.partitions_after, op.after);
  append(t.makes, without(has, had));
  append(t.drops, without(had, has));
  append(t.changes, without(has, t.makes));
  t.uses = without(all_named_by(op.after), after);
  t.uses_old = without(all_named_by(op.before), before);
  // a type that both have is changed before, while its columns still stand in one table alone
  std::erase_if(t.uses_old, [&](const ObjectId& id) {
    return id.kind == ObjectKind::type && std::find(t.uses.begin(), t.uses.end(), id) != t.uses.end();
  });
  t.references = without(all_referenced_by(op.after), after);
  t.references_old = without(all_referenced_by(op.before), before);
  return t;
}

}  // namespace schemac
