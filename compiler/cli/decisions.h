// The other gate: a rename that may be meant, or not, is decided by a person before anything is written.
#pragma once

#include "cli/comparison.h"
#include "cli/console.h"

namespace schemac {

// The plan, every rename in it decided: asked for on a terminal, and the answers kept in renames.toml. Where nobody can
// be asked, an error (`ambiguous-rename`) with the options that decide.
Result<Planned> plan_decided(const Comparison& comparison, const Settings& settings, const Console& console);

}  // namespace schemac
