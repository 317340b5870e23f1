#include "operations/data.h"

#include <fmt/format.h>

#include "operations/object_ids.h"
#include "operations/operation.h"

namespace schemac {

std::string describe(const Backfill& op) {
  return fmt::format("backfill {}.{} from {}", display(op.table), op.column, op.expression);
}

void apply(const Backfill&, Schema&) {}

Undo invert(const Backfill& op) {
  if (op.new_column) return {};
  return {.operations = {},
          .quality = UndoQuality::loses_data,
          .loss = fmt::format("which rows of {}.{} were NULL", display(op.table), op.column)};
}

Touches touches(const Backfill& op) {
  Touches t{.changes = {column_facet(ObjectKind::column_values, op.table, op.column)},
            .uses = {table_id(op.table), column_id(op.table, op.column),
                     column_facet(ObjectKind::column_type, op.table, op.column)}};
  for (const auto& column : op.reads)
    append(t.uses, {column_id(op.table, column), column_facet(ObjectKind::column_type, op.table, column)});
  for (const auto& column : op.reads_old)
    append(t.uses_old, {column_id(op.table, column), column_facet(ObjectKind::column_type, op.table, column)});
  return t;
}

}  // namespace schemac
