#include "base/sql_tokens.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace schemac {
namespace {

bool is_word_start(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_word(char c) { return is_word_start(c) || std::isdigit(static_cast<unsigned char>(c)) || c == '$'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)); }

class Lexer {
 public:
  Lexer(std::string_view sql, const SqlLexis& lexis, bool keep_comments)
      : sql_(sql), lexis_(lexis), keep_comments_(keep_comments) {}

  std::vector<SqlToken> run() {
    while (at_ < sql_.size()) next();
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0'; }
  bool starts(std::string_view text) const { return sql_.substr(at_, text.size()) == text; }

  bool is_mysql() const { return lexis_.hash_comments; }

  bool starts_line_comment() const {
    if (!is_mysql()) return starts("--");
    // MySQL reads `5--3` as 5 - -3
    return peek() == '#' || (starts("--") && (at_ + 2 >= sql_.size() || static_cast<unsigned char>(peek(2)) <= ' '));
  }

  void add(SqlTokenKind kind, std::size_t begin, bool closed = true) {
    if (kind != SqlTokenKind::comment || keep_comments_) tokens_.push_back({kind, begin, at_, closed});
  }

  void next() {
    const char c = peek();
    if (std::isspace(static_cast<unsigned char>(c))) return void(++at_);
    if (starts_line_comment()) return line_comment();
    if (starts("/*")) return block_comment();
    if (c == '\'') return quoted(SqlTokenKind::string, at_, '\'', lexis_.backslash_escapes);
    if ((c == 'E' || c == 'e') && peek(1) == '\'') return prefixed_string(true);
    if ((c == 'x' || c == 'X' || c == 'b' || c == 'B' || c == 'n' || c == 'N') && peek(1) == '\'')
      return prefixed_string(false);
    if (c == '"' && is_mysql() && lexis_.backslash_escapes) return quoted(SqlTokenKind::string, at_, '"', true);
    if (c == '"') return quoted(SqlTokenKind::quoted_identifier, at_, '"', false);
    if (c == '`' && lexis_.backtick_identifiers) return quoted(SqlTokenKind::quoted_identifier, at_, '`', false);
    if (c == '[' && lexis_.bracket_identifiers) return quoted(SqlTokenKind::quoted_identifier, at_, ']', false);
    if (c == '$' && lexis_.dollar_quotes && dollar_string()) return;
    if (is_word_start(c)) return word();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    symbol();
  }

  void line_comment() {
    const auto begin = at_;
    at_ = std::min(sql_.find('\n', at_), sql_.size());
    add(SqlTokenKind::comment, begin);
  }

  void block_comment() {
    const auto begin = at_;
    int depth = 0;
    while (at_ < sql_.size()) {
      if (starts("/*")) {
        ++depth;
        at_ += 2;
      } else if (starts("*/")) {
        at_ += 2;
        // only PostgreSQL nests comments
        if (--depth == 0 || !lexis_.dollar_quotes) return add(SqlTokenKind::comment, begin);
      } else {
        ++at_;
      }
    }
    add(SqlTokenKind::comment, begin, false);
  }

  void quoted(SqlTokenKind kind, std::size_t begin, char close, bool backslash) {
    ++at_;
    while (at_ < sql_.size()) {
      const char c = sql_[at_++];
      if (backslash && c == '\\' && at_ < sql_.size()) {
        ++at_;
      } else if (c == close) {
        if (peek() != close || close == ']') return add(kind, begin);
        ++at_;
      }
    }
    add(kind, begin, false);
  }

  void prefixed_string(bool backslash) {
    const auto begin = at_++;
    quoted(SqlTokenKind::string, begin, '\'', backslash);
  }

  bool dollar_string() {
    auto end = at_ + 1;
    while (end < sql_.size() && is_word(sql_[end]) && sql_[end] != '$') ++end;
    if (end >= sql_.size() || sql_[end] != '$' || is_digit(peek(1))) return false;
    const auto tag = sql_.substr(at_, end + 1 - at_);
    const auto begin = at_;
    const auto close = sql_.find(tag, end + 1);
    at_ = close == std::string_view::npos ? sql_.size() : close + tag.size();
    add(SqlTokenKind::string, begin, close != std::string_view::npos);
    return true;
  }

  void word() {
    const auto begin = at_;
    while (at_ < sql_.size() && is_word(sql_[at_])) ++at_;
    add(SqlTokenKind::word, begin);
  }

  void number() {
    const auto begin = at_;
    while (is_digit(peek()) || peek() == '.' || std::isalpha(static_cast<unsigned char>(peek()))) {
      const char c = sql_[at_++];
      if ((c == 'e' || c == 'E') && (peek() == '+' || peek() == '-') && is_digit(peek(1))) ++at_;
    }
    add(SqlTokenKind::number, begin);
  }

  void symbol() {
    static constexpr std::array<std::string_view, 17> longer = {
        "->>", "#>>", "!~*", "<=>", "::", "||", "->", "#>", "<=", ">=", "<>", "!=", "==", "<<", ">>", "~*", "@>"};
    const auto begin = at_;
    const auto match = std::find_if(longer.begin(), longer.end(), [&](std::string_view text) { return starts(text); });
    at_ += match == longer.end() ? 1 : match->size();
    add(SqlTokenKind::symbol, begin);
  }

  std::string_view sql_;
  SqlLexis lexis_;
  bool keep_comments_;
  std::size_t at_ = 0;
  std::vector<SqlToken> tokens_;
};

}  // namespace

std::vector<SqlToken> sql_tokens(std::string_view sql, const SqlLexis& lexis, bool keep_comments) {
  return Lexer(sql, lexis, keep_comments).run();
}

bool is_one_literal(std::string_view sql, const SqlLexis& lexis) {
  const auto tokens = sql_tokens(sql, lexis);
  return tokens.size() == 1 && tokens[0].closed &&
         (tokens[0].kind == SqlTokenKind::string || tokens[0].kind == SqlTokenKind::number);
}

std::string unquoted(std::string_view token) {
  if (token.size() < 2) return std::string(token);
  const char open = token.front();
  if (open != '"' && open != '`' && open != '[' && open != '\'') return std::string(token);
  const char close = open == '[' ? ']' : open;
  std::string out;
  const auto inner = token.substr(1, token.size() - (token.back() == close ? 2 : 1));
  for (std::size_t i = 0; i < inner.size(); ++i) {
    out += inner[i];
    if (inner[i] == close && i + 1 < inner.size() && inner[i + 1] == close) ++i;
  }
  return out;
}

std::string string_value(std::string_view token) { return unquoted(token); }

std::string string_literal(std::string_view value) {
  std::string out = "'";
  for (const char c : value) {
    out += c;
    if (c == '\'') out += '\'';
  }
  return out + "'";
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) {
           return std::tolower(x) == std::tolower(y);
         });
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace schemac
