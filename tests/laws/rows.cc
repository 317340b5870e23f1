#include "tests/laws/rows.h"

#include <sstream>

#include <fmt/format.h>

namespace schemac::test {

Result<std::string> answer(const std::string& query, std::size_t columns, Scratch& database) {
  auto answers = database.connection().query(std::vector{query}, "asking what a case expects");
  if (!answers) return std::unexpected(answers.error());
  std::string out;
  for (std::size_t row = 0; row < answers->front()->size(); ++row) {
    for (std::size_t column = 0; column < columns; ++column)
      out += fmt::format("{}{}", column ? "|" : "",
                         answers->front()->is_null(row, column) ? "NULL" : answers->front()->text(row, column));
    out += "\n";
  }
  return out;
}

std::vector<Expectation> read_expectations(const std::string& text) {
  std::vector<Expectation> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("? "))
      found.push_back({line.substr(2), {}});
    else if (!found.empty())
      found.back().answer += line + "\n";
  return found;
}

}  // namespace schemac::test
