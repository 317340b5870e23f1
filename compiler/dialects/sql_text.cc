#include "dialects/sql_text.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/nesting.h"
#include "dialects/mysql/proof.h"
#include "dialects/postgresql/proof.h"
#include "dialects/sqlite/proof.h"

namespace schemac {
namespace {

// What tokens alone tell: that a text ends where its place ends, whatever stands in between.
std::optional<SqlFault> fault_of_tokens(std::string_view sql, const SqlLexis& lexis, bool is_list) {
  int depth = 0;
  bool empty = true;
  for (const auto& token : sql_tokens(sql, lexis, true)) {
    const auto text = token.text(sql);
    if (!token.closed)
      return SqlFault{fmt::format("holds `{}`, which is never closed", text.substr(0, 12)), token.begin};
    if (token.kind == SqlTokenKind::comment) {
      if (token.end == sql.size() && !text.starts_with("/*"))
        return SqlFault{"ends in a comment that would hide what stands behind it", token.begin};
      if (text.starts_with("/*!") || text.starts_with("/*M!"))
        return SqlFault{"holds a comment that MySQL and MariaDB take for SQL", token.begin};
      continue;
    }
    empty = false;
    if (text == "(" || text == "[") ++depth;
    if ((text == ")" || text == "]") && --depth < 0)
      return SqlFault{fmt::format("closes `{}` that it does not open", text), token.begin};
    if (text == ";") return SqlFault{"goes on behind a `;`", token.begin};
    if (text == "," && depth == 0 && !is_list) return SqlFault{"is more than one expression", token.begin};
  }
  if (empty) return SqlFault{"is empty", 0};
  return depth == 0 ? std::nullopt : std::optional(SqlFault{"leaves a parenthesis open", sql.size()});
}

std::optional<SqlFault> fault_of_depth(std::string_view sql, const Dialect& dialect) {
  const auto place = too_deep(sql, dialect.traits().lexis);
  return place
             ? std::optional(SqlFault{fmt::format("is too deeply nested, expected at most {}", nesting_limit), *place})
             : std::nullopt;
}

bool is_postgresql(const Dialect& dialect) { return dialect.traits().name == "postgresql"; }
bool is_mysql(const Dialect& dialect) { return dialect.traits().name == "mysql"; }

}  // namespace

std::optional<SqlFault> fault_of(std::string_view sql, SqlPlace place, const Dialect& dialect) {
  if (auto fault = fault_of_depth(sql, dialect)) return fault;
  if (!is_postgresql(dialect)) return fault_of_tokens(sql, dialect.traits().lexis, place == SqlPlace::exclusion);
  const auto fault = postgresql::fault_of(sql, place);
  if (!fault || !fault->newer_words) return fault;
  return fault_of_tokens(sql, dialect.traits().lexis, false);
}

std::optional<SqlFault> fault_of_parameter(const ParameterPlace& place, std::string_view key, std::string_view value,
                                           const Dialect& dialect) {
  const bool plain =
      std::ranges::all_of(key, [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '.' || c == '-'; });
  if (!plain) return SqlFault{"has a name that no parameter has", 0};
  if (auto fault = fault_of_depth(value, dialect)) return fault;
  if (is_postgresql(dialect)) return postgresql::fault_of_parameter(key, value);
  return is_mysql(dialect) ? mysql::fault_of_parameter(place, key, value) : sqlite::fault_of_parameter(key, value);
}

std::optional<SqlFault> fault_of_word(std::string_view word, SqlWord what, const Dialect& dialect) {
  return is_mysql(dialect) ? mysql::fault_of_word(word, what) : std::nullopt;  // the others have quotes for them
}

std::optional<SqlFault> fault_of(const SqlObject& object, const Dialect& dialect) {
  const bool plain = std::ranges::all_of(object.kind, [](char c) { return (c >= 'a' && c <= 'z') || c == ' '; });
  if (!plain) return SqlFault{"is of a kind that is no word of SQL", 0};
  if (auto fault = fault_of_depth(object.definition, dialect)) return fault;
  if (is_postgresql(dialect)) return postgresql::fault_of(object);
  return is_mysql(dialect) ? mysql::fault_of(object) : sqlite::fault_of(object);
}

}  // namespace schemac
