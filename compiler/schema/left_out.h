// What is there, and takes no part in the comparison because somebody said so (`--exclude`, `--schemas`). Where it
// hangs on something that is made again it goes and comes with that; the rest stands in the way of whatever takes away
// what it needs.
#pragma once

#include <set>
#include <vector>

#include "schema/schema.h"

namespace schemac {

struct LeftOut {
  std::vector<SqlObject> objects = {};
  std::vector<UnmanagedObject> others = {};  // and what tables that were left out need of those that were not

  std::set<SqlObjectKey> names() const {
    std::set<SqlObjectKey> out;
    for (const auto& object : objects) out.insert({object.kind, object.name});
    for (const auto& object : others) out.insert({object.kind, object.name});
    return out;
  }
};

}  // namespace schemac
