// Statements for a tool whose connection looks in the default schema: `ALTER TABLE users` for `ALTER TABLE app.users`.
#pragma once

#include <string>

#include "plan/plan.h"

namespace schemac {

// Leaves the schema out of every name where that changes nothing: not where the server has something of that name,
// which it would find first, nor in a statement that speaks of the schema itself, nor in bodies of routines.
Plan unqualified(Plan plan, const std::string& schema);
std::string unqualified(const std::string& sql, const std::string& schema);

}  // namespace schemac
