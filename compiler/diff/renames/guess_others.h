// Enum types, their labels and sequences that probably only changed their names. There are no histories to learn from:
// what speaks for one is weighed by rules.
#pragma once

#include <string>
#include <vector>

#include "diff/renames/guess.h"
#include "schema/schema.h"

namespace schemac {

std::vector<ObjectGuess> guess_enums(const Schema& have, const Schema& wanted, const MayBeOne<QualifiedName>& may_be);
std::vector<ColumnGuess> guess_labels(const EnumType& have, const EnumType& wanted,
                                      const MayBeOne<std::string>& may_be);
std::vector<ObjectGuess> guess_sequences(const Schema& have, const Schema& wanted,
                                         const MayBeOne<QualifiedName>& may_be);

}  // namespace schemac
