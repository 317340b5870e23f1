// The order of operations. Edges are read off `touches` and nothing else; see operations/touches.h for the rules.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "operations/operation.h"

namespace schemac {

struct GraphOptions {
  bool checks_references = true;  // DialectTraits
};

struct Edge {
  std::size_t before = 0;
  std::size_t after = 0;
  ObjectId because;  // the object both touch
};

// `renames` run in their given order; everything else speaks in the new names and so waits for the rename that makes
// them.
std::vector<Edge> edges(const std::vector<Operation>& renames, const std::vector<Operation>& operations,
                        const GraphOptions& options);

// All operations, renames included, in an order that every edge agrees with; ties are broken by what the operations
// are, never by where they stood. Circles are broken by splitting; one that cannot be is an error that draws it.
Result<std::vector<Operation>> in_order(const std::vector<Operation>& renames, std::vector<Operation> operations,
                                        const GraphOptions& options);

}  // namespace schemac
