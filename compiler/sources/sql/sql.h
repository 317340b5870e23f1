// SQL as a source: a file, or several that are run one after the other, become the schema that a database would have
// after them.
//
// SQLite reads its own statements, in memory. PostgreSQL's are folded into a growing schema without a server, or, where
// `SourceOptions::scratch` names a server, run there in a database that lives as long as the reading.
#pragma once

#include <string>

#include "sources/schemac/schemac.h"
#include "sources/source.h"

namespace schemac {

Result<Source> read_sql(const SourceTexts& texts, const std::string& name, const SourceOptions& options);

}  // namespace schemac
