// Runs a plan on a real database exactly as the emitters order it, up to where it is to stop, and back from there.
#pragma once

#include "dialects/dialect.h"
#include "plan/plan.h"
#include "tests/support/scratch.h"

namespace schemac::test {

// The plan as if it ended after step `last`: the transaction that the cut goes through gets the frame of what is left in it.
Plan stopped_after(const Plan& plan, int last, const Schema& from, const Dialect& dialect);

// Statement by statement; the first that fails rolls its transaction back, runs what belongs after it, and is the result.
Result<void> run_up(const Plan& plan, Scratch& database);
Result<void> run_down(const Plan& plan, Scratch& database);

}  // namespace schemac::test
