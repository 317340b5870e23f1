// Schemas, and objects given as SQL, that got another name.
#pragma once

#include <vector>

#include "diff/rename_ledger.h"

namespace schemac {

struct ObjectMatch {
  const DiffInput& input;
  const Dialect& dialect;
  RenameLedger& ledger;
};

// Both apply what they return to `present`.
std::vector<Operation> match_schemas(const ObjectMatch& match, Schema& present);
std::vector<Operation> match_sql_objects(const ObjectMatch& match, Schema& present);

}  // namespace schemac
