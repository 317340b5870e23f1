// Objects that the wanted side neither declares nor could be silent about are nobody's: listed, and not to be broken.
#pragma once

#include "diff/diff.h"
#include "schema/left_out.h"

namespace schemac {

struct Silence {
  const Coverage& coverage;  // of the wanted side, like the intents
  const Intents& intents;
  const DiffOptions& options;
  const Coverage& present;  // of the other side: what speaks of everything is no earlier state of the wanted words
  const LeftOut& left_out;  // of the other side as well
};

// They leave `present` for its list of unmanaged objects. What hangs on a column that gets another type, or on a table
// whose rows have to move to a new one, joins `wanted` instead: it may have to be made again.
// Gives the names of those that joined it.
std::vector<SqlObjectKey> leave_alone(Schema& present, Schema& wanted, const Silence& silence);

// Owners that are not compared, as SQL objects of `present`: what may be made again gets back its own.
void keep_owners(const std::vector<SqlObject>& owners, Schema& present, Schema& wanted);

}  // namespace schemac
