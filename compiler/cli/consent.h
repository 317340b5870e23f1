// The safety gate: steps that destroy data are not written as migrations until somebody has said yes.
#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "plan/plan.h"

namespace schemac {

// Each refused step, why, and the flag that allows it; nullopt when nothing is refused.
std::optional<Diagnostic> consent_refusal(const Plan& plan, std::string_view consequence = "nothing was written");

}  // namespace schemac
