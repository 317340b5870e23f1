// What InnoDB refuses because of its size, foreseen: a key of more than 3072 bytes, a row of more than 65535.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace schemac::mysql {

// A sentence for each limit that the table passes. Nothing of other engines, and of columns whose character set is not
// known.
std::vector<std::string> limits_passed(const Table& table);

}  // namespace schemac::mysql
