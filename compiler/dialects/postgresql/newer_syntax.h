// What a server is too old for, found before anything runs there.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "operations/operation.h"

namespace schemac::postgresql {

// One error for each thing that the operations make and a server of this version does not have; none where the version
// is not known (0).
Diagnostics too_new_for(int major, const std::vector<Operation>& operations);

}  // namespace schemac::postgresql
