// The canonical form of a PostgreSQL schema.
#pragma once

#include "base/diagnostic.h"
#include "schema/schema.h"

namespace schemac::postgresql {

Diagnostics normalise(Schema& schema);

// The parts that need nothing but the table itself; introspection runs them while it builds.
void settle_expressions(Table& table);  // spelling, columns and objects
void sort_table(Table& table);

// What a sequence gets where nothing was stated: bounds follow type and direction, the start follows the bounds.
SequenceOptions settled(SequenceOptions options);
bool same_default(const Column& a, const Column& b);

}  // namespace schemac::postgresql
