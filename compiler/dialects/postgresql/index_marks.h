// What a partition says of one of its indexes: `ALTER TABLE p REPLICA IDENTITY USING INDEX i`, `ALTER TABLE p CLUSTER
// ON i`; and of how its rows are told apart without one. Neither is its table's, nor does it reach down.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/object_id.h"
#include "operations/operation.h"
#include "schema/schema.h"

namespace schemac::postgresql {

// The object is called as its partition.
bool is_index_mark(std::string_view kind);
SqlObject replica_identity_of(const QualifiedName& partition, std::string_view words);  // `FULL`, `USING INDEX i`
SqlObject clustering_of(const QualifiedName& partition, std::string_view index);

// The index or the constraint that a partition has of its own by this name; nothing where its table's brings it.
std::optional<ObjectId> own_index(const QualifiedName& partition, const std::string& index, const Schema& schema);
std::vector<ObjectId> needs_of_index_mark(const SqlObject& mark, const Schema& schema);

// What is done to the table at the top before its partitions' indexes can be marked: types, keys and NOT NULL.
SqlObject with_keys_above(SqlObject mark, const Schema& schema);

// The operations make the marked index again, for the partition has it of its table: the mark would be lost.
bool is_made_again_below(const SqlObject& mark, const std::vector<Operation>& operations, const Schema& schema);

}  // namespace schemac::postgresql
