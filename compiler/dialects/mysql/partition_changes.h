// What leads from one list of partitions to another and touches no other partition: ADD, DROP and REORGANIZE PARTITION.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/schema.h"

namespace schemac::mysql {

struct PartitionChange {
  std::string clause;   // behind ALTER TABLE and the name
  bool copies = false;  // the rows of the partitions that it names
};

// In the order in which they run; nullopt where only PARTITION BY leads there, which writes every row.
std::optional<std::vector<PartitionChange>> partition_changes(const Attributes& before, const Attributes& after);

}  // namespace schemac::mysql
