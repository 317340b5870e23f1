// What the column of a partition or of a heir has otherwise than its parent's.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/object_id.h"
#include "schema/schema.h"

namespace schemac::postgresql {

// A default, NOT NULL, storage, compression or a statistics target of its own, `ALTER TABLE p ALTER COLUMN a SET
// DEFAULT 1`. The object is called `p.a`; its kind is `partition default` and so on, of a heir `inherited default`.
bool is_column_setting(std::string_view kind);
std::vector<SqlObject> column_settings(const QualifiedName& table, const Column& own, const Column& parents,
                                       bool is_heir = false);

// The columns that heirs have of their parents, as they are there.
using InheritedColumns = std::map<QualifiedName, NamedList<Column>>;
std::vector<SqlObject> settings_of_heir(const Table& heir, const NamedList<Column>& inherited,
                                        const InheritedColumns& all, const Schema& schema);

// The statement that gives the partition's column what its parent's has: `ALTER TABLE p ALTER COLUMN a DROP DEFAULT`.
std::string back_to_parent(const SqlObject& setting, const Schema& schema);

// The column of the table at the top that a setting is about, and what of it: a statement there changes the partitions'
// columns as well, settings of their own or not.
std::optional<ObjectId> facet_above(const SqlObject& setting, const Schema& schema);

// What is done to the columns above reaches the setting's, whether there are settings of their own on the way or not.
std::vector<ObjectId> settings_above(const SqlObject& setting, const Schema& schema);

}  // namespace schemac::postgresql
