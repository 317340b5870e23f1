// Names in a text's SQL that mean nothing: an error at their place, before anything is sent anywhere.
//
// What the text alone decides is an error when it is read: a column that a table of the text does not have, a table
// alias that a query does not have, and, where the text speaks of everything, a relation, a type or a function that
// neither it, nor the engine, nor an extension of the text has. What a text is silent about (`app.schemac` declares no
// functions; a view looks at a foreign table) may be in the database: that is a doubt, which the other side settles.
#pragma once

#include "sources/source.h"

namespace schemac {

struct CheckedNames {
  bool objects = true;  // the text speaks of every relation, type and routine
  bool bodies = true;   // the engine has looked into routines when it made them
};

Result<void> check_names(Source& source, const CheckedNames& checked);

// Asks the other side for what `text` leaves open: a database for its catalogue, another text for what it declares.
// What a database does not have, and what `empty` cannot have, is an error.
Result<void> settle_doubts(Source& text, const Source& other);

// Where there is no other side.
Diagnostics as_warnings(const std::vector<Doubt>& doubts);

}  // namespace schemac
