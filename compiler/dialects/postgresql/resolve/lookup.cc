#include "dialects/postgresql/resolve/lookup.h"

#include <algorithm>

#include "dialects/postgresql/partitions.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/routine_names.h"

namespace schemac::postgresql {
namespace {

bool is_relation(std::string_view kind) { return kind == "view" || kind == "materialized view" || kind == "partition" || kind == "foreign table"; }

}  // namespace

std::vector<std::string> argument_types(const std::string& routine) {
  const auto arguments = routine_arguments(routine);
  std::vector<std::string> out;
  if (arguments.size() < 2) return out;
  bool quoted = false;
  std::string one;
  for (const char c : std::string_view(arguments).substr(1, arguments.size() - 2)) {
    if (c == '"') quoted = !quoted;
    if (!quoted && c == ',') {
      out.push_back(std::move(one));
      one.clear();
    } else if (!(one.empty() && c == ' ')) {
      one += c;
    }
  }
  if (!one.empty()) out.push_back(std::move(one));
  return out;
}

Lookup::Lookup(const Schema& schema, std::vector<std::string> search_path) : schema_(schema), search_path_(std::move(search_path)) {
  for (const auto& [key, object] : schema.sql_objects) {
    const ObjectId id{ObjectKind::sql_object, key.name, key.kind};
    if (is_relation(key.kind)) relations_.emplace(key.name, id);
    if (is_type_of_columns(key.kind) || key.kind == "type") types_.emplace(key.name, id);
    if (is_routine(key.kind)) routines_[{key.name.schema, split_routine(key.name.name).name}].push_back(id);
  }
}

template <class Find>
auto Lookup::along_the_path(const QualifiedName& name, Find&& find) const -> decltype(find(name)) {
  if (!name.schema.empty()) return find(name);
  for (const auto& space : search_path_)
    if (auto found = find(QualifiedName{space, name.name})) return found;
  return std::nullopt;
}

std::optional<ObjectId> Lookup::relation(const QualifiedName& name) const {
  return along_the_path(name, [&](const QualifiedName& full) -> std::optional<ObjectId> {
    if (schema_.tables.contains(full)) return table_id(full);
    if (const auto at = relations_.find(full); at != relations_.end()) return at->second;
    if (schema_.sequences.contains(full)) return sequence_id(full);
    return std::nullopt;
  });
}

std::optional<ObjectId> Lookup::type(const QualifiedName& name) const {
  return along_the_path(name, [&](const QualifiedName& full) -> std::optional<ObjectId> {
    if (schema_.enums.contains(full)) return type_id(full);
    if (const auto at = types_.find(full); at != types_.end()) return at->second;
    if (schema_.tables.contains(full)) return table_id(full);
    if (const auto at = relations_.find(full); at != relations_.end()) return at->second;
    return std::nullopt;
  });
}

std::vector<ObjectId> Lookup::routines(const QualifiedName& name) const {
  const auto found = along_the_path(name, [&](const QualifiedName& full) -> std::optional<std::vector<ObjectId>> {
    const auto at = routines_.find(full);
    return at == routines_.end() ? std::nullopt : std::optional(at->second);
  });
  return found.value_or(std::vector<ObjectId>{});
}

const Table* Lookup::table_of(const ObjectId& relation) const {
  if (relation.kind == ObjectKind::table) return schema_.tables.find(relation.name);
  if (relation.kind != ObjectKind::sql_object || relation.part != "partition") return nullptr;
  return schema_.tables.find(root_of(relation.name, schema_));
}

}  // namespace schemac::postgresql
