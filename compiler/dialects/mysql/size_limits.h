// What InnoDB refuses because of its size, foreseen: a key of more than 3072 bytes, a row of more than 65535.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/schema.h"

namespace schemac::mysql {

// A sentence for each limit that the table passes. Nothing of other engines, and of columns whose character set is not
// known.
std::vector<std::string> limits_passed(const Table& table);

// As many letters of the column as MariaDB takes into a key that states no length and need not be unique, where that is
// not the whole column: `KEY (body)` is `KEY (body(768))`. nullopt where the column fits, its character set is not
// known, or the table's format refuses such a key.
bool may_cut_keys(const Table& table);
std::optional<long> cut_length(const Table& table, const Column& column);

}  // namespace schemac::mysql
