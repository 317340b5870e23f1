// Where a command writes: results to `out`, everything else to `error`, so that results can be piped.
#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "base/diagnostic.h"

namespace schemac {

struct Console {
  std::ostream& out;
  std::ostream& error;
  bool colour_out = false;
  bool colour_error = false;
  std::size_t width = 110;  // of a line of the results, in characters

  void report(const Diagnostics& diagnostics) const;
  void report(const Diagnostic& diagnostic) const;
};

enum class ColourMode { automatic, always, never };

// NO_COLOR and a dumb terminal switch colour off unless somebody asks for it; a pipe has none.
Console standard_console(ColourMode mode);

// Messages say `$NAME` in place of this value from now on: what a configuration file takes from the environment is not
// its to tell.
void keep_to_oneself(const std::string& value, const std::string& name);

// The environment variable, when it is set and not empty.
std::optional<std::string> environment_variable(const char* name);

}  // namespace schemac
