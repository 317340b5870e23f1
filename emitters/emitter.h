// A back end: prints a finished plan in the words of one tool. It sees the plan and what the plan carries, and nothing
// else.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "plan/plan.h"

namespace schemac {

struct EmitOptions {
  std::string out_directory = {};  // existing files there tell the tool's own numbering; empty: standard output
  std::string message = {};        // the migration's title; empty: the plan's
  bool down = false;               // single-file emitters: print the way back
  std::string timestamp = {};      // `20261121134500`, from SOURCE_DATE_EPOCH or the clock
  bool colour = false;             // reports on a terminal
  bool full = false;               // reports: the statements and the rollback matrix as well
};

struct OutputFile {
  std::string path;  // below out_directory
  std::string content;
};

struct Emitter {
  std::string_view name;  // of --emit
  std::string_view help;
  bool single_file;  // may be written to standard output
  Result<std::vector<OutputFile>> (*emit)(const Plan& plan, const EmitOptions& options);
};

std::span<const Emitter> emitters();
const Emitter* find_emitter(std::string_view name);

}  // namespace schemac
