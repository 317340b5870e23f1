#include "tests/laws/rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace schemac::test {
namespace {

// SQLite tells 1 from '1'; the text alone would not.
std::string shown(const Dialect& dialect, const std::string& column) {
  const auto name = dialect.quote(column);
  return dialect.traits().name == "sqlite" ? fmt::format("quote({})", name) : fmt::format("{}::text", name);
}

Result<std::vector<std::string>> rows_of(const Table& table, const Dialect& dialect, Scratch& database) {
  std::vector<std::string> columns, names;
  for (const auto& column : table.columns) names.push_back(column.name);
  std::sort(names.begin(), names.end());
  for (const auto& name : names) columns.push_back(shown(dialect, name));
  if (columns.empty()) return std::vector<std::string>{};
  const std::vector<std::string> query{fmt::format("SELECT {} FROM {}", fmt::join(columns, ", "), dialect.quote(table.name))};
  auto answers = database.connection().query(query, "reading rows");
  if (!answers) return std::unexpected(answers.error());
  std::vector<std::string> rows;
  const auto& found = *answers->front();
  for (std::size_t row = 0; row < found.size(); ++row) {
    std::string line;
    for (std::size_t at = 0; at < names.size(); ++at)
      line += fmt::format("{}={} ", names[at], found.is_null(row, at) ? "NULL" : fmt::format("<{}>", found.text(row, at)));
    rows.push_back(std::move(line));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace

Result<Contents> contents_of(const Schema& schema, const Dialect& dialect, Scratch& database) {
  Contents contents;
  for (const auto& [name, table] : schema.tables) {
    auto rows = rows_of(*table, dialect, database);
    if (!rows) return std::unexpected(rows.error());
    contents[display(name)] = std::move(*rows);
  }
  return contents;
}

Result<std::string> answer(const std::string& query, std::size_t columns, Scratch& database) {
  auto answers = database.connection().query(std::vector{query}, "asking what a case expects");
  if (!answers) return std::unexpected(answers.error());
  std::string out;
  for (std::size_t row = 0; row < answers->front()->size(); ++row) {
    for (std::size_t column = 0; column < columns; ++column)
      out += fmt::format("{}{}", column ? "|" : "", answers->front()->is_null(row, column) ? "NULL" : answers->front()->text(row, column));
    out += "\n";
  }
  return out;
}

}  // namespace schemac::test
