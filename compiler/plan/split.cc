#include "plan/split.h"

#include <algorithm>

namespace schemac {
namespace {

// Tables that some member makes or drops.
std::set<QualifiedName> tables_of(const std::vector<Operation>& members) {
  std::set<QualifiedName> tables;
  for (const auto& op : members) {
    const auto t = touches(op);
    for (const auto* ids : {&t.makes, &t.drops})
      for (const auto& id : *ids) tables.insert(id.name);
  }
  return tables;
}

// Takes the foreign keys that lead to another table of the circle out of `table`.
std::vector<Constraint> take_out(Table& table, const std::set<QualifiedName>& tables) {
  std::vector<Constraint> taken, kept;
  for (auto& constraint : table.constraints) {
    const auto* key = std::get_if<ForeignKey>(&constraint.body);
    (key && key->references != table.name && tables.contains(key->references) ? taken : kept)
        .push_back(std::move(constraint));
  }
  table.constraints = std::move(kept);
  return taken;
}

template <class TableOperation, class ConstraintOperation>
std::vector<Operation> split(const Operation& op, const std::set<QualifiedName>& tables) {
  const auto* whole = std::get_if<TableOperation>(&op.variant());
  if (!whole) return {};
  TableOperation rest = *whole;
  const auto taken = take_out(rest.table, tables);
  if (taken.empty()) return {};
  std::vector<Operation> parts;
  for (const auto& constraint : taken) parts.emplace_back(ConstraintOperation{rest.table.name, constraint});
  parts.emplace_back(std::move(rest));
  return parts;
}

// Objects given as SQL that some member makes or drops: a function that a table's default calls, and that returns the
// table's rows.
std::set<ObjectId> objects_of(const std::vector<Operation>& members) {
  std::set<ObjectId> ids;
  for (const auto& op : members) {
    const auto t = touches(op);
    for (const auto* list : {&t.makes, &t.drops, &t.changes})
      for (const auto& id : *list)
        if (id.kind == ObjectKind::sql_object) ids.insert(id);
  }
  return ids;
}

bool mentions(const Expression& expression, const std::set<ObjectId>& ids) {
  return std::any_of(expression.objects.begin(), expression.objects.end(),
                     [&](const ObjectId& id) { return ids.contains(id); });
}

std::vector<Constraint> take_out_checks(Table& table, const std::set<ObjectId>& ids) {
  std::vector<Constraint> taken, kept;
  for (auto& constraint : table.constraints) {
    const auto* check = std::get_if<Check>(&constraint.body);
    (check && mentions(check->expression, ids) ? taken : kept).push_back(std::move(constraint));
  }
  table.constraints = std::move(kept);
  return taken;
}

// A new table gets its defaults and checks when the functions are there; an old one loses them before the functions go.
template <class TableOperation, class ConstraintOperation>
std::vector<Operation> split_calls(const Operation& op, const std::set<ObjectId>& ids, bool sets) {
  const auto* whole = std::get_if<TableOperation>(&op.variant());
  if (!whole) return {};
  TableOperation rest = *whole;
  std::vector<Operation> parts;
  for (auto& column : rest.table.columns) {
    if (!column.default_value || !mentions(*column.default_value, ids)) continue;
    const Column full = column;
    column.default_value.reset();
    parts.emplace_back(SetDefault{rest.table.name, sets ? column : full, sets ? full.default_value : std::nullopt});
  }
  for (auto& check : take_out_checks(rest.table, ids))
    parts.emplace_back(ConstraintOperation{rest.table.name, std::move(check)});
  if (parts.empty()) return {};
  parts.emplace_back(std::move(rest));
  return parts;
}

// What was to be put in another's place goes first and comes again later.
std::vector<Operation> split_replacement(const Operation& op) {
  const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant());
  if (!replace || invert(DropSqlObject{replace->before}).quality != UndoQuality::exact) return {};
  return {DropSqlObject{replace->before}, CreateSqlObject{replace->after}};
}

}  // namespace

std::optional<Split> split_one(const std::vector<Operation>& operations, const std::set<std::size_t>& circle,
                               const std::vector<Operation>& members) {
  const auto tables = tables_of(members);
  const auto objects = objects_of(members);
  for (const auto node : circle) {
    auto parts = split<CreateTable, AddConstraint>(operations[node], tables);
    if (parts.empty()) parts = split<DropTable, DropConstraint>(operations[node], tables);
    if (parts.empty()) parts = split_calls<CreateTable, AddConstraint>(operations[node], objects, true);
    if (parts.empty()) parts = split_calls<DropTable, DropConstraint>(operations[node], objects, false);
    if (parts.empty()) parts = split_replacement(operations[node]);
    if (!parts.empty()) return Split{node, std::move(parts)};
  }
  return std::nullopt;
}

}  // namespace schemac
