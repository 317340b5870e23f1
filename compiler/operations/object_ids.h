// Short ways to name what an operation touches, shared by the families.
#pragma once

#include <string>
#include <vector>

#include "operations/touches.h"
#include "schema/schema.h"

namespace schemac {

ObjectId schema_id(const std::string& name);
ObjectId table_id(const QualifiedName& table);
ObjectId relation_id(const std::string& schema, const std::string& name);
ObjectId type_id(const QualifiedName& type);
ObjectId column_id(const QualifiedName& table, const std::string& column);
ObjectId column_facet(ObjectKind facet, const QualifiedName& table, const std::string& column);
ObjectId constraint_id(const QualifiedName& table, const Constraint& constraint);
ObjectId index_id(const QualifiedName& table, const std::string& index);
ObjectId key_id(const QualifiedName& table, const std::vector<std::string>& columns);
// What keys and indexes of a partitioned table bring to its partitions. What a partition has of its own makes room for
// them before, and comes when they are gone.
ObjectId keys_of_partitions_id(const QualifiedName& table);
// What partitions and heirs have of their own on a column: a statement about the column of the table at the top reaches
// them as well, so theirs go before it and come again after it. Says nothing else of an operation.
ObjectId settings_below_id(const QualifiedName& table, const std::string& column);
bool is_settings_below(const ObjectId& id);
// Says what a statement reaches besides what it is about: settings, keys, triggers and their states further down.
bool is_about_those_below(const ObjectId& id);
// A trigger, `orders.touch`, that the table's partitions get as well: none of theirs may have the name.
ObjectId triggers_below_id(const QualifiedName& trigger);
ObjectId sequence_id(const QualifiedName& sequence);
// A function by its name alone, whatever its arguments: what an expression that calls it tells.
ObjectId routine_id(const QualifiedName& routine);

void append(std::vector<ObjectId>& to, const std::vector<ObjectId>& more);

// What a column's definition names: its type, its expressions' columns and objects.
std::vector<ObjectId> named_by(const QualifiedName& table, const Column& column);
std::vector<ObjectId> named_by(
    const QualifiedName& table,
    const Constraint& constraint);  // local columns and their types, not a foreign key's target
std::vector<ObjectId> named_by(const QualifiedName& table, const Index& index);
// A foreign key's target: the table and the key.
std::vector<ObjectId> referenced_by(const ForeignKey& key);

// What comes into being, and goes, with a column, a constraint, an index, a table.
std::vector<ObjectId> brought_by(const QualifiedName& table, const Column& column);
std::vector<ObjectId> brought_by(const QualifiedName& table, const Constraint& constraint);
std::vector<ObjectId> brought_by(const QualifiedName& table, const Index& index);
std::vector<ObjectId> brought_by(const Table& table);  // without its indexes

}  // namespace schemac
