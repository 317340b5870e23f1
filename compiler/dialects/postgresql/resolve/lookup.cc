#include "dialects/postgresql/resolve/lookup.h"

#include <algorithm>

#include "dialects/postgresql/partitions.h"
#include "operations/inheritance.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/routine_names.h"

namespace schemac::postgresql {
namespace {

bool is_relation(std::string_view kind) {
  return kind == "view" || kind == "materialized view" || kind == "partition" || kind == "foreign table";
}

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

Lookup::Lookup(const Schema& schema, std::vector<std::string> search_path)
    : schema_(schema), search_path_(std::move(search_path)) {
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
    if (schema_.sequences.contains(full) || is_sequence_of_column(full)) return sequence_id(full);
    return std::nullopt;
  });
}

// Of an identity or a serial.
bool Lookup::is_sequence_of_column(const QualifiedName& name) const {
  if (!column_sequences_) {
    column_sequences_.emplace();
    for (const auto& [table, definition] : schema_.tables)
      for (const auto& column : definition->columns)
        if (column.identity) column_sequences_->insert({table.schema, column.identity->sequence.text});
  }
  return column_sequences_->contains(name);
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

namespace {

bool is_servers_own(const QualifiedName& name) {
  return name.schema == "pg_catalog" || name.schema == "information_schema" || name.schema == "pg_temp" ||
         (name.schema.empty() && name.name.starts_with("pg_"));
}

// Sets for this question are sorted by the name alone first: schema and name have changed their places.
QualifiedName turned(const QualifiedName& name) { return {name.name, name.schema}; }

bool has_name(const std::set<QualifiedName>& turned_names, const QualifiedName& name) {
  if (!name.schema.empty() && turned_names.contains(turned(name))) return true;
  if (turned_names.contains({name.name, {}})) return true;
  const auto first = turned_names.lower_bound({name.name, {}});
  return name.schema.empty() && first != turned_names.end() && first->schema == name.name;
}

}  // namespace

const Lookup::Names& Lookup::names() const {
  if (names_) return *names_;
  auto& out = names_.emplace();
  for (const auto& [name, table] : schema_.tables) {
    out.relations.insert(turned(name));
    for (const auto& column : table->columns)
      if (column.identity) out.relations.insert(turned({name.schema, column.identity->sequence.text}));
  }
  for (const auto& [name, sequence] : schema_.sequences) out.relations.insert(turned(name));
  for (const auto& [key, object] : schema_.sql_objects)
    if (is_relation(key.kind) || key.kind == "composite type" || key.kind == "index")
      out.relations.insert(turned(key.name));
  out.types = out.relations;
  for (const auto& [name, type] : schema_.enums) out.types.insert(turned(name));
  for (const auto& [name, id] : types_) out.types.insert(turned(name));
  for (const auto& [name, ids] : routines_) out.routines.insert(turned(name));
  for (const auto& object : schema_.unmanaged) {
    out.relations.insert(turned(object.name));
    out.types.insert(turned(object.name));
    out.routines.insert({split_routine(object.name.name).name, object.name.schema});
  }
  return out;
}

bool Lookup::lacks_relation(const QualifiedName& name) const {
  return !is_servers_own(name) && !has_name(names().relations, name);
}

bool Lookup::lacks_type(const QualifiedName& name) const {
  return !is_servers_own(name) && !has_name(names().types, name);
}

bool Lookup::lacks_routine(const QualifiedName& name) const {
  return !is_servers_own({name.schema, {}}) && !has_name(names().routines, name);
}

bool Lookup::is_ambiguous(const std::string& relation) const {
  if (schema_.namespaces.size() < 2) return false;
  const auto& all = names().relations;
  const auto first = all.lower_bound({relation, {}});
  return first != all.end() && first->schema == relation && std::next(first) != all.end() &&
         std::next(first)->schema == relation;
}

bool Lookup::knows_columns_of(const ObjectId& relation) const {
  const auto* table = table_of(relation);
  return table && !table->attributes.contains("inherits");
}

bool Lookup::has_column_somewhere(const std::string& column) const {
  return std::ranges::any_of(schema_.tables,
                             [&](const auto& entry) { return entry.second->columns.find(column) != nullptr; });
}

std::vector<std::string> Lookup::columns_of(const Table& table) const {
  std::vector<std::string> out;
  const auto add = [&](const std::string& name) {
    if (std::ranges::find(out, name) == out.end()) out.push_back(name);
  };
  if (const auto parents = table.attributes.find("inherits"); parents != table.attributes.end())
    for (const auto& name : inherited_from(parents->second))
      if (const auto* parent = schema_.tables.find(name); parent && parent != &table)
        std::ranges::for_each(columns_of(*parent), add);
  for (const auto& column : table.columns) add(column.name);
  return out;
}

const Table* Lookup::table_of(const ObjectId& relation) const {
  if (relation.kind == ObjectKind::table) return schema_.tables.find(relation.name);
  if (relation.kind != ObjectKind::sql_object || relation.part != "partition") return nullptr;
  return schema_.tables.find(root_of(relation.name, schema_));
}

}  // namespace schemac::postgresql
