// What schemac does not manage it does not break: a step that drops or retypes what such an object depends on is
// refused, by name.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "operations/operation.h"

namespace schemac {

// The unmanaged objects with what they depend on in the names after `renames`.
std::vector<UnmanagedObject> after_renames(std::vector<UnmanagedObject> objects, const std::vector<Operation>& renames);

// Why the operation must not run, or empty. `left_out`: those among the objects that take no part in the comparison.
std::string refusal(const Operation& op, const std::vector<UnmanagedObject>& objects,
                    const std::set<SqlObjectKey>& left_out);

}  // namespace schemac
