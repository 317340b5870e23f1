// JavaScript source: literals that are valid for any text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace schemac::javascript {

// Quoted so that the fewest characters need a backslash; a text of several lines becomes a template.
std::string literal(std::string_view text);
std::string list(const std::vector<std::string>& texts);  // `["a", "b"]`
// A statement of calls, on one line where it fits into 80 columns, else as prettier breaks it: a chain of several calls
// has one on each line, a single call its arguments.
std::string statement(std::string_view expression, std::size_t indent);
// Every line behind `// `, so that no name can end a comment early.
std::string comment(std::string_view text, std::size_t indent);

}  // namespace schemac::javascript
