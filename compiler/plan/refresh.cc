#include "plan/refresh.h"

#include <algorithm>
#include <concepts>

namespace schemac {
namespace {

template <class Op>
concept CarriesColumn = requires(Op op) {
  { op.before } -> std::same_as<Column&>;
};

void refresh_type_change(AlterColumnType& op, const Column& now) {
  Column after = now;
  after.type = op.after.type;
  after.collation = op.after.collation;
  op.after = after;
}

}  // namespace

void refresh(Operation& op, const Schema& before) {
  std::visit(
      [&]<class Op>(Op& what) {
        if constexpr (std::same_as<Op, AttachPartition>) {
          if (const Table* table = before.tables.find(what.partition.table.name)) what.partition.table = *table;
        } else if constexpr (CarriesColumn<Op>) {
          const Table* table = before.tables.find(what.table);
          const Column* now = table ? table->columns.find(what.before.name) : nullptr;
          if (!now) return;
          if constexpr (std::same_as<Op, AlterColumnType>) refresh_type_change(what, *now);
          what.before = *now;
        }
      },
      static_cast<OperationVariant&>(op));
}

Operation in_its_place(Operation op, const Schema& before, const Schema& wanted) {
  const auto* add = std::get_if<AddColumn>(&op.variant());
  const Table* now = add ? before.tables.find(add->table) : nullptr;
  const Table* goal = add ? wanted.tables.find(add->table) : nullptr;
  if (!now || !goal) return op;
  const auto place = [&](const Column& column) { return goal->columns.position(column.name); };
  const auto stands_before = [&](const Column& column) { return place(column) < place(add->column); };
  std::vector<Column> columns(now->columns.begin(), now->columns.end());
  const auto last = std::find_if(columns.rbegin(), columns.rend(), stands_before);
  if (last == columns.rbegin()) return op;
  columns.insert(last.base(), add->column);
  RebuildTable rebuild{.before = *now, .after = *now, .copies = {}, .reasons = {describe(op)}};
  rebuild.after.columns = {};
  for (auto& column : columns) rebuild.after.columns.add(std::move(column));
  return rebuild;
}

}  // namespace schemac
