// Names that differ in case alone are one name to an engine that ignores case, whatever was said about renames.
#pragma once

#include <set>
#include <vector>

#include "operations/operation.h"
#include "schema/schema.h"

namespace schemac {

// The renames that give `present` the spelling of `wanted`; they are applied to it.
std::vector<Operation> take_spelling(Schema& present, const Schema& wanted, std::size_t identifier_limit);

// A name that nothing in `taken` bears, for something on its way to another.
QualifiedName working_name(const QualifiedName& name, const std::set<QualifiedName>& taken,
                           std::size_t identifier_limit);

}  // namespace schemac
