// Names that the engine made up and that something new is to bear.
//
// `prices` becomes `items` and a new `prices` is wanted: the key of `items` is still called `prices_pkey`. Nobody
// stated that name, so its bearer gives way and takes the one that is made up for it today.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "operations/operation.h"
#include "schema/schema.h"

namespace schemac {

class NamesInTheWay {
 public:
  NamesInTheWay() = default;
  // `operations` lead from `from` to `to`, and were found without looking at made-up names.
  NamesInTheWay(const Schema& from, const Schema& to, const std::vector<Operation>& operations);

  bool empty() const { return in_the_way_.empty(); }
  // What an object that is called `present`, and `wanted` by a made-up name, is to be called; unset: it keeps its name.
  std::optional<std::string> instead_of(const QualifiedName& present, const ObjectName& wanted) const;

 private:
  std::set<QualifiedName> in_the_way_;
  std::set<QualifiedName> present_;  // what relations of either side are called
  std::set<QualifiedName> wanted_;
};

}  // namespace schemac
