// What the wanted schema's language has no words for is taken over from the present schema, so that a difference
// towards it neither drops nor changes that, and a table made anew keeps it.
#pragma once

#include "schema/coverage.h"
#include "schema/schema.h"

namespace schemac {

// `present` bears the names of `wanted` already.
void adopt_unsaid(const Schema& present, const Coverage& coverage, Schema& wanted);

// Whether two keys or indexes hold as much of each of their columns: no storage, whoever names the key says it.
bool hold_alike(const Attributes& a, const Attributes& b);

}  // namespace schemac
