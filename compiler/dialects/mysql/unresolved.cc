// Columns that the expressions of a table name and that it does not have, and what views name. Functions are not looked
// at: which ones there are depends on the server.
#include <algorithm>
#include <array>
#include <functional>

#include "base/sql_tokens.h"
#include "dialects/mysql/expression_tree.h"
#include "dialects/mysql/mysql.h"
#include "dialects/mysql/references.h"

namespace schemac {
namespace {

class MissingColumns {
 public:
  explicit MissingColumns(const Table& table) : table_(table) {
    for (const auto& column : table.columns) {
      const ObjectId owner{ObjectKind::column, table.name, column.name};
      if (column.default_value) look_at(*column.default_value, owner);
      if (column.generated) look_at(column.generated->expression, owner);
    }
    const ObjectId owner{ObjectKind::table, table.name};
    for (const auto& constraint : table.constraints)
      if (const auto* check = std::get_if<Check>(&constraint.body)) look_at(check->expression, owner);
    for (const auto& index : table.indexes)
      for (const auto& key : index.keys)
        if (key.expression) look_at(*key.expression, owner);
  }

  std::vector<UnresolvedName> missing = {};

 private:
  void look_at(const Expression& expression, const ObjectId& owner) {
    const auto term = mysql::read_expression(expression.sql);
    if (term) look_at(*term, expression, owner);
  }

  void look_at(const mysql::Term& term, const Expression& expression, const ObjectId& owner) {
    // What these name first is no column: a sequence of MariaDB, a type or a unit.
    static constexpr auto heads = std::to_array<std::string_view>(
        {"nextval", "lastval", "setval", "get_format", "timestampadd", "timestampdiff"});
    const bool begins_otherwise =
        std::any_of(heads.begin(), heads.end(), [&](std::string_view head) { return term.is(head); });
    for (std::size_t at = begins_otherwise ? 1 : 0; at < term.parts.size(); ++at)
      look_at(term.parts[at], expression, owner);
    if (term.kind != mysql::Term::name || term.head.starts_with('@')) return;
    UnresolvedName name{
        .kind = NameKind::column, .parts = {term.head}, .owner = owner, .text = expression.sql, .of = table_.name};
    for (const auto& column : table_.columns) {
      if (equal_ignoring_case(column.name, term.head)) return;
      name.candidates.push_back(column.name);
    }
    missing.push_back(std::move(name));
  }

  const Table& table_;
};

}  // namespace

std::vector<UnresolvedName> unresolved_mysql(const Schema& schema) {
  std::vector<UnresolvedName> out;
  for (const auto& [name, table] : schema.tables) {
    auto missing = MissingColumns(*table).missing;
    std::move(missing.begin(), missing.end(), std::back_inserter(out));
  }
  std::ranges::move(mysql::missing_in_views(schema), std::back_inserter(out));
  return out;
}

}  // namespace schemac
