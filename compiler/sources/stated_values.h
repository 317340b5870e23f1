// Where values come from, said beside a source that has no place for it: --backfill, --back and --using, and the tables
// of these names in schemac.toml.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace schemac {

struct Source;

// Each text is `TABLE.COLUMN=EXPRESSION`, the expression in the dialect's SQL over the table's columns, the table with
// its schema or without: `users.display_name=first_name || ' ' || last_name`. They win over what the source itself says
// of the column. A conversion may also be `ENUM.LABEL=LABEL`: which label takes the place of one that goes. Errors: no
// such column or label in the source, text that is not one expression; of --back, which is about columns that go, a
// column that the source has.
Result<void> state_backs(Source& source, const std::vector<std::string>& texts);
Result<void> state_backfills(Source& source, const std::vector<std::string>& texts);
Result<void> state_conversions(Source& source, const std::vector<std::string>& texts);

}  // namespace schemac
