#include "dialects/sqlite/expressions.h"

#include <algorithm>

#include "base/diagnostic.h"
#include "dialects/sqlite/dependencies.h"
#include "dialects/sqlite/names.h"

namespace schemac::sqlite {
namespace {

struct SqliteWord {
  SqlTokenKind kind;
  std::string text;
  bool spaced = false;  // white space or a comment stood before it
};

std::vector<SqliteWord> sqlite_words_of(std::string_view sql) {
  std::vector<SqliteWord> words;
  std::size_t last = 0;
  for (const auto& token : sql_tokens(sql, lexis)) {
    words.push_back({token.kind, std::string(token.text(sql)), !words.empty() && token.begin > last});
    last = token.end;
  }
  return words;
}

bool is_symbol(const SqliteWord& word, std::string_view text) {
  return word.kind == SqlTokenKind::symbol && word.text == text;
}

// True when the first parenthesis closes at the very end.
bool wrapped(const std::vector<SqliteWord>& words) {
  if (words.size() < 3 || !is_symbol(words.front(), "(")) return false;
  int depth = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_symbol(words[i], "(")) ++depth;
    if (is_symbol(words[i], ")") && --depth == 0) return i + 1 == words.size();
  }
  return false;
}

void strip_outer_parentheses(std::vector<SqliteWord>& words) {
  while (wrapped(words)) {
    words.erase(words.begin());
    words.pop_back();
  }
  if (!words.empty()) words.front().spaced = false;
}

bool names(const SqliteWord& word) {
  return word.kind == SqlTokenKind::quoted_identifier || (word.kind == SqlTokenKind::word && !is_keyword(word.text));
}

std::string joined(const std::vector<SqliteWord>& words) {
  std::string out;
  for (const auto& word : words) out += (word.spaced ? " " : "") + word.text;
  return out;
}

// `users.age` → `age`: an expression of a table sees no other table, and the working table of a rebuild has another
// name.
void strip_qualifiers(std::vector<SqliteWord>& words, const Table& table) {
  for (std::size_t i = 0; i + 2 < words.size(); ++i) {
    if (!names(words[i]) || !equal_ignoring_case(unquoted(words[i].text), table.name.name) ||
        !is_symbol(words[i + 1], "."))
      continue;
    words[i + 2].spaced = words[i].spaced;
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i), words.begin() + static_cast<std::ptrdiff_t>(i) + 2);
  }
}

const Column* column_of(const Table& table, const SqliteWord& word) {
  const auto name = unquoted(word.text);
  const auto at = std::find_if(table.columns.begin(), table.columns.end(),
                               [&](const Column& column) { return equal_ignoring_case(column.name, name); });
  return at == table.columns.end() ? nullptr : &*at;
}

// Words of the grammar that SQLite takes for a name where they stand as one, apart from those that mean something in an
// expression.
bool may_be_a_name(std::string_view word) {
  static constexpr std::string_view words =
      " abort action after always analyze asc attach before begin by cascade column conflict current database deferred "
      "desc detach do each "
      "exclude exclusive explain fail first following for generated groups ignore immediate initially instead key last "
      "materialized no nulls of "
      "offset others partition plan pragma preceding query range recursive reindex release rename replace restrict "
      "rollback row rows savepoint "
      "temp temporary ties trigger unbounded vacuum view virtual window without ";
  return words.find(" " + lower(word) + " ") != std::string_view::npos;
}

// `last < 5`, where there is such a column, is `"last" < 5`.
void quote_columns_called_like_keywords(std::vector<SqliteWord>& words, const Table& table) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto& word = words[i];
    if (word.kind != SqlTokenKind::word || !is_keyword(word.text) || !may_be_a_name(word.text)) continue;
    const bool called = i + 1 < words.size() && is_symbol(words[i + 1], "(");
    if (!called && column_of(table, word))
      word = {SqlTokenKind::quoted_identifier, quoted_always(word.text), word.spaced};
  }
}

// "x" is a string where no column has that name; `x` and [x] are always names.
void respell_identifiers(std::vector<SqliteWord>& words, const Table* table) {
  if (table) quote_columns_called_like_keywords(words, *table);
  for (auto& word : words) {
    if (word.kind != SqlTokenKind::quoted_identifier) continue;
    if (word.text.front() == '"' && (!table || !column_of(*table, word))) continue;
    word.text = quote(unquoted(word.text));
  }
}

// One word in the form in which it is compared.
std::string comparable(const SqliteWord& word) {
  switch (word.kind) {
    case SqlTokenKind::word:
    case SqlTokenKind::number: return lower(word.text);
    case SqlTokenKind::quoted_identifier: {
      const auto name = lower(unquoted(word.text));
      return quote(name) == name ? name : quoted_always(name);
    }
    case SqlTokenKind::symbol: return word.text == "==" ? "=" : word.text == "!=" ? "<>" : word.text;
    case SqlTokenKind::string: return word.text.front() == '\'' ? word.text : lower(word.text);
    case SqlTokenKind::comment: return {};
  }
  broken_invariant("token kind is comparable");
}

std::vector<std::string> comparable(std::string_view sql) {
  auto words = sqlite_words_of(sql);
  strip_outer_parentheses(words);
  std::vector<std::string> out;
  for (const auto& word : words) out.push_back(comparable(word));
  return out;
}

bool is_sign(const SqliteWord& word) { return is_symbol(word, "-") || is_symbol(word, "+"); }

bool is_current(const SqliteWord& word) {
  const auto name = lower(word.text);
  return name == "current_timestamp" || name == "current_date" || name == "current_time";
}

}  // namespace

std::string compact(std::string_view sql) {
  auto words = sqlite_words_of(sql);
  strip_outer_parentheses(words);
  respell_identifiers(words, nullptr);
  return joined(words);
}

Expression canonical(const Expression& expression, const Table& table) {
  auto words = sqlite_words_of(expression.sql);
  strip_outer_parentheses(words);
  strip_qualifiers(words, table);
  respell_identifiers(words, &table);
  Expression out{.sql = joined(words)};
  find_references(out, table);
  return out;
}

std::string canonical_default(std::string_view sql) {
  auto words = sqlite_words_of(sql);
  strip_outer_parentheses(words);
  if (words.size() == 2 && is_symbol(words[0], "+") && words[1].kind == SqlTokenKind::number)
    words.erase(words.begin());
  if (words.size() == 2 && is_symbol(words[0], "-") && words[1].kind == SqlTokenKind::number) words[1].spaced = false;
  if (!words.empty()) words.front().spaced = false;
  if (words.size() == 1 && words[0].kind == SqlTokenKind::quoted_identifier)
    return string_literal(unquoted(words[0].text));
  if (words.size() == 1 && words[0].kind == SqlTokenKind::word && !is_keyword(words[0].text))
    return string_literal(words[0].text);
  respell_identifiers(words, nullptr);
  return joined(words);
}

bool is_literal(std::string_view sql) {
  const auto words = sqlite_words_of(sql);
  if (words.size() == 2 && is_sign(words[0])) return words[1].kind == SqlTokenKind::number;
  if (words.size() != 1) return false;
  const auto& word = words.front();
  const auto name = lower(word.text);
  return word.kind == SqlTokenKind::number || word.kind == SqlTokenKind::string || name == "null" || name == "true" ||
         name == "false" || is_current(word);
}

bool is_constant(std::string_view sql) {
  const auto words = sqlite_words_of(sql);
  return is_literal(sql) && !is_current(words.back());
}

bool is_null_literal(std::string_view sql) { return equal_ignoring_case(compact(sql), "null"); }

bool same_expression(std::string_view a, std::string_view b) { return a == b || comparable(a) == comparable(b); }

std::vector<std::string> identifiers(std::string_view sql) {
  std::vector<std::string> out;
  for (const auto& word : sqlite_words_of(sql))
    if (word.kind == SqlTokenKind::word || word.kind == SqlTokenKind::quoted_identifier)
      out.push_back(unquoted(word.text));
  return out;
}

}  // namespace schemac::sqlite
