// From ANTLR's trees to our values. Seen by the parser alone.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <antlr4-runtime.h>

#include "language/SchemacParser.h"
#include "sources/schemac/syntax.h"

namespace schemac::language {

// The sentence that a tree is of: its tokens, and the text they stand in.
struct Sentence {
  std::string_view text;
  std::span<const Token> tokens;
};

Declaration read_tree(const Sentence& sentence, SchemacParser::DeclarationContext* tree);
TableItem read_tree(const Sentence& sentence, SchemacParser::TableItemContext* tree);
std::vector<EnumLabelSyntax> read_tree(const Sentence& sentence, SchemacParser::EnumLabelsContext* tree);

}  // namespace schemac::language
