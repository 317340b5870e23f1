// What a case expects of the rows: queries and their answers.
#pragma once

#include <string>

#include "tests/support/scratch.h"

namespace schemac::test {

// One query's answer, a line a row, columns joined with `|`.
Result<std::string> answer(const std::string& query, std::size_t columns, Scratch& database);

}  // namespace schemac::test
