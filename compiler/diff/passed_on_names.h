// Names of indexes, and of constraints that have one: where there are schemas, one gives each name once, whatever the
// table.
#pragma once

#include <cstddef>
#include <vector>

#include "operations/operation.h"

namespace schemac {

// Renames that take each other's names across tables, put into an order in which every name is free: `a_idx` of one
// table becomes `b_idx`, which another table's index gives up. A circle goes through a working name. All other
// operations stay as they are.
std::vector<Operation> with_names_passed_on(std::vector<Operation> operations, std::size_t identifier_limit);

}  // namespace schemac
