// What a statement about an object given as SQL locks, by its own words.
#pragma once

#include <string>

#include "operations/statement.h"
#include "schema/schema.h"

namespace schemac::postgresql {

// `before` tells what else hangs on a partition: its siblings, and the tables its keys refer to.
Statement locking(std::string sql, const Schema& before);
// What a statement does to a partitioned table it does to the partitions as well, and locks them alike.
void lock_partitions(Statement& statement, const Schema& before);

}  // namespace schemac::postgresql
