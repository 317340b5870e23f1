#include "cli/consent.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "emitters/report_words.h"

namespace schemac {
namespace {

// What is lost, in the hazards' words.
std::string reason(const Step& step) {
  std::vector<std::string> losses;
  for (const auto& hazard : step.hazards)
    if (asks_for_consent(hazard)) losses.push_back(hazard.message);
  return fmt::format("{}", fmt::join(losses, "; "));
}

Diagnostic note_on(const Step& step) {
  const auto name = fmt::format("step {}, {}", step.number, step.description);
  if (!step.refused.empty())
    return note_at(fmt::format(
        "{}: {}\n      no flag overrides this: drop that object first and recreate it afterwards", name, step.refused));
  return note_at(fmt::format("{}: {}\n      allow it: --allow={}", name, reason(step), shell_word(consent_key(step))));
}

}  // namespace

std::optional<Diagnostic> consent_refusal(const Plan& plan, std::string_view consequence) {
  const auto waiting = steps_without_consent(plan);
  if (waiting.empty()) return std::nullopt;
  const bool one = waiting.size() == 1;
  const auto asks = [](const Step* step) { return step->refused.empty(); };
  const auto steps = one ? std::string("1 step") : fmt::format("{} steps", waiting.size());
  auto refusal =
      std::any_of(waiting.begin(), waiting.end(), asks)
          ? error_at("needs-consent", fmt::format("{} {} not allowed, so {}", steps, one ? "is" : "are", consequence))
          : error_at("refused-step", fmt::format("{} cannot be carried out, so {}", steps, consequence));
  for (const auto* step : waiting) refusal.notes.push_back(note_on(*step));
  const auto destroys = [](const Step* step) { return step->refused.empty() && step->destructive; };
  if (std::any_of(waiting.begin(), waiting.end(), destroys))
    refusal.notes.push_back(note_at("allow all of this: --allow-destructive"));
  else if (std::any_of(waiting.begin(), waiting.end(), asks))
    refusal.notes.push_back(note_at("allow losses of security and behavior, but not of data: --allow-behavior-change"));
  return refusal;
}

}  // namespace schemac
