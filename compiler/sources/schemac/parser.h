// The door to the generated parser: sentences of the grammar one by one.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "sources/schemac/syntax.h"

namespace schemac::language {

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

}  // namespace schemac::language
