// The door to the generated lexer and parser: tokens one by one, and sentences of the grammar one by one.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "sources/schemac/syntax.h"

namespace schemac::language {

// Hands out a text's tokens one by one, white space and comments included, so that a large file is never held as tokens.
// The text must be valid UTF-8.
class Scanner {
 public:
  explicit Scanner(std::string_view text);
  ~Scanner();
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

  Token next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Where a sentence stops making sense: the token that was not expected, or one past the last.
struct Misfit {
  std::size_t token;
};

// Parses sentences of one text. `tokens` hold what the grammar sees: no white space, no comments, no line ends.
class Parser {
 public:
  explicit Parser(std::string_view text);
  ~Parser();
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  std::expected<Declaration, Misfit> declaration(std::span<const Token> tokens);  // a block's head up to its `{`
  std::expected<TableItem, Misfit> table_item(std::span<const Token> tokens);
  std::expected<std::vector<EnumLabelSyntax>, Misfit> enum_labels(std::span<const Token> tokens);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Words that must be quoted to be read as a name anywhere: none; these are the grammar's keywords, in lower case.
const std::vector<std::string>& keywords();

}  // namespace schemac::language
