// An operation that carries the column as it was is given the column as it is, now that its place in the order is known.
#pragma once

#include "operations/operation.h"

namespace schemac {

void refresh(Operation& op, const Schema& before);

}  // namespace schemac
