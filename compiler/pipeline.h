// The whole way on one screen: two places in, a plan out. The table of contents of the program.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "diff/diff.h"
#include "plan/planner.h"
#include "sources/source.h"

namespace schemac {

struct Request {
  Pair<std::string> places;
  Pair<SourceOptions> sources = {};
  DiffOptions diff = {};
  PlanOptions plan = {};
  bool check_rows = true;  // --no-row-checks
  bool ask_engine = true;  // --no-ask: never use temporary objects to compare expressions
};

struct Outcome {
  Pair<Source> sources;
  Schema
      present;  // `from` with everything that is there; in `sources` what the other side cannot speak of stands apart
  Plan plan;
  Diagnostics remarks = {};
};

// Reads both sides at once, compares, plans.
Result<Outcome> plan_between(const Request& request);
// The same for two sides that have been read already; the request's places are not looked at.
Result<Outcome> plan_between(Pair<Source> sources, const Request& request);

}  // namespace schemac
