#include "base/nesting.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace schemac {
namespace {

// An operator in front of its operand (`- - 1`, `NOT NOT a`) costs readers more of the stack than one behind it.
constexpr std::size_t of_operator = 4, of_prefix = 12, of_parenthesis = 40, deepest = 500 * of_parenthesis;

bool is_operator(const SqlToken& token, std::string_view text) {
  static constexpr auto words = std::to_array<std::string_view>(
      {"and",     "or",     "not",    "xor",       "is",     "isnull",  "notnull", "in",    "like", "ilike",
       "similar", "regexp", "rlike",  "glob",      "match",  "between", "div",     "mod",   "at",   "collate",
       "binary",  "case",   "when",   "then",      "else",   "join",    "left",    "right", "full", "natural",
       "cross",   "union",  "except", "intersect", "select", "values",  "exists",  "any",   "all"});
  if (token.kind == SqlTokenKind::symbol) return text != "." && text != ")" && text != "]";
  return token.kind == SqlTokenKind::word && std::any_of(words.begin(), words.end(), [&](std::string_view word) {
           return equal_ignoring_case(word, text);
         });
}

}  // namespace

std::optional<std::size_t> too_deep(std::string_view sql, const SqlLexis& lexis) {
  if (sql.size() < deepest / of_parenthesis) return std::nullopt;
  // what stands around a place, by parenthesis; commas and semicolons end what stood in a row
  std::vector<std::size_t> outside;
  std::size_t here = 0, depth = 0;
  bool behind_operator = true;
  for (const auto& token : sql_tokens(sql, lexis)) {
    const auto text = token.text(sql);
    const bool is_prefix = std::exchange(behind_operator, text == "(" || text == "," || is_operator(token, text));
    if (text == "(" || text == "[") {
      depth += here + of_parenthesis;
      outside.push_back(here);
      here = 0;
    } else if (text == ")" || text == "]") {
      if (outside.empty()) continue;
      here = outside.back();
      depth -= here + of_parenthesis;
      outside.pop_back();
    } else if (text == "," || text == ";") {
      here = 0;
    } else if (is_operator(token, text)) {
      here += is_prefix ? of_prefix : of_operator;
    }
    if (depth + here > deepest) return token.begin;
  }
  return std::nullopt;
}

}  // namespace schemac
