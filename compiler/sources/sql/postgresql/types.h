// Type names as statements spell them, resolved to what the catalogue would hold.
#pragma once

#include <optional>
#include <string>

#include "schema/types.h"
#include "sources/sql/postgresql/state.h"
#include "sources/sql/postgresql/type_table.h"

namespace schemac::sql {

// `serial` and its kin stay as they are: they are spellings of columns.
Type resolve_type(State& state, const Node& type_name);
// The same for a type that is named by a list of names, as in DROP TYPE.
std::optional<QualifiedName> find_type(const State& state, const std::vector<std::string>& names);

// As format_type prints it: with its arguments, or without.
std::string type_text(const Type& type);
std::string bare_type_text(Type type);

// A type with what stands in its parentheses: `(10,2)`.
struct TypeReference {
  TypeId type = 0;
  std::string modifier = {};
};

TypeReference type_reference(State& state, const Type& type);

// `de_DE.utf8`, or with its schema, as the model spells collations.
std::string collation_name(const State& state, const std::vector<std::string>& names);

}  // namespace schemac::sql
