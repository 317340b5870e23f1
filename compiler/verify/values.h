// Values to put into a column, by its type and by what its table's checks speak of.
#pragma once

#include <string>
#include <vector>

#include "dialects/dialect.h"
#include "schema/schema.h"

namespace schemac {

// A literal by the column's type; another for each row where the type has enough. Empty for a type nothing is known of.
std::string likely_value(const Column& column, std::size_t row, const Schema& schema, const Dialect& dialect);

// A literal that the table's own conditions speak of: `status IN ('new', 'done')` says what it takes. Empty where there
// is none.
std::string spoken_value(const Table& table, const Column& column, std::size_t row, const Dialect& dialect);

}  // namespace schemac
