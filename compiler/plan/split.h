// Breaks a circle of operations by making one of them two.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "operations/operation.h"

namespace schemac {

// `operations` with one member of the circle split; nullopt when none can be. A table's foreign keys to others in the circle
// are made after it, or dropped before it.
std::optional<std::vector<Operation>> split_one(const std::vector<Operation>& operations, const std::set<std::size_t>& circle,
                                                const std::vector<Operation>& members);

}  // namespace schemac
