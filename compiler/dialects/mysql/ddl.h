// CREATE TABLE text, as the servers write it, into the model.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "schema/schema.h"

namespace schemac::mysql {

// As it is written: not normalised. A column's CHARACTER SET is its attribute `charset`.
Result<Table> parse_create_table(const std::string& sql);
// A sequence of MariaDB's.
Result<Sequence> parse_create_sequence(const std::string& sql);

}  // namespace schemac::mysql
