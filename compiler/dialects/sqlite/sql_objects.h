// Views and triggers as text: one canonical statement each, and how it is made and taken away.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "operations/operation.h"
#include "schema/schema.h"

namespace schemac::sqlite {

// Every definition becomes a whole statement as SQLite stores it, `CREATE VIEW name AS …`, and says what it depends on.
// Objects of other kinds, statements about something else than the object, and temporary ones are errors.
Diagnostics whole_statements(Schema& schema);

// A view's triggers go with it, so they are dropped before it and made again behind it where they are wanted. New
// triggers wait for the filling of their table's columns; those that go are gone by then.
void mind_triggers(std::vector<Operation>& operations, const Schema& from, const Schema& to);

}  // namespace schemac::sqlite
