// Operations in, a finished plan out: legalised for the dialect, ordered by the graph, cut into transactional units,
// each step with its SQL, its undo and its hazards.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "diff/diff.h"
#include "plan/plan.h"

namespace schemac {

struct PlanOptions {
  bool allow_destructive = false;      // everything that asks for consent
  bool allow_behavior_change = false;  // what loses security or behavior, and no rows or values
  std::vector<std::string> allow =
      {};  // single losses: `drop-column:users.legacy_code`, `drop-policy:t.mine`, or `users.legacy_code`
};

struct PlanInput {
  const Difference& difference;
  const Intents& intents;
  Pair<const Schema*> schemas;
  Pair<std::string> names;
  std::set<SqlObjectKey> left_out = {};  // of the unmanaged objects those that are not listed
};

Result<Plan> make_plan(const PlanInput& input, const Dialect& dialect, const PlanOptions& options);

// The ordered graph of a plan's steps as Graphviz dot or Mermaid.
enum class GraphFormat { dot, mermaid };
std::string draw_graph(const Plan& plan, GraphFormat format);

}  // namespace schemac
