#include "verify/fill.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "verify/values.h"

namespace schemac {
namespace {

constexpr std::size_t rows_per_table = 3;

// How one attempt at a row looks for a column's value; what it does not find it takes from the type.
struct Attempt {
  enum class Parent { same_row, first_row, none } parent;
  enum class Value { likely, spoken, null, default_value } value;
};
constexpr std::array attempts{
    Attempt{Attempt::Parent::same_row, Attempt::Value::likely},
    Attempt{Attempt::Parent::same_row, Attempt::Value::spoken},
    Attempt{Attempt::Parent::first_row, Attempt::Value::likely},
    Attempt{Attempt::Parent::none, Attempt::Value::likely},
    Attempt{Attempt::Parent::same_row, Attempt::Value::null},
    Attempt{Attempt::Parent::none, Attempt::Value::default_value},
    Attempt{Attempt::Parent::none, Attempt::Value::null},
};

class Filler {
 public:
  Filler(const Schema& schema, const Dialect& dialect, Connection& connection, const std::set<QualifiedName>& leave_out)
      : schema_(schema), dialect_(dialect), connection_(connection), leave_out_(leave_out) {}

  // Parents before children without knowing who is whose: whatever is refused now may be taken when others have been.
  Filled run() {
    std::vector<Waiting> waiting;
    for (const auto& [name, table] : schema_.tables)
      for (std::size_t row = 0; row < rows_per_table && !leave_out_.contains(name); ++row)
        waiting.push_back({table.get(), row});
    const auto all = waiting.size();
    for (bool progress = true; progress && !waiting.empty();)
      progress = std::erase_if(waiting, [&](const Waiting& one) { return insert(one); }) > 0;
    Filled filled{.rows = all - waiting.size()};
    for (const auto& [name, table] : schema_.tables) {
      const auto refused =
          std::count_if(waiting.begin(), waiting.end(), [&](const Waiting& one) { return one.table == table.get(); });
      if (refused == rows_per_table || leave_out_.contains(name))
        filled.empty.push_back(display(name));
      else
        ++filled.tables;
    }
    return filled;
  }

 private:
  struct Waiting {
    const Table* table;
    std::size_t row;
  };

  bool insert(const Waiting& one) {
    std::vector<std::string> tried;
    for (const auto& attempt : attempts) {
      auto sql = statement(*one.table, one.row, attempt);
      if (std::find(tried.begin(), tried.end(), sql) != tried.end()) continue;
      if (connection_.execute(sql, "filling")) return true;
      tried.push_back(std::move(sql));
    }
    return false;
  }

  std::string statement(const Table& table, std::size_t row, const Attempt& attempt) const {
    std::vector<std::string> columns, values;
    for (const auto& column : table.columns) {
      if (column.generated) continue;
      auto value = value_of(table, column, row, attempt);
      if (value == "DEFAULT") continue;
      columns.push_back(dialect_.quote(column.name));
      values.push_back(std::move(value));
    }
    const auto into = fmt::format("INSERT INTO {}", dialect_.quote(table.name));
    if (columns.empty()) return into + " DEFAULT VALUES";
    const auto* overriding = dialect_.traits().name == "postgresql" ? " OVERRIDING SYSTEM VALUE" : "";
    return fmt::format("{} ({}){} VALUES ({})", into, fmt::join(columns, ", "), overriding, fmt::join(values, ", "));
  }

  std::string value_of(const Table& table, const Column& column, std::size_t row, const Attempt& attempt) const {
    if (attempt.parent != Attempt::Parent::none)
      if (auto key = parents_key(table, column.name, attempt.parent == Attempt::Parent::same_row ? row : 0);
          !key.empty())
        return key;
    auto likely = likely_value(column, row, schema_, dialect_);
    if (likely.empty()) likely = nothing_known(column, row, attempt);
    switch (attempt.value) {
      case Attempt::Value::likely: return likely;
      case Attempt::Value::spoken: {
        auto spoken = spoken_value(table, column, row, dialect_);
        return spoken.empty() ? likely : spoken;
      }
      case Attempt::Value::null: return column.not_null ? likely : "NULL";
      case Attempt::Value::default_value: return column.default_value || column.identity ? "DEFAULT" : likely;
    }
    broken_invariant("an attempt has a way to a value");
  }

  // A domain, or a type of an extension: a word first, then a number.
  static std::string nothing_known(const Column& column, std::size_t row, const Attempt& attempt) {
    if (attempt.parent == Attempt::Parent::same_row && attempt.value == Attempt::Value::likely)
      return string_literal(fmt::format("{}v", row + 1));
    if (attempt.value == Attempt::Value::spoken || column.not_null) return std::to_string(row + 1);
    return "NULL";
  }

  std::string parents_key(const Table& table, const std::string& column, std::size_t row) const {
    for (const auto& constraint : table.constraints) {
      const auto* key = std::get_if<ForeignKey>(&constraint.body);
      if (!key || key->references == table.name || key->referenced_columns.size() != key->columns.size()) continue;
      const auto at = std::find(key->columns.begin(), key->columns.end(), column);
      if (at == key->columns.end()) continue;
      std::vector<std::string> order;
      for (const auto& name : key->referenced_columns) order.push_back(dialect_.quote(name));
      const auto& wanted = order[static_cast<std::size_t>(at - key->columns.begin())];
      return fmt::format("(SELECT {} FROM {} ORDER BY {} LIMIT 1 OFFSET {})", wanted, dialect_.quote(key->references),
                         fmt::join(order, ", "), row);
    }
    return {};
  }

  const Schema& schema_;
  const Dialect& dialect_;
  Connection& connection_;
  const std::set<QualifiedName>& leave_out_;
};

}  // namespace

std::set<QualifiedName> tables_with_triggers(const Schema& schema) {
  std::set<QualifiedName> tables;
  const auto add = [&](const std::string& kind, const std::vector<ObjectId>& depends_on) {
    for (const auto& id : depends_on)
      if (kind == "trigger" && id.kind == ObjectKind::table) tables.insert(id.name);
  };
  for (const auto& [key, object] : schema.sql_objects) add(key.kind, object->depends_on);
  for (const auto& object : schema.unmanaged) add(object.kind, object.depends_on);
  return tables;
}

Filled fill(const Schema& schema, const Dialect& dialect, Connection& connection,
            const std::set<QualifiedName>& leave_out) {
  return Filler(schema, dialect, connection, leave_out).run();
}

}  // namespace schemac
