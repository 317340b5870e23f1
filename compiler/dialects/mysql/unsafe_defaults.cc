#include "dialects/mysql/unsafe_defaults.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/mysql/locks.h"
#include "dialects/mysql/names.h"

namespace schemac::mysql {
namespace {

bool is_unsafe(const Column& column) {
  static constexpr std::string_view functions = " uuid uuid_short rand random_bytes sysdate ";
  if (!column.default_value) return false;
  const auto& sql = column.default_value->sql;
  const auto tokens = sql_tokens(sql, lexis);
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at)
    if (tokens[at + 1].text(sql) == "(" &&
        functions.find(" " + lower(unquoted(tokens[at].text(sql))) + " ") != std::string_view::npos)
      return true;
  return false;
}

using Columns = std::vector<Column>;

// The place in `columns` behind the last of those that stand before position `at` of the wanted table.
Columns::iterator behind_its_predecessor(Columns& columns, const Table& wanted, std::size_t at) {
  while (at > 0)
    if (const auto found = std::ranges::find(columns, wanted.columns[--at].name, &Column::name); found != columns.end())
      return found + 1;
  return columns.begin();
}

}  // namespace

std::optional<Table> with_unfilled_columns(const Table& before, const Table& after, const Engine& engine) {
  if (is_mariadb(engine) || engine.major == 0) return {};
  const auto is_new = [&](const Column& column) { return !before.columns.find(column.name); };
  const bool adds = std::ranges::any_of(after.columns, is_new);
  // nor does it change one that has such a default in a statement that adds any column
  const auto is_refused = [&](const Column& column) {
    const auto* had = before.columns.find(column.name);
    return is_unsafe(column) && (!had || !(*had == column));
  };
  if (!adds || std::ranges::none_of(after.columns, is_refused)) return {};
  Columns columns(before.columns.begin(), before.columns.end());
  for (std::size_t at = 0; at < after.columns.size(); ++at) {
    auto column = after.columns[at];
    if (!is_new(column)) continue;
    if (is_unsafe(column)) {
      column.default_value.reset();
      column.not_null = false;
    }
    columns.insert(behind_its_predecessor(columns, after, at), std::move(column));
  }
  Table between = before;
  between.columns = {};
  for (auto& column : columns) between.columns.add(std::move(column));
  return between;
}

std::vector<Statement> filling(const Table& before, const Table& between, const Table& after) {
  std::vector<std::string> values;
  bool any = false;
  for (const auto& column : between.columns) {
    const auto* has = after.columns.find(column.name);
    if (!before.columns.find(column.name) && has && is_unsafe(*has)) {
      any = true;
      values.push_back(fmt::format("{} = ({})", quote(column.name), has->default_value->sql));
    } else if (column.attributes.contains("on_update")) {
      values.push_back(fmt::format("{0} = {0}", quote(column.name)));  // nobody changes these rows
    }
  }
  if (!any) return {};
  auto update = on_table(fmt::format("UPDATE {} SET {}", quote(after.name), fmt::join(values, ", ")), after.name);
  update.scans = update.rewrites = true;
  return {std::move(update)};
}

}  // namespace schemac::mysql
