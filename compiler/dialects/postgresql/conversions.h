// What becomes of values when their type changes.
#pragma once

#include "schema/schema.h"

namespace schemac::postgresql {

bool holds_every_value(const Type& wide, const Type& narrow);

// How a value of one type gets into a column of another one.
enum class Conversion { assignment, explicit_cast, none };
Conversion conversion_between(const Type& from, const Type& to);

}  // namespace schemac::postgresql
