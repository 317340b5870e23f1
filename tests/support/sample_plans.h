// Small plans made by hand, so that what reads a plan can be tested apart from what makes one.
#pragma once

#include <string>

#include "plan/plan.h"

namespace schemac::testing {

Type bigint_type();
Type varchar_type(int length);

// users gains a filled, required display_name; three steps in one transaction, then one outside of any.
Plan postgresql_plan();
// One rebuild in a frame that switches foreign keys off.
Plan sqlite_rebuild_plan();
// A step that destroys values and has nobody's consent.
Plan destructive_plan();
// A step that nothing undoes.
Plan one_way_plan();
Plan empty_plan();

// Fills number, description and the rollback matrix.
void number(Plan& plan);

}  // namespace schemac::testing
