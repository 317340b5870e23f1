// Two names that have changed places: both are on both sides, and each stands for what the other stood for. Nobody can
// be sure of that from outside, so that it is a question at best.
#pragma once

#include <vector>

#include "diff/renames/guess.h"

namespace schemac {

// Both ways of each swap, one behind the other.
std::vector<ColumnGuess> guess_swapped_columns(const TableStates& states);
std::vector<ObjectGuess> guess_swapped_tables(const Schema& have, const Schema& wanted);

}  // namespace schemac
