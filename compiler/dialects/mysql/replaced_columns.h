// Columns that cannot become what they shall be: they go, and come again under their name.
#pragma once

#include <optional>

#include "schema/schema.h"

namespace schemac::mysql {

bool is_replaced(const Column& had, const Column& has);

// MySQL 5.7 drops no column that another one is computed from, not even together with it: the table as it is when those
// are gone. Nothing where there are none, and for all other servers.
std::optional<Table> without_what_computes_from_dropped(const Table& before, const Table& after, const Engine& engine);

}  // namespace schemac::mysql
