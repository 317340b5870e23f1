#include "verify/contents.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace schemac {
namespace {

// SQLite tells 1 from '1'; the text alone would not.
std::string shown(const Dialect& dialect, const std::string& column) {
  const auto name = dialect.quote(column);
  if (dialect.traits().name == "mysql") return fmt::format("concat({})", name);
  return dialect.traits().name == "sqlite" ? fmt::format("quote({})", name) : fmt::format("{}::text", name);
}

struct Look {
  QualifiedName table;
  std::vector<std::string> columns;  // as they are called here
  std::vector<std::string> labels;   // as they are called in what comes out
};

Result<std::vector<std::string>> rows_of(const Look& look, const Dialect& dialect, Connection& connection) {
  if (look.columns.empty()) return std::vector<std::string>{};
  std::vector<std::string> columns;
  for (const auto& name : look.columns) columns.push_back(shown(dialect, name));
  const std::vector<std::string> query{
      fmt::format("SELECT {} FROM {}", fmt::join(columns, ", "), dialect.quote(look.table))};
  auto answers = connection.query(query, "reading rows of");
  if (!answers) return std::unexpected(answers.error());
  std::vector<std::string> rows;
  const auto& found = *answers->front();
  for (std::size_t row = 0; row < found.size(); ++row) {
    std::string line;
    for (std::size_t at = 0; at < columns.size(); ++at)
      line += fmt::format("{}={} ", look.labels[at],
                          found.is_null(row, at) ? "NULL" : fmt::format("<{}>", found.text(row, at)));
    rows.push_back(std::move(line));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

// Where each column of `from` is while the plan runs.
class Whereabouts {
 public:
  explicit Whereabouts(const Schema& from) {
    for (const auto& [name, table] : from.tables)
      for (const auto& column : table->columns) now_[{name, column.name}] = ColumnName{name, column.name};
  }

  void follow(const Operation& operation) {
    if (const auto* table = std::get_if<RenameTable>(&operation.variant())) {
      for (auto& [was, is] : now_)
        if (is.table == table->from) is.table = table->to;
    } else if (const auto* column = std::get_if<RenameColumn>(&operation.variant())) {
      for (auto& [was, is] : now_)
        if (is == ColumnName{column->table, column->from}) is.column = column->to;
    } else if (const auto* fill = std::get_if<Backfill>(&operation.variant()); fill && !fill->new_column) {
      filled_.insert({fill->table, fill->column});
    }
  }

  const std::map<ColumnName, ColumnName>& now() const { return now_; }
  bool filled(const ColumnName& column) const { return filled_.contains(column); }

 private:
  std::map<ColumnName, ColumnName> now_;
  std::set<ColumnName> filled_;
};

const Column* column_of(const Schema& schema, const ColumnName& name) {
  const auto* table = schema.tables.find(name.table);
  return table ? table->columns.find(name.column) : nullptr;
}

bool keeps_its_labels(const Type& type, const Schema& from, const Schema& to) {
  if (!type.user_type) return true;
  const auto* before = from.enums.find(*type.user_type);
  const auto* after = to.enums.find(*type.user_type);
  if (!before || !after) return !before && !after;
  return std::all_of(before->labels.begin(), before->labels.end(), [&](const std::string& label) {
    return std::find(after->labels.begin(), after->labels.end(), label) != after->labels.end();
  });
}

}  // namespace

std::vector<KeptTable> kept_by(const Plan& plan, const Schema& from, const Schema& to) {
  Whereabouts whereabouts(from);
  for (const auto* step : steps(plan)) whereabouts.follow(step->operation);
  std::map<Pair<QualifiedName>, KeptTable,
           decltype([](const auto& a, const auto& b) { return std::tie(a.from, a.to) < std::tie(b.from, b.to); })>
      kept;
  for (const auto& [was, is] : whereabouts.now()) {
    const auto* before = column_of(from, was);
    const auto* after = column_of(to, is);
    if (!before || !after || before->generated || after->generated || !(before->type == after->type)) continue;
    if (whereabouts.filled(is) || !keeps_its_labels(before->type, from, to)) continue;
    const Pair<QualifiedName> table{was.table, is.table};
    auto& entry = kept[table];
    entry.table = table;
    entry.columns.push_back({was.column, is.column});
  }
  std::vector<KeptTable> out;
  for (auto& [name, entry] : kept) out.push_back(std::move(entry));
  return out;
}

Result<Contents> contents_of(const Schema& schema, const Dialect& dialect, Connection& connection) {
  Contents contents;
  for (const auto& [name, table] : schema.tables) {
    std::vector<std::string> names;
    for (const auto& column : table->columns) names.push_back(column.name);
    std::sort(names.begin(), names.end());
    auto rows = rows_of({name, names, names}, dialect, connection);
    if (!rows) return std::unexpected(rows.error());
    contents[display(name)] = std::move(*rows);
  }
  return contents;
}

Result<Contents> contents_of(const std::vector<KeptTable>& kept, Moment moment, const Dialect& dialect,
                             Connection& connection) {
  Contents contents;
  for (const auto& entry : kept) {
    const bool before = moment == Moment::before;
    Look look{before ? entry.table.from : entry.table.to, {}, {}};
    for (const auto& column : entry.columns) {
      look.columns.push_back(before ? column.from : column.to);
      look.labels.push_back(column.from);
    }
    auto rows = rows_of(look, dialect, connection);
    if (!rows) return std::unexpected(rows.error());
    contents[display(entry.table.from)] = std::move(*rows);
  }
  return contents;
}

std::vector<std::string> lost_between(const Contents& before, const Contents& after) {
  std::vector<std::string> out;
  for (const auto& [table, rows] : before) {
    const auto found = after.find(table);
    const auto& now = found == after.end() ? std::vector<std::string>() : found->second;
    if (now == rows) continue;
    out.push_back(fmt::format("{}: {} rows before, {} after", table, rows.size(), now.size()));
    std::vector<std::string> gone;
    std::set_difference(rows.begin(), rows.end(), now.begin(), now.end(), std::back_inserter(gone));
    if (!gone.empty()) out.back() += fmt::format(", gone among them: {}", gone.front());
  }
  return out;
}

}  // namespace schemac
