// What is a partition on one side and a table of its own on the other: attached or detached, with its rows, never
// dropped and made.
#pragma once

#include <vector>

#include "dialects/dialect.h"

namespace schemac {

// Writes both sides as if it were a table on both: what else differs is then a difference between two tables. The
// detachments and attachments that make this true.
std::vector<Operation> take_partition_moves(Schema& from, Schema& to, const Dialect& dialect);

}  // namespace schemac
