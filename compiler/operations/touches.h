// What an operation makes, uses and drops: all that the graph knows of it.
//
// The edges read off these lists, for each object x:
//   whoever uses the old x runs before it is changed or dropped (and after it was made, when nothing drops it: a
//   rename) a dropper runs before a maker: the name is free again a maker runs before a changer; both run before
//   whoever uses the new x where x is dropped for good, its changers and users run before that
#pragma once

#include <string>
#include <vector>

#include "base/object_id.h"

namespace schemac {

struct Touches {
  std::vector<ObjectId> makes = {};
  std::vector<ObjectId> drops = {};
  std::vector<ObjectId> changes = {};
  std::vector<ObjectId> uses = {};      // as it is in the wanted schema: after it is made and changed
  std::vector<ObjectId> uses_old = {};  // as it is in the present schema: before it is changed or dropped
  std::vector<ObjectId> references =
      {};  // like `uses`, where the engine checks a foreign key's target when it is declared
  std::vector<ObjectId> references_old = {};  // like `uses_old`, likewise
};

}  // namespace schemac
