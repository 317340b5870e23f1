#include "plan/refresh.h"

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

}  // namespace schemac
