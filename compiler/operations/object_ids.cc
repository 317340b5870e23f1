#include "operations/object_ids.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "operations/collations.h"

namespace schemac {

ObjectId schema_id(const std::string& name) { return {ObjectKind::schema, {name, {}}}; }
ObjectId table_id(const QualifiedName& table) { return {ObjectKind::table, table}; }
ObjectId relation_id(const std::string& schema, const std::string& name) {
  return {ObjectKind::relation_name, {schema, name}};
}
ObjectId type_id(const QualifiedName& type) { return {ObjectKind::type, type}; }
ObjectId column_id(const QualifiedName& table, const std::string& column) {
  return {ObjectKind::column, table, column};
}
ObjectId column_facet(ObjectKind facet, const QualifiedName& table, const std::string& column) {
  return {facet, table, column};
}
ObjectId constraint_id(const QualifiedName& table, const Constraint& constraint) {
  return {ObjectKind::constraint, table, constraint_label(constraint)};
}
ObjectId index_id(const QualifiedName& table, const std::string& index) { return {ObjectKind::index, table, index}; }
ObjectId sequence_id(const QualifiedName& sequence) { return {ObjectKind::sequence, sequence}; }
ObjectId settings_below_id(const QualifiedName& table, const std::string& column) {
  return {ObjectKind::sql_object, table, "settings below " + column};
}
ObjectId triggers_below_id(const QualifiedName& trigger) { return {ObjectKind::sql_object, trigger, "triggers below"}; }
bool is_about_those_below(const ObjectId& id) {
  return is_settings_below(id) || id == keys_of_partitions_id(id.name) ||
         (id.kind == ObjectKind::sql_object && (id.part == "triggers below" || id.part == "states below"));
}
bool is_settings_below(const ObjectId& id) {
  return id.kind == ObjectKind::sql_object && id.part.starts_with("settings below ");
}
ObjectId routine_id(const QualifiedName& routine) { return {ObjectKind::sql_object, routine, "routine"}; }

ObjectId key_id(const QualifiedName& table, const std::vector<std::string>& columns) {
  auto sorted = columns;  // a foreign key may list the columns of a key in any order
  std::sort(sorted.begin(), sorted.end());
  return {ObjectKind::key, table, fmt::format("{}", fmt::join(sorted, ","))};
}
ObjectId keys_of_partitions_id(const QualifiedName& table) { return {ObjectKind::key, table, "(of partitions)"}; }

void append(std::vector<ObjectId>& to, const std::vector<ObjectId>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

namespace {

void append_columns(std::vector<ObjectId>& ids, const QualifiedName& table, const std::vector<std::string>& columns) {
  for (const auto& column : columns) {
    ids.push_back(column_id(table, column));
    ids.push_back(column_facet(ObjectKind::column_type, table, column));
  }
}

}  // namespace

std::vector<ObjectId> named_by(const QualifiedName& table, const Column& column) {
  std::vector<ObjectId> ids = {table_id(table)};
  append(ids, collation_ids(column.collation));
  if (column.type.user_type) ids.push_back(type_id(*column.type.user_type));
  if (column.default_value) append(ids, column.default_value->objects);
  if (column.generated) {
    append_columns(ids, table, column.generated->expression.columns);
    append(ids, column.generated->expression.objects);
  }
  return ids;
}

std::vector<ObjectId> named_by(const QualifiedName& table, const Constraint& constraint) {
  std::vector<ObjectId> ids = {table_id(table)};
  append_columns(ids, table, used_columns(constraint));
  if (const auto* check = std::get_if<Check>(&constraint.body)) append(ids, check->expression.objects);
  if (const auto* exclusion = std::get_if<Exclusion>(&constraint.body)) append(ids, exclusion->definition.objects);
  if (const auto* key = std::get_if<Key>(&constraint.body); key && key->primary)
    for (const auto& column : key->columns) ids.push_back(column_facet(ObjectKind::column_nullability, table, column));
  return ids;
}

std::vector<ObjectId> named_by(const QualifiedName& table, const Index& index) {
  std::vector<ObjectId> ids = {table_id(table)};
  append_columns(ids, table, used_columns(index));
  for (const auto& key : index.keys) {
    if (key.expression) append(ids, key.expression->objects);
    append(ids, collation_ids(key.collation));
  }
  if (index.where) append(ids, index.where->objects);
  if (index.attributes.contains("replica_identity"))  // PostgreSQL wants them NOT NULL for that
    for (const auto& key : index.keys) ids.push_back(column_facet(ObjectKind::column_nullability, table, key.column));
  return ids;
}

std::vector<ObjectId> referenced_by(const ForeignKey& key) {
  std::vector<ObjectId> ids = {table_id(key.references), key_id(key.references, key.referenced_columns)};
  append_columns(ids, key.references, key.referenced_columns);
  return ids;
}

// What a foreign key can refer to. Without schemas inside a database that is MySQL's: any index that begins with the
// columns.
static std::vector<ObjectId> keys_for_references(const QualifiedName& table, std::vector<std::string> columns) {
  std::vector<ObjectId> ids = {key_id(table, columns)};
  for (columns.pop_back(); table.schema.empty() && !columns.empty(); columns.pop_back())
    ids.push_back(key_id(table, columns));
  return ids;
}

std::vector<ObjectId> brought_by(const QualifiedName& table, const Column& column) {
  std::vector<ObjectId> ids = {column_id(table, column.name)};
  if (column.identity && !column.identity->sequence.text.empty())
    ids.push_back(relation_id(table.schema, column.identity->sequence.text));
  return ids;
}

std::vector<ObjectId> brought_by(const QualifiedName& table, const Constraint& constraint) {
  std::vector<ObjectId> ids = {constraint_id(table, constraint)};
  const auto* key = std::get_if<Key>(&constraint.body);
  if (key) append(ids, keys_for_references(table, key->columns));
  if (key && key->primary)
    ids.push_back(key_id(table, {}));  // the place that one key of a table can have: the old one leaves it first
  const bool has_index = key || std::holds_alternative<Exclusion>(constraint.body);
  if (has_index && !constraint.name.text.empty()) ids.push_back(relation_id(table.schema, constraint.name.text));
  // a database without schemas gives such a name once among all of its tables
  if (!has_index && table.schema.empty() && constraint.name.stated)
    ids.push_back(relation_id({}, "constraint " + constraint.name.text));
  return ids;
}

std::vector<ObjectId> brought_by(const QualifiedName& table, const Index& index) {
  std::vector<ObjectId> ids = {index_id(table, index.name.text), relation_id(table.schema, index.name.text)};
  const bool plain = std::none_of(index.keys.begin(), index.keys.end(),
                                  [](const IndexKey& key) { return key.expression.has_value(); });
  if ((index.unique || table.schema.empty()) && plain && !index.where) {
    std::vector<std::string> columns;
    for (const auto& key : index.keys) columns.push_back(key.column);
    append(ids, keys_for_references(table, columns));
  }
  return ids;
}

std::vector<ObjectId> brought_by(const Table& table) {
  std::vector<ObjectId> ids = {table_id(table.name), relation_id(table.name.schema, table.name.name),
                               type_id(table.name)};
  for (const auto& column : table.columns) append(ids, brought_by(table.name, column));
  for (const auto& constraint : table.constraints) append(ids, brought_by(table.name, constraint));
  return ids;
}

}  // namespace schemac
