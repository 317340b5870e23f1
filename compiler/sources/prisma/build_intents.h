// `/// @was(name) @backfill("…") @using("…")`: what an author says beside the schema.
#pragma once

#include "sources/prisma/build.h"

namespace schemac::prisma {

void build_intents(const Datamodel& data, const std::string& default_schema, Built& out);

}  // namespace schemac::prisma
