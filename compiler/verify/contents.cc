#include "verify/contents.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"

namespace schemac {
namespace {

// The value as the plan is to leave it.
std::string with_later_labels(const KeptColumn& column, const std::string& value) {
  if (column.array) {
    auto labels = fmt::format("{}::text[]", value);
    for (const auto& [label, later] : column.labels)
      labels = fmt::format("array_replace({}, {}, {})", labels, string_literal(label), string_literal(later));
    return labels + "::text";
  }
  std::string cases;
  for (const auto& [label, later] : column.labels)
    cases += fmt::format(" WHEN {} THEN {}", string_literal(label), string_literal(later));
  return fmt::format("CASE {0}::text{1} ELSE {0}::text END", value, cases);
}

// SQLite tells 1 from '1'; the text alone would not.
std::string shown(const Dialect& dialect, const std::string& column) {
  const auto name = dialect.quote(column);
  if (dialect.traits().name == "mysql") return fmt::format("concat({})", name);
  return dialect.traits().name == "sqlite" ? fmt::format("quote({})", name) : fmt::format("{}::text", name);
}

struct Look {
  QualifiedName table;
  std::vector<std::string> values;  // as they are shown here
  std::vector<std::string> labels;  // as they are called in what comes out
};

Result<std::vector<std::string>> rows_of(const Look& look, const Dialect& dialect, Connection& connection) {
  if (look.values.empty()) return std::vector<std::string>{};
  const std::vector<std::string> query{
      fmt::format("SELECT {} FROM {}", fmt::join(look.values, ", "), dialect.quote(look.table))};
  auto answers = connection.query(query, "reading rows of");
  if (!answers) return std::unexpected(answers.error());
  std::vector<std::string> rows;
  const auto& found = *answers->front();
  for (std::size_t row = 0; row < found.size(); ++row) {
    std::string line;
    for (std::size_t at = 0; at < look.values.size(); ++at)
      line += fmt::format("{}={} ", look.labels[at],
                          found.is_null(row, at) ? "NULL" : fmt::format("<{}>", found.text(row, at)));
    rows.push_back(std::move(line));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

struct EnumNow {
  QualifiedName name;
  std::map<std::string, std::string> labels;  // what rows that held one hold
};

// Where each column and each label of `from` is while the plan runs.
class Whereabouts {
 public:
  explicit Whereabouts(const Schema& from) {
    for (const auto& [name, table] : from.tables)
      for (const auto& column : table->columns) now_[{name, column.name}] = ColumnName{name, column.name};
    for (const auto& [name, type] : from.enums) {
      auto& now = enums_[name];
      now.name = name;
      for (const auto& label : type->labels) now.labels[label] = label;
    }
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
    } else if (const auto* type = std::get_if<RenameEnum>(&operation.variant())) {
      for (auto& [was, is] : enums_)
        if (is.name == type->from) is.name = type->to;
    } else if (const auto* label = std::get_if<RenameEnumLabel>(&operation.variant())) {
      change_labels(label->type, {{label->from, label->to}});
    } else if (const auto* labels = std::get_if<AlterEnum>(&operation.variant())) {
      change_labels(labels->after.name, labels->replacements);
      for (const auto& [converted, sql] : labels->conversions) filled_.insert(converted);
    }
  }

  const std::map<std::string, std::string>* labels(const QualifiedName& type) const {
    const auto found = enums_.find(type);
    return found == enums_.end() ? nullptr : &found->second.labels;
  }

  const std::map<ColumnName, ColumnName>& now() const { return now_; }
  bool filled(const ColumnName& column) const { return filled_.contains(column); }

 private:
  void change_labels(const QualifiedName& type, const std::map<std::string, std::string>& changes) {
    for (auto& [was, is] : enums_) {
      if (is.name != type) continue;
      for (auto& [had, has] : is.labels)
        if (const auto later = changes.find(has); later != changes.end()) has = later->second;
    }
  }

  std::map<ColumnName, ColumnName> now_;
  std::map<QualifiedName, EnumNow> enums_;
  std::set<ColumnName> filled_;
};

const Column* column_of(const Schema& schema, const ColumnName& name) {
  const auto* table = schema.tables.find(name.table);
  return table ? table->columns.find(name.column) : nullptr;
}

// False when it is not known what rows hold afterwards.
bool follow_labels(const Column& column, const Schema& to, const Whereabouts& whereabouts, KeptColumn& kept) {
  if (!column.type.user_type) return true;
  const auto* labels = whereabouts.labels(*column.type.user_type);
  const auto* after = to.enums.find(*column.type.user_type);
  if (!labels || !after) return !labels && !after;
  kept.array = column.type.array;
  for (const auto& [label, later] : *labels) {
    if (std::find(after->labels.begin(), after->labels.end(), later) == after->labels.end()) return false;
    if (later != label) kept.labels[label] = later;
  }
  // an array's labels are replaced one after the other
  return !kept.array || std::none_of(kept.labels.begin(), kept.labels.end(),
                                     [&](const auto& change) { return kept.labels.contains(change.second); });
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
    KeptColumn column{.name = {was.column, is.column}};
    if (whereabouts.filled(is) || !follow_labels(*before, to, whereabouts, column)) continue;
    const Pair<QualifiedName> table{was.table, is.table};
    auto& entry = kept[table];
    entry.table = table;
    entry.columns.push_back(std::move(column));
  }
  std::vector<KeptTable> out;
  for (auto& [name, entry] : kept) out.push_back(std::move(entry));
  return out;
}

Result<Contents> contents_of(const Schema& schema, const Dialect& dialect, Connection& connection) {
  Contents contents;
  for (const auto& [name, table] : schema.tables) {
    std::vector<std::string> names, values;
    for (const auto& column : table->columns) names.push_back(column.name);
    std::sort(names.begin(), names.end());
    for (const auto& column : names) values.push_back(shown(dialect, column));
    auto rows = rows_of({name, std::move(values), std::move(names)}, dialect, connection);
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
      const auto& name = before ? column.name.from : column.name.to;
      look.values.push_back(before && !column.labels.empty() ? with_later_labels(column, dialect.quote(name))
                                                             : shown(dialect, name));
      look.labels.push_back(column.name.from);
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
