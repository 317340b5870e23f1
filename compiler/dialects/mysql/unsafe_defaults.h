// Columns that MySQL adds in several statements: it refuses ADD COLUMN with a default that gives each replica another
// value, such as (uuid()), and takes it from a column that is there.
#pragma once

#include <optional>
#include <vector>

#include "operations/statement.h"
#include "schema/schema.h"

namespace schemac::mysql {

// `before` with the columns that `after` adds, those with such a default without it and NULL; unset where one statement
// does.
std::optional<Table> with_unfilled_columns(const Table& before, const Table& after, const Engine& engine);
// Gives every row of `between` its own value.
std::vector<Statement> filling(const Table& before, const Table& between, const Table& after);

}  // namespace schemac::mysql
