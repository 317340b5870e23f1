// A back end: prints a finished plan in the words of one tool. It sees the plan and what the plan carries, and nothing
// else.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "plan/plan.h"

namespace schemac {

// A migration that a tool has noted in the database as one that ran there.
struct AppliedMigration {
  std::string key;            // revision, version or name
  std::string checksum = {};  // of the file that ran, where the tool notes it
  bool failed = false;        // and was neither run again nor set right
  bool baseline = false;      // stands for all up to its version
};

// What the tool's own table says, in the database that the plan starts from.
struct AppliedHistory {
  std::string table;            // its name
  bool found = false;           // the database has one
  bool database_empty = false;  // and nothing else either: then nothing ran there
  std::vector<AppliedMigration> migrations = {};
};

struct EmitOptions {
  std::string out_directory = {};  // existing files there tell the tool's own numbering; empty: standard output
  std::string message = {};        // the migration's title; empty: the plan's
  bool down = false;               // single-file emitters: print the way back
  std::string timestamp = {};      // `20261121134500`, from SOURCE_DATE_EPOCH or the clock
  bool colour = false;             // reports on a terminal
  std::size_t width = 110;         // reports: characters in a line
  bool full = false;               // reports: the statements and the rollback matrix as well
  std::optional<AppliedHistory> applied = {};  // unless the plan starts from a file, or nobody is to look
};

struct OutputFile {
  std::string path;  // below out_directory
  std::string content;
  bool present = false;  // a file there says this already, whatever its comments are
};

struct Emitter {
  std::string_view name;  // of --emit
  std::string_view help;
  bool single_file;  // may be written to standard output
  Result<std::vector<OutputFile>> (*emit)(const Plan& plan, const EmitOptions& options);
  // On the folder that is written to; nullptr: there is nothing to say.
  Diagnostics (*remarks)(const EmitOptions& options) = nullptr;
};

std::span<const Emitter> emitters();
const Emitter* find_emitter(std::string_view name);

}  // namespace schemac
