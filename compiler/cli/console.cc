#include "cli/console.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace schemac {
namespace {

bool wants_colour(ColourMode mode, int descriptor) {
  switch (mode) {
    case ColourMode::always: return true;
    case ColourMode::never: return false;
    case ColourMode::automatic: break;
  }
  if (environment_variable("NO_COLOR") || environment_variable("TERM").value_or("dumb") == "dumb") return false;
  return isatty(descriptor) == 1;
}

}  // namespace

void Console::report(const Diagnostics& diagnostics) const { error << render(diagnostics, colour_error); }

void Console::report(const Diagnostic& diagnostic) const { error << render(diagnostic, colour_error); }

Console standard_console(ColourMode mode) {
  return {.out = std::cout, .error = std::cerr, .colour_out = wants_colour(mode, STDOUT_FILENO), .colour_error = wants_colour(mode, STDERR_FILENO)};
}

std::optional<std::string> environment_variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

}  // namespace schemac
