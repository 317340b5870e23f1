// What is wanted and not managed, and not there either: an operator, a foreign table, a type of its own. It is made by
// hand, and before the plan that needs it.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "dialects/dialect.h"

namespace schemac::postgresql {

// One error for each operation that makes what needs such an object.
Diagnostics needed_by_hand(const std::vector<Operation>& operations, const LegaliseInput& input);

}  // namespace schemac::postgresql
