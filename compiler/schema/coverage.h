// What a source is able to say. Outside it, absence is not a drop: a `schema.prisma` says nothing about CHECKs, so a
// difference towards it never drops one.
#pragma once

#include <optional>
#include <set>
#include <string>

namespace schemac {

enum class Aspect {
  namespaces,
  enums,
  sequences,
  checks,
  exclusions,
  foreign_keys,
  expression_indexes,
  partial_indexes,
  comments,
  collations,
  generated_columns,
  identity_options,
  deferrability,
  storage,  // attributes of tables, indexes and constraints
};

struct Coverage {
  std::set<Aspect> beyond = {};                          // what the source has no words for
  std::optional<std::set<std::string>> namespaces = {};  // unset: every namespace

  bool covers(Aspect aspect) const { return !beyond.contains(aspect); }
  bool covers_namespace(const std::string& name) const { return !namespaces || namespaces->contains(name); }
};

}  // namespace schemac
