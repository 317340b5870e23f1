// Names for what nobody named, by PostgreSQL's rules, so that an unnamed index here and the one the engine made are
// one.
#pragma once

#include "schema/schema.h"

namespace schemac::postgresql {

void make_up_names(Schema& schema);

}  // namespace schemac::postgresql
