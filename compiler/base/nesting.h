// How deep SQL may nest. Parsers, and what walks over their trees, descend once for each parenthesis and for each
// operator in a row
// (`NOT NOT …`, `a + a + …`, `… UNION ALL …`), and the stack of a program has an end. The engines have such limits too:
// SQLite takes expressions of a depth of 1,000 and 100 parentheses, MySQL and PostgreSQL what their stacks hold.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/sql_tokens.h"

namespace schemac {

inline constexpr std::string_view nesting_limit = "500 parentheses in one another or 5,000 operators in a row";

// The place in a statement, an expression or an object's definition where it goes too deep.
std::optional<std::size_t> too_deep(std::string_view sql, const SqlLexis& lexis);

}  // namespace schemac
