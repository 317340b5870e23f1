// The one layout of the language, for the printer and the formatter alike: two spaces in, columns aligned by name, type
// and first short clause, two spaces between clauses.
#pragma once

#include <string>
#include <vector>

namespace schemac::language {

struct BlockLine {
  enum class Kind { column, other, blank };
  Kind kind = Kind::other;
  std::string name = {};                  // of a column
  std::string type = {};                  // of a column
  std::vector<std::string> clauses = {};  // of a column
  std::string text = {};                  // of anything else
  std::string comment = {};               // `-- …` at the end of the line
};

// `head` ends in ` {`.
std::string block(const std::string& head, const std::vector<BlockLine>& lines);

struct LabelLine {
  std::string text = {};  // a label with what it was; empty: a comment alone
  std::string comment = {};
};

// On one line where it fits and nothing needs a line of its own.
std::string enum_block(const std::string& head, const std::vector<LabelLine>& labels);

}  // namespace schemac::language
