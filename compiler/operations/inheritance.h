// The tables that a table inherits from, as its attribute `inherits` has them.
#pragma once

#include <string>
#include <vector>

#include "base/object_id.h"

namespace schemac {

// `public.a, "B".c`; a bare name is in the schema `public`.
std::vector<QualifiedName> inherited_from(const std::string& written);

}  // namespace schemac
