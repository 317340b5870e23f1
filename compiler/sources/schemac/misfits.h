// Words for what a sentence of the grammar did not expect.
#pragma once

#include <span>

#include "sources/schemac/syntax.h"

namespace schemac::language {

enum class Sentence { declaration, table_item, enum_labels };

// `at` is the token that does not fit, or tokens.size() when the line ends too early.
Diagnostic misfit(const std::shared_ptr<const SourceText>& source, Sentence sentence, std::span<const Token> tokens,
                  std::size_t at);

}  // namespace schemac::language
