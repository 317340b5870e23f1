// Proof that what stands behind PARTITION BY is one definition of partitions, and nothing more.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace schemac::mysql {

// Completes "the parameter `partition_by` …".
std::optional<std::string> fault_of_partitioning(std::string_view text);

}  // namespace schemac::mysql
