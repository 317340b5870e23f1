// What stands behind PARTITION BY: one form of it.
#pragma once

#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac::mysql {

// Words in capitals, functions in small letters, one space between two words; how many partitions there are is seen
// where they are listed. MySQL 5.7 keeps expressions as they were typed, and shows them in its catalogue: there they
// stay as they are.
std::string canonical_partitioning(std::string text, const Table& table, const Engine& engine);

bool is_partitioning(std::string_view text);
// The same way, whatever parentheses MySQL 8 writes around each operator.
bool same_partitioning(std::string_view a, std::string_view b);

}  // namespace schemac::mysql
