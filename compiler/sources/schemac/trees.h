// From ANTLR's trees to our values. Seen by the parser alone.
#pragma once

#include <cstddef>
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

// A tree of ANTLR's without the parser around it: what a node is stands in it as a number, where ANTLR asks every child
// for its class.
struct Tree {
  static constexpr std::size_t nothing = SIZE_MAX;

  bool is_token = false;
  std::size_t type = 0;   // a token's, or a rule's index
  std::size_t first = 0;  // tokens, by their place in the sentence
  std::size_t last = 0;   // `nothing`: of a rule without tokens
  std::vector<Tree> children = {};

  const Tree* rule(std::size_t index) const;  // the first one; null when there is none
  std::vector<const Tree*> rules(std::size_t index) const;
  const Tree* token(std::size_t of) const;
  bool has(std::size_t of) const { return token(of) != nullptr; }
  std::size_t count(std::size_t of) const;
};

Tree tree_of(antlr4::ParserRuleContext* context);

Declaration read_declaration(const Sentence& sentence, const Tree& tree);
TableItem read_table_item(const Sentence& sentence, const Tree& tree);
std::vector<EnumLabelSyntax> read_enum_labels(const Sentence& sentence, const Tree& tree);

}  // namespace schemac::language
