// The rollback matrix: a row for every place where the plan can stop.
#pragma once

#include <vector>

#include "plan/plan.h"

namespace schemac {

std::vector<RollbackRow> rollback_matrix(const Plan& plan);

}  // namespace schemac
