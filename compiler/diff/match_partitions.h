// Partitions that got another name: given as SQL, and tables all the same.
#pragma once

#include <vector>

#include "diff/match_objects.h"

namespace schemac {

// The rows between the same bounds of the same parent are the same rows. Tables bear their new names in `present`
// already; what is returned is applied to it.
std::vector<Operation> match_partitions(const ObjectMatch& match, Schema& present);

}  // namespace schemac
