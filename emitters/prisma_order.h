// The order in which Prisma writes the parts of a migration, as far as the parts allow it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "emitters/script.h"

namespace schemac::prisma {

// A part that is printed as a whole. Operations without statements of their own were split off another.
struct Part {
  std::vector<Operation> operations;
  std::vector<Statement> statements;
  const ScriptStep* step = nullptr;
};

// Foreign keys leave their new tables: Prisma adds them when all tables are there.
std::vector<Part> parts_of(const ScriptUnit& unit, bool split_foreign_keys);

// By Prisma's kinds where nothing that a part needs, or is needed by, comes to stand on its other side.
// `places`: of a plan.
std::vector<Part> in_prismas_order(std::vector<Part> parts, const std::map<ObjectId, std::size_t>& places,
                                   bool checks_references);

}  // namespace schemac::prisma
