// Syntax → data model: looks every name up, understands every attribute and refuses what Prisma refuses, at the same
// line.
#pragma once

#include "base/diagnostic.h"
#include "sources/prisma/datamodel.h"
#include "sources/prisma/parser.h"

namespace schemac::prisma {

// Points into `document`. Whole only when `errors` got no error. `fallback` is the provider of a document without a
// datasource.
Datamodel resolve(const Document& document, Provider fallback, Diagnostics& errors);

// No model, enum or type may be called so.
bool is_reserved(std::string_view name);

}  // namespace schemac::prisma
