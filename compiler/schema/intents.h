// What an author says about the way from one schema to the next, beside the schema itself: older names, where the
// values of a new column come from, how a value is converted. Takes no part in comparing schemas.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/object_id.h"
#include "base/source_text.h"

namespace schemac {

struct SqlText {
  std::string sql;
  Span where = {};
};

struct Intent {
  std::vector<QualifiedName> was =
      {};  // newest first; of a column only `name` is used, an empty schema is the object's own
  std::optional<SqlText> backfill = {};
  std::optional<SqlText> conversion = {};  // `using`
  Span where = {};                         // the declaration
};

// Keyed by the wanted object: table, column, type, sequence, index, constraint, enum_label.
using Intents = std::map<ObjectId, Intent>;

}  // namespace schemac
