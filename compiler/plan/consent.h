// How people name the steps that they consent to.
#pragma once

#include <string>
#include <vector>

#include "plan/plan.h"

namespace schemac {

// Of PlanOptions::allow, what is about no step of the plan: misspelled, or done long ago.
std::vector<std::string> unused_allowances(const Plan& plan, const std::vector<std::string>& allow);

}  // namespace schemac
