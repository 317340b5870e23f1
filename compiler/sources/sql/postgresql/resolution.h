// Which operator or function a name with arguments means, by the rules of PostgreSQL's chapter "Type Conversion"
// (parse_oper.c, parse_func.c): an exact match, else the candidate that needs the fewest and most preferred
// conversions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sources/sql/postgresql/state.h"
#include "sources/sql/postgresql/type_table.h"

namespace schemac::sql {

struct Candidate {
  std::string name;  // as it is printed
  std::vector<TypeId> declared = {};
  TypeId result = 0;
  bool spread = false;          // the variadic array stands as its elements
  std::size_t own = 0;          // how many arguments it has by itself, the variadic one being the last
  TypeId variadic = 0;          // the array's type, of a spread one
  std::vector<int> order = {};  // of named arguments: which one each given argument is
  bool set = false;
  char kind = 'f';
};

struct Call {
  std::vector<std::string> names;
  std::vector<TypeId> arguments;
  std::vector<std::string> argument_names = {};  // of those at the end that are named
  bool variadic = false;                         // VARIADIC is said
};

struct Resolved {
  Candidate candidate;
  std::vector<TypeId> arguments;  // what each given argument becomes; 0: as it is
  TypeId result = 0;
};

// Empty where none or several fit, or where what decides is not known.
std::optional<Resolved> resolve_operator(State& state, const std::string& name, TypeId left, TypeId right);
std::optional<Resolved> resolve_prefix_operator(State& state, const std::string& name, TypeId right);
std::optional<Resolved> resolve_function(State& state, const Call& call);

// The type that `text(x)`, `date(x)` converts to, where no function of that name fits.
TypeId conversion_by_call(State& state, const Call& call);

}  // namespace schemac::sql
