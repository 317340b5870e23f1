// Operations on rows.
#pragma once

#include <string>
#include <vector>

#include "operations/touches.h"
#include "operations/undo.h"
#include "schema/schema.h"

namespace schemac {

// Fills a column where it is NULL: UPDATE table SET column = expression WHERE column IS NULL.
// Rows where the expression yields NULL are found before anything is written when `must_fill`.
struct Backfill {
  QualifiedName table;
  std::string column;
  std::string expression;                   // the engine's own SQL
  bool must_fill = false;                   // the column becomes NOT NULL
  bool new_column = false;                  // made by this plan: undoing it takes the values away with it
  std::vector<std::string> reads = {};      // columns that stay
  std::vector<std::string> reads_old = {};  // columns about to be dropped
  bool operator==(const Backfill&) const = default;
};

std::string describe(const Backfill&);
void apply(const Backfill&, Schema&);
Undo invert(const Backfill&);
Touches touches(const Backfill&);

}  // namespace schemac
