// The two ways that SQL text is read.
#pragma once

#include "sources/sql/sql.h"

namespace schemac::sql {

Result<Source> read_sqlite(const SourceTexts& texts, const SourceOptions& options);

}  // namespace schemac::sql
