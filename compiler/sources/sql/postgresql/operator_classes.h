// Operator classes by name: which go without saying, and which an extension brings.
#pragma once

#include <string>
#include <string_view>

namespace schemac::sql {

bool is_default_operator_class(std::string_view name, std::string_view method, std::string_view type);
std::string extension_of_operator_class(std::string_view name);  // empty: none that is known

}  // namespace schemac::sql
