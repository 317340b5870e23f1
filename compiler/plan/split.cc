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
    (key && key->references != table.name && tables.contains(key->references) ? taken : kept).push_back(std::move(constraint));
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

}  // namespace

std::optional<std::vector<Operation>> split_one(const std::vector<Operation>& operations, const std::set<std::size_t>& circle,
                                                const std::vector<Operation>& members) {
  const auto tables = tables_of(members);
  for (const auto node : circle) {
    auto parts = split<CreateTable, AddConstraint>(operations[node], tables);
    if (parts.empty()) parts = split<DropTable, DropConstraint>(operations[node], tables);
    if (parts.empty()) continue;
    std::vector<Operation> out = operations;
    out[node] = parts.back();
    out.insert(out.end(), parts.begin(), parts.end() - 1);
    return out;
  }
  return std::nullopt;
}

}  // namespace schemac
