// What the tables hold, as text, to be compared before and after.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dialects/dialect.h"
#include "schema/schema.h"
#include "tests/support/scratch.h"

namespace schemac::test {

// Table → its rows, sorted, each a line of `column=value`.
using Contents = std::map<std::string, std::vector<std::string>>;

Result<Contents> contents_of(const Schema& schema, const Dialect& dialect, Scratch& database);

// One query's answer, a line a row, columns joined with `|`.
Result<std::string> answer(const std::string& query, std::size_t columns, Scratch& database);

}  // namespace schemac::test
