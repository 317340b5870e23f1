// Which function a call means: one that a statement made, one that an extension brings, or one of the server's own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sources/sql/postgresql/expression.h"

namespace schemac::sql {

struct FoundFunction {
  std::string name;                         // as it is printed
  std::vector<std::string> arguments = {};  // types, as far as known
  std::string result = {};
};

FoundFunction find_function(const State& state, const std::vector<std::string>& names, const std::vector<Typed>& arguments);
std::string result_of(const std::string& name, const std::vector<Typed>& arguments);

// The first argument of nextval() and its kin: `'public.numbers'::regclass`.
std::optional<std::string> sequence_argument(const State& state, const std::string& function, std::size_t place, const Typed& argument);
std::string relation_constant(const State& state, const std::string& content);

}  // namespace schemac::sql
