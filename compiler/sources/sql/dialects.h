// The ways that SQL text is read.
#pragma once

#include "sources/sql/sql.h"

namespace schemac::sql {

Result<Source> read_sqlite(const SourceTexts& texts, const SourceOptions& options);
Result<Source> read_postgresql(const SourceTexts& texts, const SourceOptions& options);
Result<Source> read_through_server(const SourceTexts& texts, const SourceOptions& options);  // `options.scratch`

}  // namespace schemac::sql
