// The one canonical form of a SQLite schema.
#pragma once

#include "base/diagnostic.h"
#include "schema/schema.h"

namespace schemac::sqlite {

Diagnostics normalise(Schema& schema);

}  // namespace schemac::sqlite
