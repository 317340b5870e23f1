// The SQL of one operation.
#pragma once

#include <vector>

#include "dialects/dialect.h"

namespace schemac::sqlite {

std::vector<Statement> statements(const Operation& operation, const Schema& before, const Schema& after);

}  // namespace schemac::sqlite
