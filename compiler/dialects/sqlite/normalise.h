// The one canonical form of a SQLite schema.
#pragma once

#include "base/diagnostic.h"
#include "schema/schema.h"

namespace schemac::sqlite {

Diagnostics normalise(Schema& schema);

// Columns of the primary key that are NOT NULL without a word of it: in a table WITHOUT ROWID, and in a STRICT one,
// where the key is not the rowid under another name.
bool is_implied_not_null(const Table& table, const Column& column);

}  // namespace schemac::sqlite
