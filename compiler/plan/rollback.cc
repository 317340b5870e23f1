#include "plan/rollback.h"

#include <algorithm>

namespace schemac {

std::vector<RollbackRow> rollback_matrix(const Plan& plan) {
  std::vector<RollbackRow> rows = {RollbackRow{}};
  for (const Step* step : steps(plan)) {
    RollbackRow row = rows.back();
    row.after_step = step->number;
    row.undo_steps.insert(row.undo_steps.begin(), step->number);
    row.worst = std::max(row.worst, step->undo.quality);
    if (!step->undo.loss.empty()) row.losses.push_back(step->undo.loss);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace schemac
