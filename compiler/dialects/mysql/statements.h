// The SQL of each operation.
#pragma once

#include <vector>

#include "operations/operation.h"
#include "operations/statement.h"

namespace schemac::mysql {

std::vector<Statement> statements(const Operation& operation, const Schema& before, const Schema& after);

}  // namespace schemac::mysql
