// A place in a statement's tokens, for reading what SHOW CREATE TABLE writes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialects/mysql/names.h"

namespace schemac::mysql {

// Thrown inside a reader alone, and caught at its door.
struct Unreadable {
  std::size_t at;
  std::string expected;
};

class Cursor {
 public:
  explicit Cursor(std::string_view sql) : sql_(sql), tokens_(sql_tokens(sql, lexis)) {}

  bool done() const { return at_ >= tokens_.size(); }
  void step() { ++at_; }
  std::size_t place() const { return done() ? sql_.size() : tokens_[at_].begin; }
  std::size_t last_end() const { return at_ == 0 ? 0 : tokens_[at_ - 1].end; }
  std::string_view text(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].text(sql_) : std::string_view();
  }
  SqlTokenKind kind(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].kind : SqlTokenKind::comment;
  }

  // A keyword or a symbol; a quoted name is neither.
  bool is(std::string_view word, std::size_t ahead = 0) const {
    const auto k = kind(ahead);
    return (k == SqlTokenKind::word || k == SqlTokenKind::symbol) && equal_ignoring_case(text(ahead), word);
  }
  bool are(std::initializer_list<std::string_view> words) const {
    std::size_t ahead = 0;
    for (const auto word : words)
      if (!is(word, ahead++)) return false;
    return true;
  }
  bool accept(std::string_view word) {
    if (!is(word)) return false;
    step();
    return true;
  }
  bool accept_all(std::initializer_list<std::string_view> words) {
    if (!are(words)) return false;
    at_ += words.size();
    return true;
  }
  void expect(std::string_view word) {
    if (!accept(word)) throw Unreadable{place(), "`" + std::string(word) + "`"};
  }
  bool is_name() const { return kind() == SqlTokenKind::word || kind() == SqlTokenKind::quoted_identifier; }
  std::string name() {
    if (!is_name()) throw Unreadable{place(), "a name"};
    const auto out = kind() == SqlTokenKind::quoted_identifier ? unquoted(text()) : std::string(text());
    step();
    return out;
  }
  std::string string() {
    if (kind() != SqlTokenKind::string) throw Unreadable{place(), "a text in quotes"};
    const auto out = literal_value(text());
    step();
    return out;
  }
  // `= 12`, `12`, `'x'`, `x`: an option's value.
  std::string value() {
    accept("=");
    if (done()) throw Unreadable{place(), "a value"};
    if (kind() == SqlTokenKind::string) return string();
    if (is("(")) return "(" + parenthesised() + ")";
    if (is_name()) return name();
    const auto out = std::string(text());
    step();
    return out;
  }
  // What stands between the parenthesis at hand and its partner, as it is written.
  std::string parenthesised() {
    expect("(");
    const auto begin = done() ? sql_.size() : tokens_[at_].begin;
    for (int depth = 1; !done(); step()) {
      if (is("(")) ++depth;
      if (is(")") && --depth == 0) {
        const auto end = tokens_[at_].begin;
        step();
        return trimmed(sql_.substr(begin, end - begin));
      }
    }
    throw Unreadable{place(), "`)`"};
  }
  std::string rest() {
    if (done()) return {};
    const auto begin = tokens_[at_].begin;
    at_ = tokens_.size();
    return trimmed(sql_.substr(begin));
  }
  std::string since(std::size_t begin) const { return trimmed(sql_.substr(begin, last_end() - begin)); }

  static std::string trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \n\t\r");
    const auto end = text.find_last_not_of(" \n\t\r;");
    return begin == std::string_view::npos ? std::string() : std::string(text.substr(begin, end + 1 - begin));
  }

 private:
  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
};

}  // namespace schemac::mysql
