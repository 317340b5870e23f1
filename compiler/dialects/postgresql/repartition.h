// Tables whose partitioning changes. No statement of PostgreSQL does that: a new table takes the old one's place, with
// its partitions, and the rows move over within the transaction.
#pragma once

#include <vector>

#include "dialects/dialect.h"

namespace schemac::postgresql {

// Everything that is to happen to such a table, its columns, keys, indexes and partitions, as one operation.
std::vector<Operation> fuse_repartitioned(std::vector<Operation> operations, const LegaliseInput& input);

std::vector<Statement> rebuild_statements(const RebuildTable& op, const Schema& before);

}  // namespace schemac::postgresql
