// The bounds of partitions as the servers keep them: computed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace schemac::mysql {

// `VALUES LESS THAN (to_days('2020-01-01'))` → `VALUES LESS THAN (737790)`, wherever it stands; what depends on a
// session is left.
std::string with_computed_bounds(std::string_view partitioning);

// `1 + 2 * 3` → `7`; nullopt for what is no whole number, or takes a session to compute.
std::optional<std::string> computed_number(std::string_view expression);

}  // namespace schemac::mysql
