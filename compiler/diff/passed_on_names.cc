#include "diff/passed_on_names.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "diff/match.h"
#include "operations/object_ids.h"

namespace schemac {
namespace {

// The name before and after; none where the operation renames no such thing.
std::optional<Move<QualifiedName>> move_of(const Operation& op) {
  if (const auto* index = std::get_if<RenameIndex>(&op.variant()))
    return Move<QualifiedName>{{index->table.schema, index->from}, {index->table.schema, index->to.text}};
  const auto* constraint = std::get_if<RenameConstraint>(&op.variant());
  if (!constraint) return std::nullopt;
  const auto brought = brought_by(constraint->table, constraint->constraint);
  const auto has_index = [](const ObjectId& id) { return id.kind == ObjectKind::relation_name; };
  if (std::ranges::none_of(brought, has_index)) return std::nullopt;
  const auto& space = constraint->table.schema;
  return Move<QualifiedName>{{space, constraint->constraint.name.text}, {space, constraint->to.text}};
}

const QualifiedName& table_of(const Operation& op) {
  const auto* index = std::get_if<RenameIndex>(&op.variant());
  return index ? index->table : std::get<RenameConstraint>(op.variant()).table;
}

// The same rename under other names.
Operation renamed(const Operation& op, const Move<QualifiedName>& move) {
  if (const auto* index = std::get_if<RenameIndex>(&op.variant()))
    return RenameIndex{index->table, move.from.name, {move.to.name, true}};
  const auto& constraint = std::get<RenameConstraint>(op.variant());
  Constraint named = constraint.constraint;
  named.name = {move.from.name, true};
  return RenameConstraint{constraint.table, std::move(named), {move.to.name, true}};
}

bool meet(const std::vector<Operation>& renames) {
  std::map<QualifiedName, const Operation*> givers;
  for (const auto& op : renames) givers.emplace(move_of(op)->from, &op);
  return std::ranges::any_of(renames, [&](const Operation& op) {
    const auto giver = givers.find(move_of(op)->to);
    return giver != givers.end() && table_of(*giver->second) != table_of(op);
  });
}

std::vector<Operation> in_order_of_names(const std::vector<Operation>& renames, std::size_t identifier_limit) {
  std::map<std::pair<QualifiedName, QualifiedName>, QualifiedName> origin;  // of a table's index on its way
  std::map<QualifiedName, QualifiedName> goal;
  std::map<QualifiedName, const Operation*> by_name;
  for (const auto& op : renames) {
    const auto move = *move_of(op);
    const auto begun = origin.find({table_of(op), move.from});
    const auto first = begun == origin.end() ? move.from : begun->second;
    origin[{table_of(op), move.to}] = first;
    goal[first] = move.to;
    by_name[first] = &op;
  }
  std::set<QualifiedName> taken;
  for (const auto& [first, last] : goal) taken.insert(first);
  const auto aside = [&](const QualifiedName& name, const std::set<QualifiedName>& all) {
    for (int number = 0;; ++number) {
      const auto suffix = number == 0 ? std::string("_schemac_aside") : fmt::format("_schemac_aside{}", number);
      const auto room = identifier_limit ? identifier_limit - suffix.size() : name.name.size();
      QualifiedName free{name.schema, name.name.substr(0, room) + suffix};
      if (!all.contains(free)) return free;
    }
  };
  std::vector<Operation> out;
  for (const auto& move : sequence_moves<QualifiedName>(goal, taken, aside)) {
    out.push_back(renamed(*by_name.at(move.from), move));
    by_name[move.to] = by_name.at(move.from);
  }
  return out;
}

}  // namespace

std::vector<Operation> with_names_passed_on(std::vector<Operation> operations, std::size_t identifier_limit) {
  const auto is_rename = [](const Operation& op) {
    const auto move = move_of(op);
    return move && !move->from.schema.empty();
  };
  std::vector<Operation> renames;
  std::ranges::copy_if(operations, std::back_inserter(renames), is_rename);
  if (!meet(renames)) return operations;
  std::erase_if(operations, is_rename);
  for (auto& op : in_order_of_names(renames, identifier_limit)) operations.push_back(std::move(op));
  return operations;
}

}  // namespace schemac
