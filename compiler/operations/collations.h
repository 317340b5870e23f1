// Collations that columns and index keys name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/object_id.h"

namespace schemac {

// Of `app."my order"` the object; none of a collation that is the engine's own.
std::vector<ObjectId> collation_ids(const std::optional<std::string>& collation);

}  // namespace schemac
