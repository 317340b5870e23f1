#include "dialects/postgresql/index_marks.h"

#include <algorithm>

#include <fmt/format.h>

#include "dialects/postgresql/names.h"
#include "dialects/postgresql/partitions.h"
#include "dialects/postgresql/words.h"
#include "operations/object_ids.h"

namespace schemac::postgresql {
namespace {

constexpr std::string_view identity = "partition replica identity", clustering = "partition clustering";

// Empty where rows are told apart without one.
std::string marked_index(const SqlObject& mark) {
  const Words words(mark.definition);
  const auto at = words.find(mark.kind == clustering ? "on" : "index", words.end_of_path(2));
  return at < words.size() ? unquoted(words.path(at + 1)) : std::string();
}

bool is_behind_index(const Constraint& constraint) {
  return std::holds_alternative<Key>(constraint.body) || std::holds_alternative<Exclusion>(constraint.body);
}

template <class List>
bool uses_column(const List& list, const std::string& column) {
  return std::ranges::any_of(list, [&](const auto& one) {
    const auto columns = used_columns(one);
    return std::ranges::find(columns, column) != columns.end();
  });
}

}  // namespace

bool is_index_mark(std::string_view kind) { return kind == identity || kind == clustering; }

SqlObject replica_identity_of(const QualifiedName& partition, std::string_view words) {
  return {.kind = std::string(identity),
          .name = partition,
          .definition = fmt::format("ALTER TABLE {} REPLICA IDENTITY {}", quote(partition), words)};
}

SqlObject clustering_of(const QualifiedName& partition, std::string_view index) {
  return {.kind = std::string(clustering),
          .name = partition,
          .definition = fmt::format("ALTER TABLE {} CLUSTER ON {}", quote(partition), quote(index))};
}

std::optional<ObjectId> own_index(const QualifiedName& partition, const std::string& index, const Schema& schema) {
  const QualifiedName plain{partition.schema, index}, behind_key{partition.schema, partition.name + "." + index};
  if (schema.sql_objects.contains({"index", plain})) return ObjectId{ObjectKind::sql_object, plain, "index"};
  if (schema.sql_objects.contains({"partition constraint", behind_key}))
    return ObjectId{ObjectKind::sql_object, behind_key, "partition constraint"};
  return std::nullopt;
}

std::vector<ObjectId> needs_of_index_mark(const SqlObject& mark, const Schema& schema) {
  std::vector<ObjectId> ids = {{ObjectKind::sql_object, mark.name, "partition"}};
  const auto index = marked_index(mark);
  if (const auto own = index.empty() ? std::nullopt : own_index(mark.name, index, schema)) ids.push_back(*own);
  return ids;
}

SqlObject with_keys_above(SqlObject mark, const Schema& schema) {
  if (!is_index_mark(mark.kind) || marked_index(mark).empty()) return mark;
  const auto root = root_of(mark.name, schema);
  mark.depends_on.push_back(keys_of_partitions_id(root));
  if (const auto* table = schema.tables.find(root))
    for (const auto& column : table->columns) {
      mark.depends_on.push_back(column_facet(ObjectKind::column_type, root, column.name));
      if (column.not_null) mark.depends_on.push_back(column_facet(ObjectKind::column_nullability, root, column.name));
    }
  for (const auto& [key, object] : schema.sql_objects)
    if (key.kind == "partition not null" && key.name.schema == mark.name.schema &&
        key.name.name.starts_with(mark.name.name + "."))
      mark.depends_on.push_back({ObjectKind::sql_object, key.name, key.kind});
  return mark;
}

bool is_made_again_below(const SqlObject& mark, const std::vector<Operation>& operations, const Schema& schema) {
  const auto index = marked_index(mark);
  if (index.empty() || own_index(mark.name, index, schema)) return false;
  const auto root = root_of(mark.name, schema);
  const auto* table = schema.tables.find(root);
  if (!table) return false;
  return std::ranges::any_of(operations, [&](const Operation& op) {
    const auto& variant = op.variant();
    if (const auto* dropped = std::get_if<DropIndex>(&variant)) return dropped->table == root;
    if (const auto* dropped = std::get_if<DropConstraint>(&variant))
      return dropped->table == root && is_behind_index(dropped->constraint);
    const auto* retyped = std::get_if<AlterColumnType>(&variant);
    return retyped && retyped->table == root &&
           (uses_column(table->indexes, retyped->before.name) || uses_column(table->constraints, retyped->before.name));
  });
}

}  // namespace schemac::postgresql
