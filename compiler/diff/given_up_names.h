// A name that somebody stated on the present side, where the same constraint of another database has one that its
// server made up. Of a database even a made-up name is known: it is wanted there, while in a text its absence means any
// name.
#pragma once

#include "schema/schema.h"

namespace schemac {

// States in `to` the names of a table's constraints where one of them is called otherwise in `from`, and on purpose.
void state_given_up_names(const Schema& from, Schema& to);

}  // namespace schemac
