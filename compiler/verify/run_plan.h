// Runs a plan on a database exactly as the emitters order it, up to where it is to stop, and back from there.
#pragma once

#include <expected>
#include <string>

#include "connections/connection.h"
#include "dialects/dialect.h"
#include "plan/plan.h"

namespace schemac {

// A statement that the engine did not take.
struct RefusedStatement {
  int step = 0;  // 0: it belongs to the frame of a transaction
  std::string description = {};
  std::string sql = {};
  Diagnostics errors = {};
};
std::string render(const RefusedStatement& refused);

using Ran = std::expected<void, RefusedStatement>;

// Statement by statement; the first that fails rolls its transaction back, runs what belongs after it, and is the
// result.
Ran run_up(const Plan& plan, Connection& connection);
Ran run_down(const Plan& plan, Connection& connection);

// The plan as if it ended after step `last`: the transaction that the cut goes through gets the frame of what is left
// in it.
Plan stopped_after(const Plan& plan, int last, const Schema& from, const Dialect& dialect);

// The session as the tools have it that run migrations: no pinned settings, foreign keys looked after.
Result<void> prepare_as_tools_do(Connection& connection);

}  // namespace schemac
