#include "dialects/sqlite/proof.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "dialects/sqlite/names.h"

namespace schemac::sqlite {

// A trigger ends with the END of its BEGIN; CASE ends with one too.
std::optional<SqlFault> fault_of_parameter(std::string_view key, std::string_view value) {
  static constexpr std::string_view ways[] = {"rollback", "abort", "fail", "ignore", "replace"};
  const bool is_conflict = key == "on_conflict" || key == "not_null_on_conflict";
  if (is_conflict && std::ranges::find(ways, lower(value)) == std::end(ways))
    return SqlFault{"is no way to resolve a conflict, expected rollback, abort, fail, ignore or replace", 0};
  const bool is_word = std::ranges::all_of(value, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
  if (key == "match" && !is_word) return SqlFault{"is no word, expected full, partial or simple", 0};
  return std::nullopt;
}

std::optional<SqlFault> fault_of(const SqlObject& object) {
  const std::string_view sql = object.definition;
  const auto tokens = sql_tokens(sql, lexis);
  int depth = 0;
  bool in_body = false;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const auto text = tokens[at].text(sql);
    const bool word = tokens[at].kind == SqlTokenKind::word;
    if (!tokens[at].closed)
      return SqlFault{fmt::format("holds `{}`, which is never closed", text.substr(0, 12)), tokens[at].begin};
    if (text == ";" && depth <= 0 && at + 1 < tokens.size() && tokens[at + 1].text(sql) != ";")
      return SqlFault{"goes on behind a `;`", tokens[at + 1].begin};
    if (!word || object.kind != "trigger" || (at > 0 && tokens[at - 1].text(sql) == ".")) continue;
    if (equal_ignoring_case(text, "begin") && !in_body) {
      in_body = true;
      depth = 1;
    } else if (in_body && equal_ignoring_case(text, "case")) {
      ++depth;
    } else if (in_body && equal_ignoring_case(text, "end")) {
      --depth;
    }
  }
  return std::nullopt;
}

}  // namespace schemac::sqlite
