// The ways that SQL text is read.
#pragma once

#include "sources/sql/sql.h"
#include "sources/sql/statements.h"

namespace schemac::sql {

Result<Source> read_sqlite(const SourceTexts& texts, const SourceOptions& options);
Result<Source> read_postgresql(const SourceTexts& texts, const SourceOptions& options);
Result<Source> read_mysql(const SourceTexts& texts, const SourceOptions& options);
// As `split` does for the others, with the comments in front of each.
Result<std::vector<Statement>> split_mysql(const std::shared_ptr<const SourceText>& source, const Engine& engine);
Result<Source> read_through_server(const SourceTexts& texts, const SourceOptions& options);  // `options.scratch`

}  // namespace schemac::sql
