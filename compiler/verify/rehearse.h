// A plan rehearsed on a real engine: its `from` built in a scratch database, with rows; up, and read back; undone from
// every place where it can stop, and read back; up again.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline.h"
#include "verify/fill.h"
#include "verify/run_plan.h"

namespace schemac {

struct RehearsalOptions {
  std::string beside;  // where scratch databases are made: connections/scratch.h
  std::function<void(const std::string&)> progress = [](const std::string&) {};  // what is being done, for a terminal
};

// What went otherwise than the plan says. One of the last three holds.
struct Misfit {
  std::string when;                              // `up`, `undo after step 3`, `up again`
  std::optional<RefusedStatement> refused = {};  // the engine did not take a statement
  std::vector<std::string> rest = {};            // it ran, and this is still to be done to be where it should have led
  std::vector<std::string> lost = {};            // it ran, and these tables hold other rows
};

struct Stop {
  int after_step = 0;
  UndoQuality undo = UndoQuality::exact;
  bool tried = false;      // impossible ones are not
  bool with_rows = false;  // every row was there again
};

struct Rehearsal {
  Engine engine;  // that it was rehearsed on
  Filled filled;
  bool up = false;        // the target was reached
  bool up_again = false;  // likewise after the undo; or there is no way back
  std::size_t rows_kept = 0;
  std::vector<Stop> stops = {};
  std::vector<Misfit> misfits = {};
  // A statement that the engine refuses because of the rows that were put in, and takes without them.
  std::optional<Misfit> refused_with_rows = {};
  Diagnostics remarks = {};

  bool passed() const { return misfits.empty(); }
};

// An error says why there could be no rehearsal: no scratch database, or a `from` that cannot be built in one.
Result<Rehearsal> rehearse(const Request& request, const Outcome& outcome, const RehearsalOptions& options);

}  // namespace schemac
