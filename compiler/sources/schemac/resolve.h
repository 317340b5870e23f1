// From what a file says to what it means in one dialect: names folded, types known, references followed.
#pragma once

#include <map>
#include <string>

#include "dialects/dialect.h"
#include "schema/intents.h"
#include "sources/schemac/syntax.h"

namespace schemac::language {

struct Resolved {
  Schema schema = {};  // normalised when there are no errors
  Intents intents = {};
  std::map<ObjectId, Span> declared = {};
  Diagnostics diagnostics = {};
};

Resolved resolve(const std::vector<FileSyntax>& files, const Dialect& dialect, const Engine& engine);

}  // namespace schemac::language
