// What surrounds a transaction in which a table is dropped, for good or in a rebuild.
#pragma once

#include <span>

#include "dialects/dialect.h"

namespace schemac::sqlite {

UnitFrame frame(std::span<const Operation> operations, const Schema& before, const Schema& after);

}  // namespace schemac::sqlite
