// What a step owes to a guess: a rename that was found and that nobody declared, or a drop whose object may go on under
// another name.
#pragma once

#include <span>
#include <vector>

#include "operations/found_rename.h"
#include "operations/operation.h"
#include "rules/rule.h"

namespace schemac {

std::vector<Hazard> rename_remarks(const Operation& operation, std::span<const FoundRename> renames);

}  // namespace schemac
