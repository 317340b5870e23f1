// Functions that no rule decides on here, and names of relations and types inside texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sources/sql/postgresql/expression.h"

namespace schemac::sql {

// Of `(integer, text)`: its types.
std::vector<std::string> types_in_signature(std::string_view signature);

// A call whose function is not known, or not which of several: its name as the server would print it.
Candidate unresolved_function(State& state, const std::vector<std::string>& names);

// `numbers` → `'public.numbers'::regclass`
std::string relation_constant(const State& state, const std::string& content);

}  // namespace schemac::sql
