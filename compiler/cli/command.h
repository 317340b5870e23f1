// One command of the command line: adds itself to the parser; when it was chosen, `action` holds what to do.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/console.h"

namespace schemac {

enum ExitCode : int {
  fine = 0,
  failed = 1,
  differences = 2,  // with --exit-code
  refused = 3,      // a safety gate said no
  undecided = 4,    // a rename needs a decision
  unverified = 5,
  usage = 64,
};

struct Invocation {
  ColourMode colour = ColourMode::automatic;
  std::function<int(const Console&)> action = {};
};

void add_diff(CLI::App& parser, Invocation& invocation);
void add_plan(CLI::App& parser, Invocation& invocation);
void add_inspect(CLI::App& parser, Invocation& invocation);
void add_fmt(CLI::App& parser, Invocation& invocation);
void add_check(CLI::App& parser, Invocation& invocation);
void add_graph(CLI::App& parser, Invocation& invocation);
void add_verify(CLI::App& parser, Invocation& invocation);
void add_renames(CLI::App& parser, Invocation& invocation);

// --color and the examples at the end of the help.
CLI::App* add_command(CLI::App& parser, Invocation& invocation, const std::string& name, const std::string& help,
                      const std::string& examples);

// The option's value must be one of `words`; a slip of the keyboard gets a suggestion.
CLI::Validator one_of(std::vector<std::string> words);

// What a stage's errors mean for the exit code.
int exit_code_of(const Diagnostics& errors);

// Writes a command's result; a full disk or a closed pipe is an error.
int finish(const Console& console, int code);

}  // namespace schemac
