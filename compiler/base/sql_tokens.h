// A lexer for SQL text of any of the engines: enough to compare two spellings, to find and rename identifiers and to
// see where a statement ends. It never fails: an unclosed quote runs to the end of the text and is marked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace schemac {

enum class SqlTokenKind {
  word,               // bare identifier or keyword
  quoted_identifier,  // "x"  `x`  [x]
  string,             // 'x', E'x', $tag$x$tag$, x'00'
  number,
  symbol,  // one operator or punctuation mark: `::`, `||`, `->>`, `(`
  comment,
};

struct SqlToken {
  SqlTokenKind kind;
  std::size_t begin;
  std::size_t end;
  bool closed = true;

  std::string_view text(std::string_view sql) const { return sql.substr(begin, end - begin); }
};

struct SqlLexis {
  bool dollar_quotes = false;         // PostgreSQL
  bool backtick_identifiers = false;  // SQLite, MySQL
  bool bracket_identifiers = false;   // SQLite, SQL Server
  bool backslash_escapes = false;     // MySQL; PostgreSQL has them in E'' alone, which is always known
  bool hash_comments = false;         // MySQL
};

std::vector<SqlToken> sql_tokens(std::string_view sql, const SqlLexis& lexis, bool keep_comments = false);

// `'new'`, `0`: one literal that is surely not NULL. A negative number and a cast are more than one token, and not told.
bool is_one_literal(std::string_view sql, const SqlLexis& lexis);

// The identifier that a word or a quoted identifier names: quotes taken off, doubled quotes made one. Case is left
// alone.
std::string unquoted(std::string_view token);

// `'it''s'` → `it's`, for a plain string literal.
std::string string_value(std::string_view token);
// `it's` → `'it''s'`.
std::string string_literal(std::string_view value);

bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string lower(std::string_view text);  // ASCII letters only, as the engines fold them

}  // namespace schemac
