// Objects that the model holds as PostgreSQL's own SQL: how they are named, made, replaced and taken away again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/operation.h"
#include "schema/schema.h"

namespace schemac::postgresql {

// What stands behind DROP and COMMENT ON: `VIEW public.adults`, `FUNCTION public.f(integer)`, `TRIGGER touch ON
// public.users`.
std::string reference_of(const SqlObject& object);
// `f(integer, text)` with its schema, quoted where it must be.
std::string routine_sql(const QualifiedName& routine);

// `public.a, "B".c` → its names, each as it is spelled.
std::vector<std::string> listed(std::string_view names);

// The definition as a statement of its own: what is said short in a file gets its CREATE in front, and ends in what the
// file says.
std::string defining_statement(const SqlObject& object);
std::vector<std::string> creation_of(const SqlObject& object);
std::vector<std::string> removal_of(const SqlObject& object);

// Kinds that ALTER … RENAME TO knows, and what it says of one of them.
std::vector<std::string> renamable_objects();
std::vector<std::string> renaming_of(const SqlObject& object, const QualifiedName& to);

// Whether the engine can put `after` in the place of `before` while others depend on it.
bool can_replace(const SqlObject& before, const SqlObject& after);
std::vector<std::string> replacement_of(const SqlObject& before, const SqlObject& after);

// The rights that the operation's new object gets of `default_privileges`, when they reach it.
std::optional<SqlObject> default_rights(const SqlObject& default_privileges, const Operation& operation);
// Statements by which what the operation makes gets none of them, and keeps those that they would take from it.
std::vector<std::string> without_default_rights(const SqlObject& default_privileges, const Operation& operation);

// The name under which the catalogue knows what a file may name shorter: `users.touch` for a trigger, `f(integer)` for
// a function.
QualifiedName full_name(const SqlObject& object);

// Of a kind whose names stand in no schema.
bool has_no_schema(std::string_view kind);
// A setting of another object: it says itself how it is taken back.
bool is_setting(const SqlObject& object);

}  // namespace schemac::postgresql
