// Operations that PostgreSQL would refuse, rewritten into ones it takes.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "dialects/dialect.h"

namespace schemac::postgresql {

Result<std::vector<Operation>> legalise(std::vector<Operation> operations, const LegaliseInput& input);

}  // namespace schemac::postgresql
