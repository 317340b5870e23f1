// PL/pgSQL bodies are text to PostgreSQL until they run: nothing keeps or follows the names in them.
#pragma once

#include <string>
#include <vector>

#include "operations/operation.h"

namespace schemac {

// Routines of `wanted`, and those of `present` that the wanted side leaves alone, whose PL/pgSQL bodies still use what
// `rename` gives another name, as far as the words of a body tell: `function lower_names()`. Nothing for an operation
// that is no rename, and where the old name means something again.
std::vector<std::string> bodies_with_old_name(const Operation& rename, const Schema& present, const Schema& wanted);

}  // namespace schemac
