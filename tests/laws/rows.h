// What a case expects of the rows: queries and their answers.
#pragma once

#include <string>
#include <vector>

#include "tests/support/scratch.h"

namespace schemac::test {

// One query's answer, a line a row, columns joined with `|`.
Result<std::string> answer(const std::string& query, std::size_t columns, Scratch& database);

struct Expectation {
  std::string query;
  std::string answer;
};

// `? SELECT …` and the lines of its answer, as often as a file has them.
std::vector<Expectation> read_expectations(const std::string& text);

}  // namespace schemac::test
