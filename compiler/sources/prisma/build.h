// Data model → schema, with the names and types that Prisma's own migrations would give.
#pragma once

#include <map>

#include "dialects/dialect.h"
#include "schema/coverage.h"
#include "schema/intents.h"
#include "sources/prisma/datamodel.h"

namespace schemac::prisma {

struct Built {
  Schema schema;  // not yet normalised
  Coverage coverage;
  Intents intents;
  std::map<ObjectId, Span> declared;
  std::vector<ObjectId> order;  // in which Prisma's own engine would write them
  Diagnostics remarks;
};

Result<Built> build_schema(const Datamodel& data, const Dialect& dialect);

// What schema.prisma has no words for.
Coverage coverage_of(const Datamodel& data, const Dialect& dialect);

}  // namespace schemac::prisma
