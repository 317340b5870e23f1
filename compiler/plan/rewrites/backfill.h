// A new column, or one that becomes required, whose values an author has stated: the column is added without NOT NULL, filled,
// and only then required.
//
// Matches: AddColumn and SetNullability with a `backfill` intent. Every policy, size and version.
#pragma once

#include <vector>

#include "dialects/dialect.h"
#include "schema/intents.h"

namespace schemac {

std::vector<Operation> rewrite_backfills(std::vector<Operation> operations, const Intents& intents, const Schema& present, const Schema& wanted,
                                         const Dialect& dialect);

}  // namespace schemac
