// What ALTER TABLE cannot do becomes one rebuild for each table, with everything else that changes about that table in
// it.
#pragma once

#include <vector>

#include "dialects/dialect.h"

namespace schemac::sqlite {

Result<std::vector<Operation>> legalise(std::vector<Operation> operations, const LegaliseInput& input);

}  // namespace schemac::sqlite
