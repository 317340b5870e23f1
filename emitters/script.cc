#include "emitters/script.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/sql_tokens.h"

namespace schemac {

std::string closed(std::string_view sql) {
  // Dollar quotes count as quotes: the worst that a `$x$` of an engine without them can do is a line break too many.
  const auto tokens = sql_tokens(sql, {.dollar_quotes = true}, true);
  const bool comment_at_end = !tokens.empty() && (tokens.back().kind == SqlTokenKind::comment || !tokens.back().closed);
  return std::string(sql) + (comment_at_end ? "\n;" : ";");
}

// A body is in the SQL mode of its object, which may read quotes and backslashes in another way than this lexer: where
// a semicolon could end the statement for anybody, it gets a delimiter that its text does not hold.
static bool may_hold_statements(std::string_view sql, const std::vector<SqlToken>& tokens) {
  static constexpr auto kinds =
      std::to_array<std::string_view>({"trigger", "procedure", "function", "event", "package"});
  if (sql.find(';') == std::string_view::npos || tokens.empty()) return false;
  if (std::ranges::any_of(tokens, [&](const SqlToken& token) { return token.text(sql) == ";"; })) return true;
  return equal_ignoring_case(tokens[0].text(sql), "create") && std::ranges::any_of(tokens, [&](const SqlToken& token) {
           const auto is = [&](std::string_view kind) { return equal_ignoring_case(token.text(sql), kind); };
           return token.kind == SqlTokenKind::word && std::ranges::any_of(kinds, is);
         });
}

static std::string delimiter_for(std::string_view sql) {
  for (const char* usual : {";;", "$$", "//"})
    if (sql.find(usual) == std::string_view::npos) return usual;
  auto delimiter = std::string("$1$");
  for (int number = 2; sql.find(delimiter) != std::string_view::npos; ++number) delimiter = fmt::format("${}$", number);
  return delimiter;
}

std::string closed_for_mysql(std::string_view sql) {
  const auto tokens =
      sql_tokens(sql, {.backtick_identifiers = true, .backslash_escapes = true, .hash_comments = true}, true);
  const bool comment_at_end = !tokens.empty() && (tokens.back().kind == SqlTokenKind::comment || !tokens.back().closed);
  const auto end = comment_at_end ? "\n" : "";
  if (!may_hold_statements(sql, tokens)) return fmt::format("{}{};", sql, end);
  const auto delimiter = delimiter_for(sql);
  return fmt::format("DELIMITER {0}\n{1}{2}{0}\nDELIMITER ;", delimiter, sql, end);
}

std::string sql_comment(std::string_view text) {
  std::string out = "-- ";
  for (const char c : text) {
    if (c == '\r') continue;
    out += c;
    if (c == '\n') out += "-- ";
  }
  return out + "\n";
}

std::string slug_of(std::string_view title, std::size_t longest) {
  std::string slug;
  for (const char c : lower(title)) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (word)
      slug += c;
    else if (!slug.empty() && slug.back() != '_')
      slug += '_';
  }
  if (slug.size() > longest) {
    const auto end = slug.rfind('_', longest);
    slug.resize(end == std::string::npos || end == 0 ? longest : end);
  }
  while (slug.ends_with('_')) slug.pop_back();
  return slug.empty() ? "migration" : slug;
}

std::string title_of(const Plan& plan, std::string_view message) {
  if (!message.empty()) return std::string(message);
  if (!plan.title.empty()) return plan.title;
  const auto all = steps(plan);
  if (all.empty()) return "nothing to do";
  return all.size() == 1 ? all.front()->description
                         : fmt::format("{} and {} more", all.front()->description, all.size() - 1);
}

}  // namespace schemac
