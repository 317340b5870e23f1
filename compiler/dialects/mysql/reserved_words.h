// Words that a column may be called only in quotes.
#pragma once

#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac::mysql {

// In whatever letters.
bool names_column(const Table& table, std::string_view word);

// `rank < 5` → "`rank` < 5" where the table has a column of that name. Words that an expression has a use for itself
// (`in`, `case`, `interval`) stay as they are.
std::string with_quoted_columns(std::string_view sql, const Table& table);

}  // namespace schemac::mysql
