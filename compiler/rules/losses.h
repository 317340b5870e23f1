// What is lost with an object given as SQL and with a constraint: one table for every engine.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac {

// The rule that fires when an object of this kind is dropped for good; unset: nothing is lost that has to be asked for.
std::optional<std::string_view> loss_of_drop(const SqlObject& object);
// The same of what is made: a trigger's state that disables it, a right that everybody gets.
std::optional<std::string_view> loss_of_creation(const SqlObject& object);
std::optional<std::string_view> loss_of_replacement(const SqlObject& before, const SqlObject& after);
// It is part of a table, a type or another object, and goes with it.
bool goes_with_its_owner(const SqlObject& object);

// `drop-check`, `drop-foreign-key`, `drop-unique`
std::string_view loss_of_drop(const Constraint& constraint);
// `wanted` still has it, or what takes its place.
bool is_kept(const Constraint& constraint, const Table& present, const Table& wanted);
bool is_kept(const Index& unique_index, const Table& wanted);

// How the table's storage forgets rows that are written to it; empty: it keeps them.
std::string_view forgetful_storage(const Attributes& attributes);

}  // namespace schemac
