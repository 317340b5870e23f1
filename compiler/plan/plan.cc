#include "plan/plan.h"

namespace schemac {

std::vector<const Step*> steps(const Plan& plan) {
  std::vector<const Step*> out;
  for (const auto& phase : plan.phases)
    for (const auto& unit : phase.units)
      for (const auto& step : unit.steps) out.push_back(&step);
  return out;
}

std::vector<const FoundRename*> open_renames(const Plan& plan) {
  std::vector<const FoundRename*> out;
  for (const auto& rename : plan.renames)
    if (rename.state == RenameState::asked) out.push_back(&rename);
  return out;
}

std::vector<const Step*> steps_without_consent(const Plan& plan) {
  std::vector<const Step*> out;
  for (const Step* step : steps(plan))
    if (!step->allowed || !step->refused.empty()) out.push_back(step);
  return out;
}

}  // namespace schemac
