// What makes the rules of the catalogue fire, with the dialect's knowledge of how expressions are spelled: what is
// shown to be narrower than before asks nobody.
#pragma once

#include <vector>

#include "rules/implication.h"
#include "rules/rule.h"

namespace schemac {

std::vector<Hazard> hazards_of(const HazardInput& input, const Spelling& spelling);

}  // namespace schemac
