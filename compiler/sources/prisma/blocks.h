// Finds the top-level blocks of schema.prisma without reading what is in them, so that each can be parsed alone and its
// tokens freed: a whole-file token stream of 10,000 models takes hundreds of megabytes.
#pragma once

#include <memory>
#include <vector>

#include "base/diagnostic.h"
#include "sources/prisma/syntax.h"

namespace schemac::prisma {

// Blocks with kind, name and places filled in. Lines outside of blocks are errors.
std::vector<Block> find_blocks(const std::shared_ptr<const SourceText>& source, Diagnostics& errors);

}  // namespace schemac::prisma
