// Before a rename is applied to a schema in memory, the text that may name what gets another name is resolved.
#pragma once

#include <vector>

#include "dialects/dialect.h"

namespace schemac {

// Resolves the expressions and the objects that `rename` may have to change, as far as they are not yet. Any other
// operation changes nothing.
void resolve_for_rename(const Operation& rename, Schema& schema, const Dialect& dialect);

// The objects as they stand there, resolved among those of `schema`, whoever has read them.
std::vector<SqlObject> resolved(std::vector<SqlObject> objects, Schema schema, const Dialect& dialect);

}  // namespace schemac
