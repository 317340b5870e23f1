// What leads from one form of a table to another in one ALTER TABLE.
#pragma once

#include <string>
#include <vector>

#include "operations/statement.h"
#include "schema/schema.h"

namespace schemac::mysql {

// Both have the same name. Mostly one statement; what the servers want by itself stands apart.
std::vector<Statement> alter_table(const Table& before, const Table& after, const Engine& engine);

}  // namespace schemac::mysql
