// What need not be written: whatever the dialect fills in by itself when it is left out.
#pragma once

#include "dialects/dialect.h"
#include "schema/schema.h"

namespace schemac::language {

// A schema that normalises to `schema` and says as little as can be: names that the engine would make up are empty,
// keys' columns are not said to be not null, references to a primary key name no columns. Found by trying.
Schema abbreviated(const Schema& schema, const Dialect& dialect);

}  // namespace schemac::language
