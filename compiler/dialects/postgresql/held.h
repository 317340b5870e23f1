// Range types and collations that columns have stay as they are: their definition is part of every value, and of every index on them.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "dialects/dialect.h"

namespace schemac::postgresql {

// One error for each column or index that holds one which is to have another definition.
Diagnostics held_definitions(const std::vector<Operation>& operations, const LegaliseInput& input);

}  // namespace schemac::postgresql
