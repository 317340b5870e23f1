// Objects given as SQL that look at something which gets another name. Their text would keep the old one, so they go
// before the rename and come again after it.
#pragma once

#include <vector>

#include "dialects/dialect.h"
#include "operations/operation.h"
#include "schema/schema.h"

namespace schemac {

// The drops, dependents first: what `present` holds that looks at what `renames` rename, directly or through another
// such object, and that the engine does not carry the names into by itself.
std::vector<Operation> drops_before_renames(const Schema& present, const Schema& wanted,
                                            const std::vector<Operation>& renames, const Dialect& dialect);

}  // namespace schemac
