// What a source is able to say. Outside it, absence is not a drop: a `schema.prisma` says nothing about CHECKs, so a
// difference towards it never drops one.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac {

enum class Aspect {
  namespaces,
  enums,
  sequences,
  checks,
  exclusions,
  foreign_keys,
  loose_references,  // foreign keys to what is not there, or is no key
  expression_indexes,
  partial_indexes,
  comments,
  collations,
  generated_columns,
  identity_options,
  deferrability,
  storage,  // attributes of tables, indexes and constraints, but for how much of its columns a key holds, and which way
  sql_objects,  // beyond: only those that the source declares are compared

  identities,        // whether a key counts up by itself
  list_nullability,  // NOT NULL of array columns
  key_nullability,   // NOT NULL of a primary key's columns, where the engine does not ask for it
  constraint_names,  // of foreign keys
  index_details,     // included columns, order of NULLs, collations, a condition behind an equal name; spatial indexes
  label_order,       // of an enum that keeps all of its labels; new ones then stand behind them
  unique_constraints,  // a unique constraint and a unique index are one to it
  indexes,
  column_order,  // where the order counts: columns stay where they are, new ones stand behind them
};

struct Coverage {
  std::set<Aspect> beyond = {};                          // what the source has no words for
  std::optional<std::set<std::string>> namespaces = {};  // unset: every namespace
  // Set by a source that knows kinds of types and of defaults alone: true when it cannot tell `wanted` from `present`.
  bool (*same_type)(const Type& present, const Type& wanted) = nullptr;
  bool (*same_default)(const Column& present, const Column& wanted) = nullptr;

  std::set<std::string, std::less<>> words_beyond = {};  // by the words below: whatever is there of them stays as it is
  std::vector<std::string> left_out = {};                // patterns of names (`audit.*`): neither side's are looked at
  // Said by the source or for it, not a property of its language: what it covers and does not have is not wanted.
  std::optional<std::string> claim = {};  // as a `covers` line says it

  bool covers(Aspect aspect) const { return !beyond.contains(aspect); }
  bool covers_namespace(const std::string& name) const { return !namespaces || namespaces->contains(name); }
};

// What a source can be said to cover, as `--manage`, `--exclude` and a `covers` line name it: `tables`, `views`,
// `grants`, …
std::span<const std::string_view> coverage_words();
// The word for a kind of object that is given as SQL: `views` for `materialized view`.
std::string_view coverage_word(std::string_view kind);
void leave_to_others(Coverage& coverage, std::string_view word);
void cover_only(Coverage& coverage, const std::set<std::string>& covered);

}  // namespace schemac
