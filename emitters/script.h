// What the emitters that write SQL share: statements as a script has them, comments, titles. The order of a run is the
// plan's own.
#pragma once

#include <string>
#include <string_view>

#include "plan/script.h"

namespace schemac {

// The statement with its semicolon; one that ends in a line comment gets it on a line of its own.
std::string closed(std::string_view sql);

// The same for the clients of MySQL and for Flyway, which end a statement at the first semicolon unless they are told
// another sign.
std::string closed_for_mysql(std::string_view sql);

// Every line behind `-- `, line breaks and all, so that no name can end a comment early.
std::string sql_comment(std::string_view text);

// Lower-case ASCII words joined with `_`, for file names: `add column users.email` → `add_column_users_email`.
std::string slug_of(std::string_view title, std::size_t longest);

// The title of a migration: what the user gave, or the plan's own.
std::string title_of(const Plan& plan, std::string_view message);

}  // namespace schemac
