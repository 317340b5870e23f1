// A new column, or one that becomes required, whose values an author has stated: the column is added without NOT NULL,
// filled, and only then required.
//
// Matches: AddColumn and SetNullability with a `backfill` intent. Every policy, size and version.
#pragma once

#include <vector>

#include "dialects/dialect.h"
#include "diff/diff.h"
#include "schema/intents.h"

namespace schemac {

// An expression that names a column by what it was called before `renames` is an error: it runs after them.
Result<std::vector<Operation>> rewrite_backfills(const Difference& difference, const Intents& intents,
                                                 const Dialect& dialect);

}  // namespace schemac
