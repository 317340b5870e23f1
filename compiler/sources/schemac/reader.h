// Cuts a text into sentences and has each parsed by itself, so that one mistake costs one line and memory follows the
// largest declaration, not the file.
#pragma once

#include "sources/schemac/syntax.h"

namespace schemac::language {

enum class KeepTokens { no, yes };

FileSyntax read_syntax(std::shared_ptr<const SourceText> source, KeepTokens keep = KeepTokens::no);

}  // namespace schemac::language
