// `a || b` is OR to MySQL and MariaDB, and joins texts where the SQL mode is PIPES_AS_CONCAT. Neither server stores it:
// what it means is decided when a statement is read.
#pragma once

#include <string>
#include <string_view>

namespace schemac::mysql {

bool has_pipes(std::string_view sql);

// The same expression in words that mean one thing in every mode: `a or b`, or `concat(a,b)`. Where the mode joins
// texts the operator binds more strongly than arithmetic: `1 + a || b COLLATE c` is `1 + concat(a,b COLLATE c)`.
std::string without_pipes(std::string_view sql, bool joins_texts);

}  // namespace schemac::mysql
