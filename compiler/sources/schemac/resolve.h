// From what a file says to what it means in one dialect: names folded, types known, references followed.
#pragma once

#include <map>
#include <string>

#include "dialects/dialect.h"
#include "schema/intents.h"
#include "sources/schemac/syntax.h"

namespace schemac::language {

// A reference that names no columns goes to the primary key, which may be declared further down.
struct KeylessReference {
  QualifiedName target;
  std::size_t columns;
  Span where;
};

struct Resolved {
  Schema schema = {};  // normalised when there are no errors
  Intents intents = {};
  std::map<ObjectId, Span> declared = {};
  std::vector<KeylessReference> keyless = {};
  Diagnostics diagnostics = {};
};

// With `incomplete` files, whose errors are reported already, nothing is said to be missing.
enum class Input { complete, incomplete };
Resolved resolve(const std::vector<FileSyntax>& files, const Dialect& dialect, const Engine& engine,
                 Input input = Input::complete);

}  // namespace schemac::language
