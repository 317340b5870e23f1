#include "cli/consent.h"

#include <fmt/format.h>

namespace schemac {
namespace {

// What is lost, in the hazard's words; the undo's where no hazard says it.
std::string reason(const Step& step) {
  for (const auto& hazard : step.hazards)
    if (hazard.kind == HazardClass::destructive) return hazard.message;
  return step.undo.loss.empty() ? "destroys data" : step.undo.loss;
}

// The object the step destroys or changes, as --allow names it.
std::string object_of(const Operation& operation) {
  const auto touched = touches(operation);
  for (const auto* list : {&touched.drops, &touched.changes})
    if (!list->empty()) return display(list->front());
  return {};
}

}  // namespace

std::optional<Diagnostic> consent_refusal(const Plan& plan) {
  const auto waiting = steps_without_consent(plan);
  if (waiting.empty()) return std::nullopt;
  auto refusal = error_at(
      "needs-consent", waiting.size() == 1 ? std::string("1 step destroys data and nobody has allowed it; nothing was written")
                                           : fmt::format("{} steps destroy data and nobody has allowed them; nothing was written", waiting.size()));
  for (const auto* step : waiting)
    refusal.notes.push_back(note_at(fmt::format("step {}, {}: {}\n      allow it: --allow={}:{}", step->number, step->description, reason(*step),
                                                kind_name(step->operation), object_of(step->operation))));
  refusal.notes.push_back(note_at("allow all that this plan destroys: --allow-destructive"));
  return refusal;
}

}  // namespace schemac
