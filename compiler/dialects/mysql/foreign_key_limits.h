// What no server lets a foreign key do: said when a schema is read, not when a migration is under way.
#pragma once

#include "base/diagnostic.h"
#include "schema/schema.h"

namespace schemac::mysql {

// Errors about the actions of one foreign key of `table` in view of what else the table says of the key's columns.
// Measured on MySQL 5.7.22 and 8.0.33, MariaDB 10.11 and 11.4 (their errors 1215, 1830, 1901, 1905, 3104, 3733, 3823).
Diagnostics impossible_actions(const Table& table, const Constraint& constraint, const Engine& engine);

}  // namespace schemac::mysql
