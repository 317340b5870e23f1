// schemac's own language: text to schema, schema to text, text to tidy text. The language itself is described in
// docs/language.md, its sentences in grammar/.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "dialects/dialect.h"
#include "sources/source.h"

namespace schemac {

using SourceTexts = std::vector<std::shared_ptr<const SourceText>>;

// One text, or several that are one schema together. `fallback` is the dialect of texts that state none; may be empty.
// Everything that is wrong is reported at once.
Result<Source> read_schemac(const SourceTexts& texts, const std::string& name, const std::string& fallback);
Result<Source> read_schemac(std::shared_ptr<const SourceText> text, const std::string& fallback);

struct Printed {
  std::string text;
  std::vector<std::string> left_out = {};  // what the language has no words for
};

// As a person would write it: names, nullability and types that the engine fills in by itself are left out. What the
// language cannot say, and what schemac does not manage, stands at the end as comments.
// `claim` is what the text is to say that it covers (`everything except grants`); empty: nothing.
std::string print_schemac(const Schema& schema, const Dialect& dialect, const std::string& claim = {});
Printed print_schemac_with_notes(const Schema& schema, const Dialect& dialect, const std::string& claim = {});

// The same declarations in the one layout: comments, blank lines between declarations and their order stay.
Result<std::string> format_schemac(std::shared_ptr<const SourceText> text);

}  // namespace schemac
