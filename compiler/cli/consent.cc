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

Diagnostic note_on(const Step& step) {
  const auto name = fmt::format("step {}, {}", step.number, step.description);
  if (!step.refused.empty())
    return note_at(fmt::format("{}: {}\n      no flag allows it: take that object away first, and make it again afterwards", name, step.refused));
  return note_at(fmt::format("{}: {}\n      allow it: --allow={}:{}", name, reason(step), kind_name(step.operation), object_of(step.operation)));
}

}  // namespace

std::optional<Diagnostic> consent_refusal(const Plan& plan, std::string_view consequence) {
  const auto waiting = steps_without_consent(plan);
  if (waiting.empty()) return std::nullopt;
  const bool one = waiting.size() == 1;
  const auto destructive = std::count_if(waiting.begin(), waiting.end(), [](const Step* step) { return step->refused.empty(); });
  auto refusal = error_at("needs-consent", fmt::format("{} {} not allowed, so {}", one ? "1 step" : fmt::format("{} steps", waiting.size()),
                                                       one ? "is" : "are", consequence));
  for (const auto* step : waiting) refusal.notes.push_back(note_on(*step));
  if (destructive > 0) refusal.notes.push_back(note_at("allow all that this plan destroys: --allow-destructive"));
  return refusal;
}

}  // namespace schemac
