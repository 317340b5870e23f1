#include "tests/laws/run_plan.h"

#include "emitters/script.h"

namespace schemac::test {
namespace {

Result<void> run_statements(const std::vector<Statement>& statements, Scratch& database) {
  for (const auto& statement : statements)
    if (auto ran = database.run(closed(statement.sql)); !ran) {
      ran.error().front().notes.push_back(note_at("while running: " + statement.sql));
      return ran;
    }
  return {};
}

Result<void> run_inside(const ScriptUnit& unit, Scratch& database) {
  for (const auto& step : unit.steps)
    if (auto ran = run_statements(step.statements, database); !ran) return ran;
  return run_statements(unit.last, database);
}

Result<void> run_unit(const ScriptUnit& unit, Scratch& database) {
  if (auto ran = run_statements(unit.before, database); !ran) return ran;
  if (unit.transactional)
    if (auto ran = database.run(unit.begin); !ran) return ran;
  auto result = run_inside(unit, database);
  if (unit.transactional) {
    const auto ended = database.run(result ? "COMMIT" : "ROLLBACK");
    if (result && !ended) {
      result = ended;
      (void)database.run("ROLLBACK");
    }
  }
  const auto after = run_statements(unit.after, database);
  return result ? after : result;
}

Result<void> run(const Plan& plan, Direction direction, Scratch& database) {
  for (const auto& unit : script_of(plan, direction))
    if (auto ran = run_unit(unit, database); !ran) return ran;
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

Result<void> run_up(const Plan& plan, Scratch& database) { return run(plan, Direction::up, database); }

Result<void> run_down(const Plan& plan, Scratch& database) { return run(plan, Direction::down, database); }

}  // namespace schemac::test
