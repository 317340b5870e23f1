// The rollback matrix: a row for every place where the plan can stop.
#pragma once

#include <string>
#include <vector>

#include "plan/plan.h"

namespace schemac {

std::vector<RollbackRow> rollback_matrix(const Plan& plan);

// The steps that are undone, in order, for people: `3, 2, 1`; of a long plan `40, 39, …, 1`.
std::string undone_steps(const RollbackRow& row);
// What is lost by undoing them, in the order in which the steps ran; of a long plan the last of it.
std::string lost_in_words(const std::vector<std::string>& losses);

}  // namespace schemac
