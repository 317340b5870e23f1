// Operations in Alembic's own words.
//
// An operation has a typed call only where Alembic renders exactly what the plan says; everything else goes out as the
// plan's own SQL. What is left to the SQL on purpose: sequences, enums, identity changes, storage, exclusion
// constraints, names that hold a dot (Alembic splits them), comments that hold a backslash (doubled with --sql).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "emitters/python.h"
#include "plan/plan.h"

namespace schemac::alembic {

// The calls for these operations in place of these statements; statements that only check something come first.
// Nothing is left out: where the operations do not account for every statement, each statement is an execute().
std::vector<python::Expression> calls_for(const std::vector<Operation>& operations,
                                          const std::vector<Statement>& statements, const std::string& dialect);

}  // namespace schemac::alembic
