// Assertions in plain SQL: a temporary table has one column for each, whose CHECK is named by what went wrong. Writing
// a false into it stops any runner that stops at errors, and the message says why.
#pragma once

#include <string>
#include <vector>

#include "operations/statement.h"

namespace schemac::sqlite {

class Checks {
 public:
  explicit Checks(std::string table) : table_(std::move(table)) {}

  // Announces an assertion; the number is its handle.
  std::size_t add(std::string message);
  bool empty() const { return messages_.empty(); }

  Statement create() const;
  // Asserts that each condition, a scalar expression, is true.
  Statement test(const std::vector<std::pair<std::size_t, std::string>>& conditions) const;
  Statement drop() const;
  Statement drop_if_there() const;

 private:
  std::string table_;
  std::vector<std::string> messages_;
};

}  // namespace schemac::sqlite
