// An operation that carries the column as it was is given the column as it is, now that its place in the order is
// known.
#pragma once

#include "operations/operation.h"

namespace schemac {

void refresh(Operation& op, const Schema& before);

// Where the order of columns counts: a column that comes takes its place among those that are there, as far as the
// wanted table has them.
Operation in_its_place(Operation op, const Schema& before, const Schema& wanted);

}  // namespace schemac
