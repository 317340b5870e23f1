// Constants that servers convert when a table is made, because of the columns beside them: MariaDB everywhere, MySQL 8
// where it computes a column or a key.
#pragma once

#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac::mysql {

// Of a YEAR `y = '99'` → `y = 1999`, of a BIGINT `b IN ('1', 2)` → `b IN (1, 2)`; since 11.4 of a TIMESTAMP
// `t > '2020-1-1'` → `t > TIMESTAMP'2020-01-01 00:00:00'`, and bytes beside letters of Unicode: `s = x'41'` → `s =
// 'A'`.
std::string with_kept_constants(std::string_view sql, const Table& table, const Engine& engine);

}  // namespace schemac::mysql
