// Operations as the servers can do them: a table's changes in one ALTER TABLE, a new table with its indexes, foreign
// keys out of the way of what they would not let pass.
#pragma once

#include <vector>

#include "dialects/dialect.h"

namespace schemac::mysql {

Result<std::vector<Operation>> legalise(std::vector<Operation> operations, const LegaliseInput& input);

}  // namespace schemac::mysql
