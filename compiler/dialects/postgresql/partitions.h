// Partitions: how one is attached, what can be changed about that, and what no statement changes.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "operations/operation.h"
#include "schema/schema.h"

namespace schemac::postgresql {

// `CREATE UNLOGGED TABLE p PARTITION OF parent FOR VALUES … PARTITION BY key WITH (…) TABLESPACE t`
struct Attachment {
  std::string parent;
  std::string bound;  // with its FOR VALUES, or DEFAULT
  std::string key;    // of a partition that is partitioned in its turn: `LIST (a)`
  std::string options;
  std::string tablespace;
  bool unlogged = false;
};

Attachment attachment(const SqlObject& partition);

// Everything else about a partition can change while its rows stay where they are.
bool can_move(const Attachment& before, const Attachment& after);
std::vector<std::string> moved_partition(const QualifiedName& name, const Attachment& before, const Attachment& after);

// Changes of what a table or a partition is partitioned by. Its rows would have to move, and no statement does that.
Diagnostics unmovable_partitions(const std::vector<Operation>& operations, const Schema& from);

}  // namespace schemac::postgresql
