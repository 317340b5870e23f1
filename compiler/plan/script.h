// A plan as a run of SQL, up or back: the transactional pieces in the order in which they run.
//
// Going back is not the mirror of going up: steps run backwards, each with its undo's statements, in the undo's own
// frame. A statement that the engine refuses inside a transaction splits a unit, so that no emitter has to look for
// one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "plan/plan.h"

namespace schemac {

enum class Direction { up, down };

struct ScriptStep {
  const Step* step;
  Direction direction;
  std::vector<Statement> statements;
};

struct ScriptUnit {
  bool transactional = true;
  std::vector<Statement> before = {};
  std::string begin = "BEGIN";
  std::vector<ScriptStep> steps = {};
  std::vector<Statement> last = {};
  std::vector<Statement> after = {};
  std::string gate = {};   // what must be true before this unit: set on a phase's first
  std::string phase = {};  // likewise

  // More than BEGIN and COMMIT around it: on SQLite a rebuild that switches foreign keys off.
  bool framed() const { return !before.empty() || !last.empty() || !after.empty(); }
};

std::vector<ScriptUnit> script_of(const Plan& plan, Direction direction);

// The pieces of one unit, in the order in which they run; with `only`, those of its steps that it takes.
std::vector<ScriptUnit> pieces_of(const Unit& unit, Direction direction,
                                  const std::function<bool(const Step&)>& only = {});

// The steps that nothing can undo; a way back exists only when there is none.
std::vector<const Step*> steps_without_way_back(const Plan& plan);
// The one error that an emitter gives for them.
Diagnostic no_way_back(const Plan& plan);

}  // namespace schemac
