// Other programs as sources: run without a shell, with a time limit, their output kept.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace schemac {

struct ProgramCall {
  std::vector<std::string> words;                       // the program, looked up in PATH, and its arguments
  std::map<std::string, std::string> environment = {};  // besides the caller's own
  std::chrono::milliseconds limit = std::chrono::milliseconds::max();
};

struct ProgramAnswer {
  int code = 0;  // exit status; 128 + the signal's number where one ended it, as shells say
  std::string out;
  std::string error;
  bool timed_out = false;
  bool too_long = false;  // of `out` only the beginning was kept
};

// Runs a program to its end, with nothing on its standard input. One that outlives its limit is ended (SIGTERM, then
// SIGKILL). Errors: it could not be started.
Result<ProgramAnswer> run_program(const ProgramCall& call);

// A command line's words as a POSIX shell would split them: blanks part them, '…', "…" and \x quote. Nothing is
// expanded. `python dump.py --name='a b'` → {"python", "dump.py", "--name=a b"}. Errors: a quote that is not closed.
Result<std::vector<std::string>> words_of_command(std::string_view command);

}  // namespace schemac
