// Schemas and objects given as SQL that probably only changed their names: what they hold, or say, is the same.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "diff/renames/guess.h"
#include "schema/schema.h"

namespace schemac {

std::vector<RenameGuess<std::string>> guess_schemas(const Schema& have, const Schema& wanted,
                                                    const std::string& standard);

bool are_one_but_for_the_name(const SqlObject& have, const SqlObject& wanted);
// Both of one kind.
std::vector<ObjectGuess> guess_sql_objects(const std::map<QualifiedName, const SqlObject*>& have,
                                           const std::map<QualifiedName, const SqlObject*>& wanted);

}  // namespace schemac
