// Partitions that stand in the definition of their table, as MySQL's do:
//
//   RANGE (`a`) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)
//   way: RANGE (`a`)    partitions: p0 with `(10)`, p1 with `MAXVALUE`
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac {

struct ListedPartition {
  std::string name;
  std::string values;      // behind LESS THAN or IN
  std::string definition;  // all of it
  bool operator==(const ListedPartition&) const = default;
};

struct ListedPartitions {
  std::string way;
  bool ranges = false;  // else lists
  std::vector<ListedPartition> partitions = {};
};

// Of ranges and lists; nullopt of anything else, and of a table that is not partitioned.
std::optional<ListedPartitions> listed_partitions(const Attributes& attributes);

// Partitions that go and leave their rows no other place: the last ranges, and lists of values that no other partition
// has.
std::vector<std::string> partitions_gone_with_rows(const Attributes& before, const Attributes& after);
// Whether every row that the partitions hold, but those that go with theirs, has a place in the wanted ones; false
// where that is not known.
bool keeps_place_for_rows(const Attributes& before, const Attributes& after);

}  // namespace schemac
