// Expressions with their columns' names left open, so that two that differ in a renamed column's name alone are one
// text.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac {

// `sign` gives what stands for a column of the expression's own table; empty: its name stays.
using Sign = std::function<std::string_view(const std::string& column)>;

// `lower(email) <> 'email'` with `@` for `email`: `lower(@) <> 'email'`.
std::string without_names(const Expression& expression, const Sign& sign);

}  // namespace schemac
