// Columns and values in Knex's words. Everything here is nullopt when Knex would say something else than the plan, or
// when the text would not arrive: Knex splits names at dots and ` as `, and on PostgreSQL reads `?` as a parameter
// wherever it stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac::knex {

enum class Target { postgresql, sqlite };

bool is_safe_name(std::string_view name);
bool are_safe_names(const std::vector<std::string>& names);
bool is_safe_text(std::string_view sql);      // inside a call of the schema builder
bool is_safe_comment(std::string_view text);  // Knex quotes comments itself, and not every one rightly

// `table.string("email", 320)`, without modifiers.
std::optional<std::string> typed_column(const QualifiedName& table, const Column& column, Target target);
// `.defaultTo("x")`, or empty where the column has no default.
std::optional<std::string> default_modifier(const Column& column, Target target);

// The whole column; with `primary`, its table's key is this column alone and can be said beside it.
std::optional<std::string> column_call(const QualifiedName& table, const Column& column, const Constraint* primary,
                                       Target target);
// Whether column_call says the key as well.
bool says_primary(const QualifiedName& table, const Column& column, const Constraint& primary, Target target);

}  // namespace schemac::knex
