// The file `options` of a case: one command-line option a line.
#pragma once

#include <string>

#include "diff/diff.h"

namespace schemac::test {

// How renames are matched; what is read (`--include`) is not for here. What no case has a use for is a failure of the
// test that asks.
DiffOptions options_from(const std::string& lines, RenameMode usual = RenameMode::automatic);

}  // namespace schemac::test
