// How a routine is called in the model: `f(integer, text)`, its name and its arguments' types in one text. A name that
// holds a parenthesis or a quote stands in double quotes, as in SQL: `"f() is"(integer)`. So the two come apart in one
// way only.
#pragma once

#include <string>
#include <string_view>

namespace schemac {

struct RoutineName {
  std::string name;       // as the engine stores it
  std::string arguments;  // with their parentheses; empty where only the name is given
};

std::string routine_key(std::string_view name, std::string_view arguments);
RoutineName split_routine(std::string_view key);
// The arguments alone.
std::string routine_arguments(std::string_view key);

}  // namespace schemac
