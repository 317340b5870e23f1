// Python source: literals that are valid for any text, and expressions broken over lines where they are too long for
// one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schemac::python {

// A string literal with exactly this value; text of several lines becomes a triple-quoted one.
std::string literal(std::string_view text);
// For the inside of a docstring.
std::string docstring(std::string_view text);
// `# ` before every line.
std::string comment(std::string_view text, std::size_t indent);

// `head item, item tail`: a call, a list, or (without items and tail) a bare word.
struct Expression {
  std::string head;
  std::vector<Expression> items = {};
  std::string tail = {};
};

Expression word(std::string text);
Expression text(std::string_view value);  // a string literal
Expression call(std::string name, std::vector<Expression> arguments);
Expression list(std::vector<Expression> items);
Expression texts(const std::vector<std::string>& values);  // a list of string literals
Expression keyword(std::string_view name, Expression value);
Expression keyword(std::string_view name, bool value);

// At an indentation of so many spaces, on one line where 88 columns are enough.
// `behind` characters follow on the same line.
std::string print(const Expression& expression, std::size_t indent, std::size_t behind = 0);

}  // namespace schemac::python
