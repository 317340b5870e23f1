// Names that a text leaves without a schema, where the other side's connection says which one they are in:
// `?schema=app`,
// `--default-schema=app`.
#pragma once

#include <string>

#include "sources/source.h"

namespace schemac {

// The schema that a place's URL gives to names without one; empty where it says nothing of that.
Result<std::string> default_schema_of(const std::string& place);

// Of a text that says where its names are: `public`, which every database has, is not spoken of where nothing stands in
// it.
void forget_empty_public(Schema& schema, const std::string& default_schema);

// Everything that was read into the engine's default schema is in `schema` from now on, in names and in SQL.
void move_default_schema(Source& source, const std::string& schema);

}  // namespace schemac
