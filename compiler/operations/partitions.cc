#include "operations/partitions.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "operations/inheritance.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/rename.h"

namespace schemac {
namespace {

constexpr SqlLexis text_lexis = {.dollar_quotes = true};

// Where the name behind PARTITION OF stands.
struct Place {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Of the name behind two words.
Place place_behind(const std::string& sql, std::string_view first, std::string_view second) {
  const auto tokens = sql_tokens(sql, text_lexis);
  for (std::size_t at = 1; at + 1 < tokens.size(); ++at) {
    if (!equal_ignoring_case(tokens[at].text(sql), second) ||
        (!first.empty() && !equal_ignoring_case(tokens[at - 1].text(sql), first)))
      continue;
    auto last = at + 1;
    while (last + 2 < tokens.size() && tokens[last + 1].text(sql) == ".") last += 2;
    return {tokens[at + 1].begin, tokens[last].end};
  }
  return {};
}

Place place_of_parent(const std::string& sql) { return place_behind(sql, "partition", "of"); }

QualifiedName named(const std::string& written) {
  const auto names = inherited_from(written);
  return names.empty() ? QualifiedName{} : names.front();
}

std::string path(const QualifiedName& name) { return written_name(name.schema) + "." + written_name(name.name); }

template <class Change>
void change_partitions_of(Schema& schema, const QualifiedName& table, Change&& change) {
  for (auto& partition : partitions_of(table, schema)) {
    change(partition);
    const SqlObjectKey key{partition.kind, partition.name};
    schema.sql_objects.set(key, std::move(partition));
  }
}

// The names of both stay taken. Whatever happens to the table by itself names the table: that alone tells before and
// after.
ObjectId as_partition(const Partition& partition) {
  return {ObjectKind::sql_object, partition.object.name, partition.object.kind};
}
ObjectId as_table(const Partition& partition) { return table_id(partition.table.name); }

// What the engine compares when the partition joins.
std::vector<ObjectId> shape_of_parent(const Partition& partition) {
  std::vector<ObjectId> ids = {table_id(partition.parent)};
  for (const auto& column : partition.table.columns) {
    ids.push_back(column_id(partition.parent, column.name));
    for (const auto facet : {ObjectKind::column_type, ObjectKind::column_nullability, ObjectKind::column_default})
      ids.push_back(column_facet(facet, partition.parent, column.name));
  }
  for (const auto& constraint : partition.table.constraints)
    if (std::holds_alternative<Check>(constraint.body)) ids.push_back(constraint_id(partition.parent, constraint));
  return ids;
}

}  // namespace

std::string parent_of_partition(const SqlObject& partition) {
  const auto place = place_of_parent(partition.definition);
  return partition.definition.substr(place.begin, place.end - place.begin);
}

ObjectId bounds_id(const QualifiedName& parent) { return relation_id(parent.schema, "bounds of " + parent.name); }
ObjectId bounds_id(const SqlObject& partition) { return bounds_id(named(parent_of_partition(partition))); }

SqlObject renamed_partition(const SqlObject& partition, const QualifiedName& name) {
  SqlObject renamed = partition;
  renamed.name = name;
  const auto place = place_behind(renamed.definition, {}, "table");
  if (place.end > place.begin) renamed.definition.replace(place.begin, place.end - place.begin, path(name));
  return renamed;
}

std::vector<SqlObject> partitions_of(const QualifiedName& table, const Schema& schema) {
  std::vector<SqlObject> found;
  for (const auto& [key, object] : schema.sql_objects)
    if (key.kind == "partition" && named(parent_of_partition(*object)) == table) found.push_back(*object);
  for (std::size_t at = 0, direct = found.size(); at < direct; ++at)
    for (auto& below : partitions_of(found[at].name, schema)) found.push_back(std::move(below));
  return found;
}

void rename_parent_everywhere(Schema& schema, const QualifiedName& from, const QualifiedName& to) {
  change_partitions_of(schema, from, [&](SqlObject& partition) {
    for (auto& id : partition.depends_on)
      if (id.name == from) id.name = to;
    const auto place = place_of_parent(partition.definition);
    if (named(partition.definition.substr(place.begin, place.end - place.begin)) == from)
      partition.definition.replace(place.begin, place.end - place.begin, path(to));
  });
  std::vector<QualifiedName> heirs;
  for (const auto& [name, table] : schema.tables)
    if (const auto parents = table->attributes.find("inherits"); parents != table->attributes.end()) {
      const auto names = inherited_from(parents->second);
      if (std::find(names.begin(), names.end(), from) != names.end()) heirs.push_back(name);
    }
  for (const auto& heir : heirs)
    schema.tables.change(heir, [&](Table& table) {
      std::string parents;
      for (const auto& name : inherited_from(table.attributes["inherits"]))
        parents += (parents.empty() ? "" : ", ") + path(name == from ? to : name);
      table.attributes["inherits"] = parents;
    });
}

void rename_key_of_partitions(Schema& schema, const QualifiedName& name, const std::string& from,
                              const std::string& to) {
  change_partitions_of(schema, name, [&](SqlObject& partition) {
    for (auto& id : partition.depends_on)
      if (id.name == name && id.part == from) id.part = to;
    const auto by = partition.definition.find(" PARTITION BY ");
    if (by != std::string::npos)
      partition.definition =
          partition.definition.substr(0, by) + rename_in_sql(partition.definition.substr(by), from, to);
  });
}

std::string describe(const AttachPartition& op) {
  return fmt::format("attach table {} as a partition of {}", display(op.partition.table.name),
                     display(op.partition.parent));
}
std::string describe(const DetachPartition& op) {
  return fmt::format("detach partition {} of {}", display(op.partition.table.name), display(op.partition.parent));
}

void apply(const AttachPartition& op, Schema& schema) {
  schema.tables.erase(op.partition.table.name);
  schema.sql_objects.set({op.partition.object.kind, op.partition.object.name}, op.partition.object);
}
void apply(const DetachPartition& op, Schema& schema) {
  schema.sql_objects.erase({op.partition.object.kind, op.partition.object.name});
  schema.tables.set(op.partition.table.name, op.partition.table);
}

Undo invert(const AttachPartition& op) { return {.operations = {DetachPartition{op.partition, op.awaited}}}; }
Undo invert(const DetachPartition& op) { return {.operations = {AttachPartition{op.partition, op.awaited}}}; }

// The parent has the shape of the wanted schema by then, and in the present one's case still has it.
Touches touches(const AttachPartition& op) {
  Touches t{
      .makes = {as_partition(op.partition)}, .drops = {as_table(op.partition)}, .uses = shape_of_parent(op.partition)};
  append(t.makes, op.awaited);
  t.makes.push_back(bounds_id(op.partition.object));
  append(t.uses, op.partition.object.depends_on);
  return t;
}
Touches touches(const DetachPartition& op) {
  Touches t{.makes = {as_table(op.partition)},
            .drops = {as_partition(op.partition)},
            .uses_old = shape_of_parent(op.partition)};
  append(t.drops, op.awaited);
  t.drops.push_back(bounds_id(op.partition.object));
  append(t.uses_old, op.partition.object.depends_on);
  return t;
}

}  // namespace schemac
