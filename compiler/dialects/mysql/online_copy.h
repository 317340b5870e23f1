// gh-ost and pt-online-schema-change: what they are told to do in place of an ALTER TABLE that copies, and when they
// must not.
#pragma once

#include <vector>

#include "operations/online_copy.h"
#include "operations/statement.h"
#include "schema/schema.h"

namespace schemac::mysql {

// Empty for a statement that copies no table.
std::vector<OnlineCopy> online_copies(const Statement& statement, const Schema& before, const Schema& after);

}  // namespace schemac::mysql
