// The tables that a table inherits from, as its attribute `inherits` has them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/object_id.h"
#include "schema/schema.h"

namespace schemac {

// `public.a, "B".c`; a bare name is in the schema `public`.
std::vector<QualifiedName> inherited_from(const std::string& written);

// Whom a table inherits from, and who inherits from it directly: both change when a table gets a parent or loses one.
ObjectId parents_id(const QualifiedName& table);
ObjectId heirs_id(const QualifiedName& table);

// The tables that inherit from each table: directly, or through others as well.
using Heirs = std::map<QualifiedName, std::vector<QualifiedName>>;
Heirs direct_heirs(const Schema& schema);
Heirs heirs(const Schema& schema);

}  // namespace schemac
