#include "verify/run_plan.h"

#include <fmt/format.h>

#include "plan/script.h"

namespace schemac {
namespace {

Ran run_statement(const std::string& sql, const Step* step, Connection& connection) {
  auto ran = connection.execute(sql, step ? fmt::format("running step {} on", step->number) : "running a statement on");
  if (ran) return {};
  return std::unexpected(
      RefusedStatement{step ? step->number : 0, step ? step->description : "", sql, std::move(ran.error())});
}

Ran run_statements(const std::vector<Statement>& statements, const Step* step, Connection& connection) {
  for (const auto& statement : statements)
    if (auto ran = run_statement(statement.sql, step, connection); !ran) return ran;
  return {};
}

Ran run_inside(const ScriptUnit& unit, Connection& connection) {
  for (const auto& step : unit.steps)
    if (auto ran = run_statements(step.statements, step.step, connection); !ran) return ran;
  return run_statements(unit.last, nullptr, connection);
}

Ran run_unit(const ScriptUnit& unit, Connection& connection) {
  if (auto ran = run_statements(unit.before, nullptr, connection); !ran) return ran;
  if (unit.transactional)
    if (auto ran = run_statement(unit.begin, nullptr, connection); !ran) return ran;
  auto result = run_inside(unit, connection);
  if (unit.transactional) {
    auto ended = run_statement(result ? "COMMIT" : "ROLLBACK", nullptr, connection);
    if (result && !ended) {
      (void)run_statement("ROLLBACK", nullptr, connection);
      // what is deferred is refused here, whichever step it came from
      if (unit.steps.size() == 1) ended.error().step = unit.steps.front().step->number;
      result = std::move(ended);
    }
  }
  auto after = run_statements(unit.after, nullptr, connection);
  return result ? std::move(after) : std::move(result);
}

Ran run(const Plan& plan, Direction direction, Connection& connection) {
  for (const auto& unit : script_of(plan, direction))
    if (auto ran = run_unit(unit, connection); !ran) return ran;
  return {};
}

void give_frame(Unit& unit, const Schema& before, const Schema& after, const Dialect& dialect) {
  std::vector<Operation> there, back;
  for (const auto& step : unit.steps) there.push_back(step.operation);
  for (auto step = unit.steps.rbegin(); step != unit.steps.rend(); ++step)
    back.insert(back.end(), step->undo.operations.begin(), step->undo.operations.end());
  auto frame = dialect.frame(there, before, after);
  auto undo = dialect.frame(back, after, before);
  unit.before = std::move(frame.before);
  unit.begin = std::move(frame.begin);
  unit.last = std::move(frame.last);
  unit.after = std::move(frame.after);
  unit.undo_before = std::move(undo.before);
  unit.undo_last = std::move(undo.last);
  unit.undo_after = std::move(undo.after);
}

}  // namespace

std::string render(const RefusedStatement& refused) {
  auto errors = refused.errors;
  errors.front().notes.push_back(note_at("while running: " + refused.sql));
  return render(errors);
}

Ran run_up(const Plan& plan, Connection& connection) { return run(plan, Direction::up, connection); }

Ran run_down(const Plan& plan, Connection& connection) { return run(plan, Direction::down, connection); }

Plan stopped_after(const Plan& plan, int last, const Schema& from, const Dialect& dialect) {
  Plan cut = plan;
  Schema at = from;
  for (auto& phase : cut.phases) {
    for (auto& unit : phase.units) {
      const Schema before = at;
      const auto whole = unit.steps.size();
      std::erase_if(unit.steps, [&](const Step& step) { return step.number > last; });
      for (const auto& step : unit.steps) apply(step.operation, at);
      if (!unit.steps.empty() && unit.steps.size() < whole) give_frame(unit, before, at, dialect);
    }
    std::erase_if(phase.units, [](const Unit& unit) { return unit.steps.empty(); });
  }
  std::erase_if(cut.phases, [](const Phase& phase) { return phase.units.empty(); });
  return cut;
}

Result<void> prepare_as_tools_do(Connection& connection) {
  const auto dialect = connection.engine().dialect;
  if (dialect == "postgresql") return connection.execute("RESET ALL", "preparing the session with");
  if (dialect == "sqlite")
    return connection.execute("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF", "preparing the session with");
  return {};
}

}  // namespace schemac
