// The comment on any object.
#pragma once

#include <optional>
#include <string>

#include "operations/touches.h"
#include "operations/undo.h"
#include "schema/schema.h"

namespace schemac {

// `object` is a schema, table, column, constraint, index, sequence or type. An index or constraint is named by its
// table
// (`object.name`) and its own name (`object.part`).
struct SetComment {
  ObjectId object;
  std::optional<std::string> before;
  std::optional<std::string> after;
  bool operator==(const SetComment&) const = default;
};

std::string describe(const SetComment&);
void apply(const SetComment&, Schema&);
Undo invert(const SetComment&);
Touches touches(const SetComment&);

}  // namespace schemac
