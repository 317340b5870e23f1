#include "operations/constraints.h"

#include <algorithm>

#include <fmt/format.h>

#include "operations/inheritance.h"
#include "operations/object_ids.h"
#include "operations/operation.h"

namespace schemac {
namespace {

std::string title(const QualifiedName& table, const Constraint& constraint) {
  if (constraint.name.text.empty())
    return fmt::format("{} on {}", constraint_label(constraint), display(table));  // it begins with its kind
  return fmt::format("{} {} on {}", kind_name(constraint), constraint.name.text, display(table));
}

std::vector<ObjectId> target_of(const QualifiedName&, const Constraint& constraint) {
  const auto* key = std::get_if<ForeignKey>(&constraint.body);
  if (!key) return {};
  return referenced_by(*key);
}

// A generated column cannot be set to another key's value: what it is filled from counts for a foreign key.
std::vector<ObjectId> sources_of_references(const QualifiedName& table, const Constraint& constraint) {
  std::vector<ObjectId> ids;
  if (const auto* key = std::get_if<ForeignKey>(&constraint.body))
    for (const auto& column : key->columns) ids.push_back(column_facet(ObjectKind::column_default, table, column));
  return ids;
}

}  // namespace

std::string describe(const AddConstraint& op) { return "add " + title(op.table, op.constraint); }
std::string describe(const DropConstraint& op) { return "drop " + title(op.table, op.constraint); }
std::string describe(const RenameConstraint& op) {
  return fmt::format("rename {} to {}", title(op.table, op.constraint), op.to.text);
}
std::string describe(const AlterConstraint& op) {
  return fmt::format("{} {}", op.after.validated && !op.before.validated ? "validate" : "change",
                     title(op.table, op.after));
}

void apply(const AddConstraint& op, Schema& schema) {
  schema.tables.change(op.table, [&](Table& t) { t.constraints.push_back(op.constraint); });
}
void apply(const DropConstraint& op, Schema& schema) {
  schema.tables.change(op.table, [&](Table& t) {
    const auto label = constraint_label(op.constraint);
    std::erase_if(t.constraints, [&](const Constraint& c) { return constraint_label(c) == label; });
  });
}
void apply(const RenameConstraint& op, Schema& schema) {
  schema.tables.change(op.table, [&](Table& t) {
    const auto label = constraint_label(op.constraint);
    for (auto& constraint : t.constraints)
      if (constraint_label(constraint) == label) {
        constraint.name = op.to;
        break;
      }
  });
}
void apply(const AlterConstraint& op, Schema& schema) {
  schema.tables.change(op.table, [&](Table& t) {
    const auto label = constraint_label(op.before);
    for (auto& constraint : t.constraints)
      if (constraint_label(constraint) == label) constraint = op.after;
  });
}

Undo invert(const AddConstraint& op) { return {.operations = {DropConstraint{op.table, op.constraint}}}; }
Undo invert(const DropConstraint& op) { return {.operations = {AddConstraint{op.table, op.constraint}}}; }
Undo invert(const RenameConstraint& op) {
  Constraint now = op.constraint;
  now.name = op.to;
  return {.operations = {RenameConstraint{op.table, now, op.constraint.name}}};
}
Undo invert(const AlterConstraint& op) {
  if (op.after.validated == op.before.validated)
    return {.operations = {AlterConstraint{op.table, op.after, op.before}}};
  // no engine has a word for taking a validation back
  return {.operations = {DropConstraint{op.table, op.after}, AddConstraint{op.table, op.before}}};
}

Touches touches(const AddConstraint& op) {
  Touches t{.makes = brought_by(op.table, op.constraint),
            .uses = named_by(op.table, op.constraint),
            .references = target_of(op.table, op.constraint)};
  for (const auto& column : used_columns(op.constraint))
    t.uses.push_back(column_facet(ObjectKind::column_values, op.table, column));
  append(t.uses, sources_of_references(op.table, op.constraint));
  t.changes.push_back(keys_of_partitions_id(op.table));
  return t;
}

Touches touches(const DropConstraint& op) {
  Touches t{.drops = brought_by(op.table, op.constraint),
            .uses_old = named_by(op.table, op.constraint),
            .references_old = target_of(op.table, op.constraint)};
  append(t.uses_old, sources_of_references(op.table, op.constraint));
  t.changes.push_back(keys_of_partitions_id(op.table));
  if (std::holds_alternative<Check>(op.constraint.body)) t.uses.push_back(parents_id(op.table));
  return t;
}

Touches touches(const RenameConstraint& op) {
  Constraint now = op.constraint;
  now.name = op.to;
  Touches t{
      .makes = brought_by(op.table, now), .drops = brought_by(op.table, op.constraint), .uses = {table_id(op.table)}};
  // the key itself stays: foreign keys that lean on it need not move
  std::erase_if(t.makes, [](const ObjectId& id) { return id.kind == ObjectKind::key; });
  std::erase_if(t.drops, [](const ObjectId& id) { return id.kind == ObjectKind::key; });
  return t;
}

Touches touches(const AlterConstraint& op) {
  Touches t{.changes = {constraint_id(op.table, op.after)},
            .uses = named_by(op.table, op.after),
            .references = target_of(op.table, op.after)};
  for (const auto& column : used_columns(op.after))
    t.uses.push_back(column_facet(ObjectKind::column_values, op.table, column));
  return t;
}

}  // namespace schemac
