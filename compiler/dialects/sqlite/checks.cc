#include "dialects/sqlite/checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/sqlite/locks.h"
#include "dialects/sqlite/names.h"

namespace schemac::sqlite {

std::size_t Checks::add(std::string message) {
  messages_.push_back("schemac: " + std::move(message));
  return messages_.size() - 1;
}

Statement Checks::create() const {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < messages_.size(); ++i)
    columns.push_back(
        fmt::format("  check_{} INTEGER CONSTRAINT {} CHECK (check_{})", i + 1, quoted_always(messages_[i]), i + 1));
  return check(fmt::format("CREATE TEMP TABLE {} (\n{}\n)", quote(table_), fmt::join(columns, ",\n")));
}

Statement Checks::test(const std::vector<std::pair<std::size_t, std::string>>& conditions) const {
  std::vector<std::string> columns, values;
  for (const auto& [handle, condition] : conditions) {
    columns.push_back(fmt::format("check_{}", handle + 1));
    values.push_back("  " + condition);
  }
  return check(fmt::format("INSERT INTO temp.{} ({}) SELECT\n{}", quote(table_), fmt::join(columns, ", "),
                           fmt::join(values, ",\n")));
}

Statement Checks::drop() const { return check(fmt::format("DROP TABLE temp.{}", quote(table_))); }
Statement Checks::drop_if_there() const { return check(fmt::format("DROP TABLE IF EXISTS temp.{}", quote(table_))); }

}  // namespace schemac::sqlite
