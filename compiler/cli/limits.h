// How long databases and commands are waited for.
#pragma once

#include <optional>
#include <string>

#include "cli/command.h"
#include "sources/source.h"

namespace schemac {

// As typed: `5s`, `500ms`, `2min`.
struct LimitsChoice {
  std::optional<std::string> lock;
  std::optional<std::string> statement;
  std::optional<std::string> command;
};

void add_limits_options(CLI::App& command, LimitsChoice& choice);
void set_limits(SourceOptions& options, const LimitsChoice& choice);

}  // namespace schemac
