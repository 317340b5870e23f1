// Partitions: how one is attached, what can be changed about that, and what no statement changes.
#pragma once

#include <functional>
#include <map>
#include <optional>
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

std::string attached(const Partition& partition);
std::string detached(const Partition& partition);

// The table at the top, through partitions of partitions.
QualifiedName root_of(QualifiedName name, const Schema& schema);

// The partition as the server would show it if it stood alone: with the columns, keys and indexes of the table at the
// top.
std::optional<Partition> as_table(const SqlObject& partition, const Schema& schema);

struct KeyColumn {
  QualifiedName root;         // whose column it is
  QualifiedName partitioned;  // the root, or one of its partitions
  const Column& column;
  std::string key;  // that looks at the column
};
void for_each_key_column(const Schema& schema, const std::function<void(const KeyColumn&)>& visit);

// The partition that a constraint or an index of its own stands on; null for another object.
const ObjectId* partition_of(const SqlObject& object);

// A trigger's state or the comment on it, `p.trigger`, where the trigger is one that the partition `p` has of a table
// above: that trigger, the partitions on the way to it, and for a state those that they have, which reach down to it.
std::vector<ObjectId> needs_of_trigger_part(const SqlObject& part, const Schema& schema);

// The statement that gives a partition's trigger the state of the one above; empty where it is no such trigger.
std::string state_of_trigger_above(const SqlObject& state, const Schema& schema);

// NOT NULL that the primary key of a partition alone leaves behind when it goes: `ALTER TABLE p ALTER COLUMN id DROP
// NOT NULL`. Nothing for another constraint.
std::vector<std::string> kept_by_a_key(const SqlObject& constraint, const Schema& schema);

// How a partition has a column of its parent: numbers that the parent draws by itself come by a default, or not at all.
Column as_in_a_partition(Column column, const QualifiedName& parent);

// Tables that become partitions partitioned in their turn, and partitioned ones that become plain ones.
Diagnostics changed_keys_of_partitions(const std::vector<Operation>& operations, const Schema& from, const Schema& to);

// Types that take another's place while a table is partitioned by a column that has them.
Diagnostics swapped_key_types(const std::vector<Operation>& operations, const Schema& from);

}  // namespace schemac::postgresql
