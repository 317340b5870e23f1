// Before a rename is applied to a schema in memory, the text that may name what gets another name is resolved.
#pragma once

#include "dialects/dialect.h"

namespace schemac {

// Resolves the expressions that `rename` may have to change, as far as they are not yet. Any other operation changes
// nothing.
void resolve_for_rename(const Operation& rename, Schema& schema, const Dialect& dialect);

}  // namespace schemac
