// Partitions: a table of its own becomes one, and one becomes a table of its own. The rows stay where they are.
#pragma once

#include <optional>
#include <vector>

#include "operations/touches.h"
#include "operations/undo.h"
#include "schema/schema.h"

namespace schemac {

// A partition, and the table that the engine makes of it when it leaves its parent, or takes as it in its place.
struct Partition {
  SqlObject object;  // of the kind `partition`
  Table table;
  QualifiedName parent;  // the table at the top, whose columns it has
  bool operator==(const Partition&) const = default;
};

struct AttachPartition {
  Partition partition;
  std::vector<ObjectId> awaited = {};  // what the parent loses before
  bool operator==(const AttachPartition&) const = default;
};

struct DetachPartition {
  Partition partition;
  std::vector<ObjectId> awaited = {};  // what the parent gets afterwards
  bool operator==(const DetachPartition&) const = default;
};

// The name behind PARTITION OF, as the definition has it.
std::string parent_of_partition(const SqlObject& partition);
// What partitions of one table share: their bounds must not overlap, so whoever gives up a part of them does so before
// another takes it.
ObjectId bounds_id(const QualifiedName& parent);
// The same of the table that this partition belongs to, directly.
ObjectId bounds_id(const SqlObject& partition);
// The same under another name.
SqlObject renamed_partition(const SqlObject& partition, const QualifiedName& name);
// Every partition below a table, those of partitions behind these.
std::vector<SqlObject> partitions_of(const QualifiedName& table, const Schema& schema);

// Definitions of partitions, keys of those that are partitioned in their turn, and lists of parents after a rename.
void rename_parent_everywhere(Schema& schema, const QualifiedName& from, const QualifiedName& to);
void rename_key_of_partitions(Schema& schema, const QualifiedName& table, const std::string& from,
                              const std::string& to);

std::string describe(const AttachPartition&);
std::string describe(const DetachPartition&);
void apply(const AttachPartition&, Schema&);
void apply(const DetachPartition&, Schema&);
Undo invert(const AttachPartition&);
Undo invert(const DetachPartition&);
Touches touches(const AttachPartition&);
Touches touches(const DetachPartition&);

}  // namespace schemac
