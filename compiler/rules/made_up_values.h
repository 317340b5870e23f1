// What the rows of a table hold in a new column that is NOT NULL and has no default: MySQL and MariaDB make a value up,
// the other engines refuse the column while there are rows.
#pragma once

#include <optional>
#include <string>

#include "schema/schema.h"

namespace schemac {

struct MadeUpValue {
  std::string text;                       // `0`, `''`, `the first label, 'new'`
  bool is_refused_in_some_modes = false;  // NO_ZERO_DATE together with a strict mode, as MySQL has them
};

// Unset: the statement is refused.
std::optional<MadeUpValue> made_up_value(const Engine& engine, const Column& column);
// NOT NULL, and nothing says what a row holds in it.
bool lacks_a_value(const Column& column);

}  // namespace schemac
