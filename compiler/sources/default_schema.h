// Names that a text leaves without a schema, where the other side's connection says which one they are in: `?schema=app`,
// `--default-schema=app`.
#pragma once

#include <string>

#include "sources/source.h"

namespace schemac {

// Everything that was read into the engine's default schema is in `schema` from now on, in names and in SQL.
void move_default_schema(Source& source, const std::string& schema);

}  // namespace schemac
