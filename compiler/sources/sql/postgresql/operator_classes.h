// Operator classes: which one an index has without saying so, and which extension brings one.
#pragma once

#include <string>
#include <string_view>

#include "sources/sql/postgresql/state.h"

namespace schemac::sql {

// The class that a key of this type has where none is said (GetDefaultOpClass). With a type that is not known: some
// type's default.
bool is_default_operator_class(State& state, std::string_view name, std::string_view method, TypeId type);
std::string extension_of_operator_class(std::string_view name);

}  // namespace schemac::sql
