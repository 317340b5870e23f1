#include "dialects/mysql/foreign_key_limits.h"

#include <algorithm>

#include <fmt/format.h>

#include "dialects/mysql/names.h"

namespace schemac::mysql {
namespace {

class Limits {
 public:
  Limits(const Table& table, const Constraint& constraint, const Engine& engine)
      : table_(table), constraint_(constraint), key_(std::get<ForeignKey>(constraint.body)), engine_(engine) {}

  Diagnostics run() {
    for (const auto& name : key_.columns)
      if (const auto* column = table_.columns.find(name)) judge(*column);
    return std::move(found_);
  }

 private:
  bool empties() const {
    return key_.on_delete == ReferentialAction::set_null || key_.on_update == ReferentialAction::set_null;
  }
  bool changes_the_column() const { return empties() || key_.on_update == ReferentialAction::cascade; }
  bool of_mysql() const { return engine_.major != 0 && !is_mariadb(engine_); }

  void judge(const Column& column) {
    if (empties() && column.not_null)
      error("null-where-none-may-be", column, "is NOT NULL, and the key sets it NULL",
            "let the column be empty, or say another action");
    if (column.generated && changes_the_column())
      error("key-changes-generated", column, "is computed, and the key would change it", "leave the action out");
    if (column.generated && !column.generated->stored && of_mysql())
      error("key-on-virtual", column, "is VIRTUAL, which MySQL lets no foreign key compare", "make it STORED");
    // the actions that MySQL takes for a change of what is computed
    if (changes_the_column() || (of_mysql() && key_.on_delete == ReferentialAction::cascade))
      if (const auto* computed = stored_from(column))
        error(
            "key-changes-source", column,
            fmt::format("is what stored column `{}` is computed from, and the key has an action on it", computed->name),
            "make that one VIRTUAL, or leave the action out");
    if (changes_the_column())
      if (const auto* check = check_of(column))
        error("key-changes-checked", column,
              fmt::format("is looked at by check `{}`, and the key changes it unasked", check->name.text),
              "leave out the check or the action");
  }

  const Column* stored_from(const Column& source) const {
    const auto at = std::find_if(table_.columns.begin(), table_.columns.end(), [&](const Column& column) {
      return column.generated && column.generated->stored && names(column.generated->expression, source);
    });
    return at == table_.columns.end() ? nullptr : &*at;
  }

  const Constraint* check_of(const Column& column) const {
    for (const auto& constraint : table_.constraints)
      if (const auto* check = std::get_if<Check>(&constraint.body); check && names(check->expression, column))
        return &constraint;
    return nullptr;
  }

  static bool names(const Expression& expression, const Column& column) {
    return std::find(expression.columns.begin(), expression.columns.end(), column.name) != expression.columns.end();
  }

  void error(std::string code, const Column& column, const std::string& what, const std::string& way_out) {
    found_.push_back(
        error_at(std::move(code),
                 fmt::format("found foreign key `{}` of `{}`, whose column `{}` {}: the server refuses that; {}",
                             constraint_.name.text, table_.name.name, column.name, what, way_out)));
  }

  const Table& table_;
  const Constraint& constraint_;
  const ForeignKey& key_;
  const Engine& engine_;
  Diagnostics found_;
};

}  // namespace

Diagnostics impossible_actions(const Table& table, const Constraint& constraint, const Engine& engine) {
  return Limits(table, constraint, engine).run();
}

}  // namespace schemac::mysql
