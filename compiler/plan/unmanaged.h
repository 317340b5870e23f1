// What schemac does not manage it does not break: a step that drops or retypes what such an object depends on is
// refused, by name.
#pragma once

#include <string>
#include <vector>

#include "operations/operation.h"

namespace schemac {

// The unmanaged objects with what they depend on in the names after `renames`.
std::vector<UnmanagedObject> after_renames(std::vector<UnmanagedObject> objects, const std::vector<Operation>& renames);

// Why the operation must not run, or empty.
std::string refusal(const Operation& op, const std::vector<UnmanagedObject>& objects);

}  // namespace schemac
