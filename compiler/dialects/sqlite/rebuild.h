// The lossless rebuild of a table, and the frame that makes dropping a table harmless to the rows that refer to it.
//
// With foreign keys on, dropping a parent deletes its CASCADE children; the PRAGMA that switches them off does nothing
// inside a transaction. So: off outside, asserted; everything in one transaction; rows counted before and after; broken
// references compared before COMMIT.
#pragma once

#include <span>
#include <vector>

#include "dialects/dialect.h"

namespace schemac::sqlite {

std::vector<Statement> rebuild_statements(const RebuildTable& op, const Schema& before, const Schema& after);

}  // namespace schemac::sqlite
