// How long a database is waited for.
#pragma once

#include <optional>
#include <string>

#include "cli/command.h"
#include "connections/connection.h"

namespace schemac {

// As typed: `5s`, `500ms`, `2min`.
struct LimitsChoice {
  std::optional<std::string> lock;
  std::optional<std::string> statement;
};

void add_limits_options(CLI::App& command, LimitsChoice& choice);
Limits limits_of(const LimitsChoice& choice);

}  // namespace schemac
