#include "plan/rollback.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace schemac {

std::vector<RollbackRow> rollback_matrix(const Plan& plan) {
  std::vector<RollbackRow> rows = {RollbackRow{}};
  for (const Step* step : steps(plan)) {
    const auto worst = std::max(rows.back().worst, step->undo.quality);
    rows.push_back({.after_step = step->number, .worst = worst, .loss = step->undo.loss});
  }
  return rows;
}

std::string undone_steps(const RollbackRow& row) {
  constexpr int most = 20;
  if (row.after_step > most) return fmt::format("{}, {}, …, 1", row.after_step, row.after_step - 1);
  std::string out;
  for (auto step = row.after_step; step > 0; --step) out += fmt::format("{}{}", out.empty() ? "" : ", ", step);
  return out;
}

std::string lost_in_words(const std::vector<std::string>& losses) {
  constexpr std::size_t most = 20;
  if (losses.size() > most) return fmt::format("{} and what {} steps before lose", losses.back(), losses.size() - 1);
  return fmt::format("{}", fmt::join(losses, "; "));
}

}  // namespace schemac
