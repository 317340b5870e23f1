// Columns of tables that inherit from others: what a parent brings, takes along and leaves behind.
#pragma once

#include <vector>

#include "dialects/dialect.h"

namespace schemac::postgresql {

// What a parent brings is not made again, and what it leaves is not dropped. A column that goes from a table to its
// heirs, or comes from them, keeps its values there.
std::vector<Operation> with_columns_of_heirs(std::vector<Operation> operations, const LegaliseInput& input);

// Says of every column that comes or goes which heirs get or lose it.
void name_heirs(std::vector<Operation>& operations, const LegaliseInput& input);

}  // namespace schemac::postgresql
