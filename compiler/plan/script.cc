#include "plan/script.h"

#include <algorithm>

#include <fmt/format.h>

namespace schemac {
namespace {

template <class T>
std::vector<const T*> in_direction(const std::vector<T>& items, Direction direction) {
  std::vector<const T*> out;
  for (const auto& item : items) out.push_back(&item);
  if (direction == Direction::down) std::ranges::reverse(out);
  return out;
}

std::vector<ScriptStep> script_steps(const Unit& unit, Direction direction) {
  std::vector<ScriptStep> steps;
  for (const Step* step : in_direction(unit.steps, direction))
    steps.push_back({step, direction, direction == Direction::up ? step->statements : step->undo.statements});
  return steps;
}

// Appends to `pieces` what one statement belongs to: the piece at hand, or a new one when the transaction has to end or
// begin.
void place(std::vector<ScriptUnit>& pieces, const ScriptUnit& frame, const ScriptStep& step,
           const Statement& statement) {
  const bool inside = frame.transactional && statement.transactional;
  if (pieces.empty() || pieces.back().transactional != inside)
    pieces.push_back({.transactional = inside, .begin = frame.begin});
  auto& steps = pieces.back().steps;
  if (steps.empty() || steps.back().step != step.step) steps.push_back({step.step, step.direction, {}});
  steps.back().statements.push_back(statement);
}

std::vector<ScriptUnit> cut(const ScriptUnit& whole) {
  std::vector<ScriptUnit> pieces;
  for (const auto& step : whole.steps)
    for (const auto& statement : step.statements) place(pieces, whole, step, statement);
  if (pieces.empty()) return pieces;
  pieces.front().before = whole.before;
  pieces.back().after = whole.after;
  const auto inside =
      std::find_if(pieces.rbegin(), pieces.rend(), [](const ScriptUnit& piece) { return piece.transactional; });
  if (inside != pieces.rend()) inside->last = whole.last;
  return pieces;
}

ScriptUnit whole_unit(const Unit& unit, Direction direction) {
  const bool up = direction == Direction::up;
  // What has to go up alone may well come back together: the way back is cut by its own statements.
  return {.transactional = unit.transactional || !up,
          .before = up ? unit.before : unit.undo_before,
          .begin = unit.begin,
          .steps = script_steps(unit, direction),
          .last = up ? unit.last : unit.undo_last,
          .after = up ? unit.after : unit.undo_after};
}

// What has to be committed on the way up (a label, before it is used) seldom has to on the way back: there units that
// follow one another are one transaction, so that a row in the way leaves everything as it was.
void append_undone(std::vector<ScriptUnit>& units, std::vector<ScriptUnit> pieces, bool joins) {
  for (auto& piece : pieces) {
    const bool is_one = joins && !units.empty() && units.back().transactional && piece.transactional &&
                        !units.back().framed() && !piece.framed() && units.back().begin == piece.begin;
    if (is_one)
      std::ranges::move(piece.steps, std::back_inserter(units.back().steps));
    else
      units.push_back(std::move(piece));
  }
}

}  // namespace

std::vector<ScriptUnit> pieces_of(const Unit& unit, Direction direction, const std::function<bool(const Step&)>& only) {
  auto whole = whole_unit(unit, direction);
  if (only) std::erase_if(whole.steps, [&](const ScriptStep& step) { return !only(*step.step); });
  return cut(whole);
}

std::vector<ScriptUnit> script_of(const Plan& plan, Direction direction) {
  std::vector<ScriptUnit> units;
  for (const Phase* phase : in_direction(plan.phases, direction)) {
    std::vector<ScriptUnit> all;
    bool joins = false;
    for (const Unit* unit : in_direction(phase->units, direction)) {
      append_undone(all, pieces_of(*unit, direction), joins && !unit->undo_stands_alone);
      joins = direction == Direction::down && !unit->undo_stands_alone;
    }
    if (all.empty()) continue;
    all.front().phase = phase->name;
    if (direction == Direction::up) all.front().gate = phase->gate;
    std::ranges::move(all, std::back_inserter(units));
  }
  return units;
}

std::vector<const Step*> steps_without_way_back(const Plan& plan) {
  auto found = steps(plan);
  std::erase_if(found, [](const Step* step) { return step->undo.quality != UndoQuality::impossible; });
  return found;
}

Diagnostic no_way_back(const Plan& plan) {
  const auto stuck = steps_without_way_back(plan);
  auto error =
      error_at("no-way-back", stuck.size() == 1 ? fmt::format("step {} cannot be undone", stuck.front()->number)
                                                : fmt::format("{} steps cannot be undone", stuck.size()));
  for (const auto* step : stuck)
    error.notes.push_back(note_at(fmt::format("step {}, {}: {}", step->number, step->description, step->undo.loss)));
  return error;
}

}  // namespace schemac
