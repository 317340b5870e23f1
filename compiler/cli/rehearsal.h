// Rehearsing a plan for `verify`, and beside `diff` and `plan`: where, and what is said about it.
#pragma once

#include <optional>
#include <string>

#include "cli/comparison.h"
#include "verify/rehearse.h"

namespace schemac {

void add_verify_option(CLI::App& command, bool& wanted);  // --verify

// Where scratch databases are made: --scratch or the file's, SCHEMAC_SCRATCH_URL, the server of a live side.
Result<std::string> scratch_place(const Planned& planned);

// Consent asked for, the rehearsal held; nullopt when there is none, which has been said, and `code` set.
std::optional<Rehearsal> rehearse_planned(const Planned& planned, const Console& console, int& code);

// With --verify: the rehearsal, its report on standard error. `fine`, or the exit code with which the command is over.
int rehearse_aside(bool wanted, const Planned& planned, const Console& console);

// Counts the live rows that would make steps fail: warnings, and notes where that could not be done. Nothing with
// --no-row-checks, or where --from is no database.
Diagnostics rows_in_the_way(const Planned& planned);

}  // namespace schemac
