// A jsonb as the server prints it: keys by length and bytes, the last of equal ones, one space behind `:` and `,`.
#pragma once

#include <string>

namespace schemac::sql {

// What is no JSON is left as it is.
std::string jsonb_output(const std::string& text);

}  // namespace schemac::sql
