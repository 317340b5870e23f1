// The canonical print: everything that takes part in `==`, one fact a line, in an order that does not depend on how it
// was declared. For fingerprints, and to show two schemas' difference in a test; the language that people write is
// printed by sources/schemac.
#pragma once

#include <string>

#include "schema/schema.h"

namespace schemac {

std::string canonical_print(const Schema& schema);
std::string canonical_print(const Table& table);
std::string canonical_print_without_tables(const Schema& schema);

}  // namespace schemac
