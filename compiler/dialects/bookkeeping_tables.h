// Tables in which migration tools keep their own books. They are never part of a schema.
#pragma once

#include <string_view>

namespace schemac {

bool is_bookkeeping_table(std::string_view name);

}  // namespace schemac
