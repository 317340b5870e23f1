// Text → syntax, by the ANTLR grammar. The one file of this folder that sees ANTLR is parser.cc.
#pragma once

#include <memory>
#include <vector>

#include "base/diagnostic.h"
#include "sources/prisma/syntax.h"

namespace schemac::prisma {

struct Document {
  std::vector<Block> blocks;
};

// Every block that can be read; each line that cannot is one error.
Document parse(const std::vector<std::shared_ptr<const SourceText>>& sources, Diagnostics& errors);

// `@was(name) @backfill("…")` behind three slashes. Text that is no attribute is prose, and gives none.
std::vector<Attribute> parse_intents(const Block& block, const Doc& doc, Diagnostics& errors);

}  // namespace schemac::prisma
