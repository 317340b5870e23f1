// A plan cut into the files of a tool that runs each file in one transaction or in none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emitters/emitter.h"
#include "emitters/script.h"

namespace schemac {

struct MigrationFile {
  ScriptUnit up;                   // one piece: wholly inside a transaction, or wholly outside
  std::vector<ScriptUnit> down;    // what undoes these steps; may be several pieces
  std::vector<const Step*> stuck;  // steps that nothing undoes: then `down` is not to be used
  std::string title;
};

// What runs outside of a transaction is cut finer, so that each file either happened or did not.
enum class Outside { step_by_step, statement_by_statement };

// A step whose statements fall into two files is undone with the later one.
std::vector<MigrationFile> migration_files(const Plan& plan, std::string_view message,
                                           Outside outside = Outside::step_by_step);

// The operations that a step's statements say, unless they say only a part of them, or more than a tool's words for
// them would.
std::vector<const Operation*> whole_operations(const ScriptStep& step);

// What stands above each file, without comment marks: title, the gate, what cannot be undone. Not the two sides: where
// the database is depends on who writes, and the file does not.
std::vector<std::string> heading(const MigrationFile& file, Direction direction);
// What stands above each step: its description and its hazards, or what its undo loses.
std::vector<std::string> announcement(const ScriptStep& step);

// True when the pieces need more than the one transaction that the tool opens by itself.
bool needs_own_transactions(const std::vector<ScriptUnit>& pieces);

}  // namespace schemac
