#include "emitters/migration_files.h"

#include <algorithm>

#include <fmt/format.h>

namespace schemac {
namespace {

bool undone_by(const ScriptUnit& piece, const Step& step, const std::vector<ScriptUnit>& pieces) {
  const auto holds = [&](const ScriptUnit& unit) {
    return std::ranges::any_of(unit.steps, [&](const ScriptStep& each) { return each.step == &step; });
  };
  const auto last = std::find_if(pieces.rbegin(), pieces.rend(), holds);
  // a step without statements of its own is undone with the first piece
  return last == pieces.rend() ? &piece == &pieces.front() : &*last == &piece;
}

// Nothing surrounds such a piece: what stands around the whole unit does not concern single statements.
std::vector<ScriptUnit> cut_finer(const std::vector<ScriptUnit>& pieces, Outside outside) {
  std::vector<ScriptUnit> out;
  for (const auto& piece : pieces) {
    if (piece.transactional || piece.framed()) {
      out.push_back(piece);
      continue;
    }
    for (const auto& step : piece.steps) {
      const auto part = [&](std::vector<Statement> statements) {
        ScriptUnit unit{.transactional = false, .begin = piece.begin};
        unit.steps.push_back({step.step, step.direction, std::move(statements)});
        return unit;
      };
      if (outside == Outside::step_by_step)
        out.push_back(part(step.statements));
      else
        for (const auto& statement : step.statements) out.push_back(part({statement}));
    }
  }
  return out;
}

// Heirs keep a column, or had it already: more than a tool's word for the column of one table.
bool leaves_heirs_alone(const Operation* operation) {
  if (const auto* op = std::get_if<AddColumn>(&operation->variant())) return op->taken_from.empty();
  if (const auto* op = std::get_if<DropColumn>(&operation->variant())) return op->left_to.empty();
  return true;
}

std::string titled(const ScriptUnit& piece) {
  const auto& first = piece.steps.front().step->description;
  return piece.steps.size() == 1 ? first : fmt::format("{} and {} more", first, piece.steps.size() - 1);
}

}  // namespace

std::vector<MigrationFile> migration_files(const Plan& plan, std::string_view message, Outside outside) {
  std::vector<MigrationFile> files;
  for (const auto& phase : plan.phases) {
    const auto first = files.size();
    for (const auto& unit : phase.units) {
      const auto pieces = cut_finer(pieces_of(unit, Direction::up), outside);
      for (const auto& piece : pieces) {
        MigrationFile file{.up = piece, .down = {}, .stuck = {}, .title = titled(piece)};
        for (const auto& step : unit.steps)
          if (undone_by(piece, step, pieces) && step.undo.quality == UndoQuality::impossible)
            file.stuck.push_back(&step);
        file.down = pieces_of(unit, Direction::down, [&](const Step& step) { return undone_by(piece, step, pieces); });
        files.push_back(std::move(file));
      }
    }
    if (files.size() == first) continue;
    files[first].up.phase = phase.name;
    files[first].up.gate = phase.gate;
  }
  if (files.size() == 1) files.front().title = title_of(plan, message);
  if (files.size() > 1 && !message.empty())
    for (std::size_t at = 0; at < files.size(); ++at)
      files[at].title = fmt::format("{} {} of {}", message, at + 1, files.size());
  return files;
}

std::vector<const Operation*> whole_operations(const ScriptStep& script) {
  const bool up = script.direction == Direction::up;
  const auto& all = up ? script.step->statements : script.step->undo.statements;
  if (script.statements.size() != all.size()) return {};
  std::vector<const Operation*> operations;
  if (up)
    operations.push_back(&script.step->operation);
  else
    for (const auto& operation : script.step->undo.operations) operations.push_back(&operation);
  return std::ranges::all_of(operations, leaves_heirs_alone) ? operations : std::vector<const Operation*>{};
}

std::vector<std::string> heading(const MigrationFile& file, Direction direction) {
  const bool up = direction == Direction::up;
  std::vector<std::string> lines{
      fmt::format("schemac {}: {}{}", SCHEMAC_VERSION, up ? "" : "rollback of: ", file.title)};
  if (up && !file.up.gate.empty()) lines.push_back(fmt::format("{}: only when {}", file.up.phase, file.up.gate));
  for (const auto* step : file.stuck)
    lines.push_back(fmt::format("step {} cannot be rolled back: {}", step->number, step->undo.loss));
  return lines;
}

std::vector<std::string> announcement(const ScriptStep& script) {
  const auto& step = *script.step;
  if (script.direction == Direction::down) {
    std::vector<std::string> lines{fmt::format("undo {}. {}", step.number, step.description)};
    if (!step.undo.loss.empty()) lines.push_back("   " + step.undo.loss);
    return lines;
  }
  std::vector<std::string> lines{fmt::format("{}. {}", step.number, step.description)};
  for (const auto& hazard : step.hazards) lines.push_back(fmt::format("   {}: {}", hazard.rule, hazard.message));
  return lines;
}

bool needs_own_transactions(const std::vector<ScriptUnit>& pieces) {
  return pieces.size() > 1 ||
         std::ranges::any_of(pieces, [](const ScriptUnit& piece) { return !piece.transactional || piece.framed(); });
}

}  // namespace schemac
