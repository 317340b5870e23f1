// Names and texts as the language writes them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialects/dialect.h"

namespace schemac::language {

class Words {
 public:
  explicit Words(const Dialect& dialect) : dialect_(dialect) {}

  std::string name(const std::string& name) const;    // quoted where it would be read as another name, or as a keyword
  std::string column(const std::string& name) const;  // keywords are names of columns, but for those that start a line
  std::string columns(const std::vector<std::string>& names) const;  // `(a, b)`
  std::string path(const QualifiedName& name) const;                 // without the default schema
  std::string label(const std::string& label) const;
  std::string type(const Type& type, const Schema& schema) const;
  std::string collation(const std::string& collation) const;
  std::string value(const std::string& sql) const;             // a default: a literal, or SQL in backticks
  std::string attributes(const Attributes& attributes) const;  // `with (a = 1)`, or empty

 private:
  bool plain(std::string_view name) const;
  const Dialect& dialect_;
};

std::string backticked(std::string_view sql);
std::string text_literal(std::string_view text);
// Quoted names cannot hold a line end, texts no NUL.
bool can_be_written(const std::string& name);

}  // namespace schemac::language
