// Asks the engine how it would store views that a schema file spells in its own way.
#pragma once

#include "connections/connection.h"
#include "schema/schema.h"

namespace schemac::postgresql {

// Each is made as a temporary view in a transaction that is always rolled back; what the engine then says is put in its
// place. One that cannot be made yet, because it looks at what is not there, keeps its spelling; so does one with a
// text in it where reading texts may run code of somebody else's, and then the answer is true.
Result<bool> ask_about_views(Connection& connection, Schema& wanted, bool texts_may_run);

}  // namespace schemac::postgresql
