#include "tests/laws/case_options.h"

#include <gtest/gtest.h>

#include <sstream>

namespace schemac::test {

DiffOptions options_from(const std::string& lines, RenameMode usual) {
  DiffOptions options{.renames = usual};
  std::istringstream stream(lines);
  for (std::string line; std::getline(stream, line);) {
    const auto equals = line.find('=');
    const auto value = equals == std::string::npos ? "" : line.substr(equals + 1);
    if (line.starts_with("--rename="))
      options.rename.push_back(value);
    else if (line.starts_with("--no-rename="))
      options.no_rename.push_back(value);
    else if (line == "--renames=off")
      options.renames = RenameMode::off;
    else if (line == "--renames=declared")
      options.renames = RenameMode::declared;
    else if (line == "--renames=auto")
      options.renames = RenameMode::automatic;
    else if (!line.empty() && !line.starts_with("--include="))
      ADD_FAILURE() << "options: no option `" << line << "` for a case";
  }
  return options;
}

}  // namespace schemac::test
