// The door to the generated lexer: tokens one by one.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sources/schemac/syntax.h"

namespace schemac::language {

// Hands out a text's tokens one by one, white space and comments included, so that a large file is never held as
// tokens. The text must be valid UTF-8.
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

// Words that must be quoted to be read as a name anywhere: none; these are the grammar's keywords, in lower case.
const std::vector<std::string>& keywords();

}  // namespace schemac::language
