// A finished plan: phases → transactional units → steps. Everything that emitters, reports, verify and apply need is in
// it; none of them looks back at the schemas it came from.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/pair.h"
#include "operations/found_rename.h"
#include "operations/online_copy.h"
#include "operations/operation.h"
#include "operations/statement.h"
#include "rules/rule.h"

namespace schemac {

struct StepUndo {
  std::vector<Operation> operations = {};
  std::vector<Statement> statements = {};
  UndoQuality quality = UndoQuality::exact;
  std::string loss = {};
};

struct Step {
  int number = 0;  // from 1, through the whole plan
  Operation operation;
  std::string description;  // `add column users.display_name varchar(300)`
  std::vector<Statement> statements;
  StepUndo undo;
  std::vector<Hazard> hazards = {};
  std::vector<OnlineCopy> online_copies = {};  // other ways to do it, where a table is copied
  bool destructive = false;                    // rows or values are lost
  bool allowed = true;                         // false: a hazard asks for consent, and nobody has given it
  std::string refused =
      {};  // not empty: must not run whatever anybody says, and why: an unmanaged object depends on it
};

// Steps that succeed or fail together.
struct Unit {
  bool transactional = true;
  std::vector<Statement> before = {};  // outside the transaction, on the same connection
  std::string begin = "BEGIN";
  std::vector<Step> steps;
  std::vector<Statement> last = {};   // inside, at the end
  std::vector<Statement> after = {};  // outside again, also after a failure
  // The same for the way back.
  std::vector<Statement> undo_before = {};
  std::vector<Statement> undo_last = {};
  std::vector<Statement> undo_after = {};
  bool undo_stands_alone = false;  // what is undone before it has to be committed, and its own undo before the next
};

struct Phase {
  std::string name;       // `direct`; later `expand`, `migrate`, `contract`
  std::string gate = {};  // what must be true before it may run
  std::vector<Unit> units;
};

// One place where the plan can stop. The way back from there undoes this step and all before it, the last one first,
// and loses what they lose: each row holds its own step's part, so that a plan of thousands of steps has a matrix of
// thousands of rows and no more.
struct RollbackRow {
  int after_step = 0;                      // 0: nothing ran
  UndoQuality worst = UndoQuality::exact;  // of this step and those before it
  std::string loss = {};                   // by undoing this step
};

struct Plan {
  static constexpr int version = 2;  // of the JSON form

  Engine engine;
  Pair<std::string> names;         // the two places, for people
  Pair<std::string> fingerprints;  // of the two schemas
  std::vector<Phase> phases = {};
  std::vector<RollbackRow> rollback = {};
  std::vector<std::string> notes = {};      // lost positions, things the source cannot say, objects left alone
  std::vector<std::string> unmanaged = {};  // `view active_users`
  std::vector<FoundRename> renames = {};    // those of the plan, those to be decided, and what else is known of renames
  // Where the wanted text, and behind it the present one, have an object: for tools that keep to that order. It decides
  // no step's.
  std::map<ObjectId, std::size_t> places = {};
  std::string title = {};  // for file names and revision messages: `add users.display_name and 3 more`

  bool empty() const { return phases.empty(); }
};

// Every step in order.
std::vector<const Step*> steps(const Plan& plan);
// Renames that nobody has decided: the plan drops and adds as long as they are open.
std::vector<const FoundRename*> open_renames(const Plan& plan);
// The refused ones.
std::vector<const Step*> steps_without_consent(const Plan& plan);

}  // namespace schemac
