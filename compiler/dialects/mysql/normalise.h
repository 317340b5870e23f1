// The one canonical form of a schema.
#pragma once

#include "base/diagnostic.h"
#include "schema/schema.h"

namespace schemac::mysql {

Diagnostics normalise(Schema& schema);

// The index that the server makes by itself for a foreign key that has none; nothing where there is one that does.
bool has_index_for(const Table& table, const std::vector<std::string>& columns);

}  // namespace schemac::mysql
