#include "emitters/script.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/sql_tokens.h"

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

// Appends to `pieces` what one statement belongs to: the piece at hand, or a new one when the transaction has to end or begin.
void place(std::vector<ScriptUnit>& pieces, const ScriptUnit& frame, const ScriptStep& step, const Statement& statement) {
  const bool inside = frame.transactional && statement.transactional;
  if (pieces.empty() || pieces.back().transactional != inside) pieces.push_back({.transactional = inside, .begin = frame.begin});
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
  const auto inside = std::find_if(pieces.rbegin(), pieces.rend(), [](const ScriptUnit& piece) { return piece.transactional; });
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

}  // namespace

std::vector<ScriptUnit> pieces_of(const Unit& unit, Direction direction, const std::function<bool(const Step&)>& only) {
  auto whole = whole_unit(unit, direction);
  if (only) std::erase_if(whole.steps, [&](const ScriptStep& step) { return !only(*step.step); });
  return cut(whole);
}

std::vector<ScriptUnit> script_of(const Plan& plan, Direction direction) {
  std::vector<ScriptUnit> units;
  for (const Phase* phase : in_direction(plan.phases, direction)) {
    const auto first = units.size();
    for (const Unit* unit : in_direction(phase->units, direction))
      for (auto& piece : pieces_of(*unit, direction)) units.push_back(std::move(piece));
    if (units.size() == first) continue;
    units[first].phase = phase->name;
    if (direction == Direction::up) units[first].gate = phase->gate;
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
  auto error = error_at("no-way-back", stuck.size() == 1 ? fmt::format("step {} cannot be undone", stuck.front()->number)
                                                         : fmt::format("{} steps cannot be undone", stuck.size()));
  for (const auto* step : stuck) error.notes.push_back(note_at(fmt::format("step {}, {}: {}", step->number, step->description, step->undo.loss)));
  return error;
}

std::string closed(std::string_view sql) {
  // Dollar quotes count as quotes: the worst that a `$x$` of an engine without them can do is a line break too many.
  const auto tokens = sql_tokens(sql, {.dollar_quotes = true}, true);
  const bool comment_at_end = !tokens.empty() && (tokens.back().kind == SqlTokenKind::comment || !tokens.back().closed);
  return std::string(sql) + (comment_at_end ? "\n;" : ";");
}

std::string sql_comment(std::string_view text) {
  std::string out = "-- ";
  for (const char c : text) {
    if (c == '\r') continue;
    out += c;
    if (c == '\n') out += "-- ";
  }
  return out + "\n";
}

std::string slug_of(std::string_view title, std::size_t longest) {
  std::string slug;
  for (const char c : lower(title)) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (word)
      slug += c;
    else if (!slug.empty() && slug.back() != '_')
      slug += '_';
  }
  if (slug.size() > longest) {
    const auto end = slug.rfind('_', longest);
    slug.resize(end == std::string::npos || end == 0 ? longest : end);
  }
  while (slug.ends_with('_')) slug.pop_back();
  return slug.empty() ? "migration" : slug;
}

std::string title_of(const Plan& plan, std::string_view message) {
  if (!message.empty()) return std::string(message);
  if (!plan.title.empty()) return plan.title;
  const auto all = steps(plan);
  if (all.empty()) return "nothing to do";
  return all.size() == 1 ? all.front()->description : fmt::format("{} and {} more", all.front()->description, all.size() - 1);
}

}  // namespace schemac
