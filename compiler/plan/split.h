// Breaks a circle of operations by making one of them two.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "operations/operation.h"

namespace schemac {

struct Split {
  std::size_t node;              // the operation that is split
  std::vector<Operation> parts;  // what takes its place; the last is the rest of it
};

// Splits one of the operations in `circle`; nullopt when none can be split. `members` are all that form the circle,
// renames included. A table's foreign keys to others in the circle are made after it, or dropped before it.
std::optional<Split> split_one(const std::vector<Operation>& operations, const std::set<std::size_t>& circle,
                               const std::vector<Operation>& members);

}  // namespace schemac
