#include "dialects/postgresql/column_settings.h"

#include <algorithm>

#include <fmt/format.h>

#include "dialects/postgresql/names.h"
#include "dialects/postgresql/partitions.h"
#include "dialects/postgresql/types.h"
#include "dialects/postgresql/words.h"
#include "operations/inheritance.h"
#include "operations/object_ids.h"

namespace schemac::postgresql {
namespace {

std::string attribute(const Column& column, const char* key, std::string_view usual) {
  const auto at = column.attributes.find(key);
  return at == column.attributes.end() ? std::string(usual) : at->second;
}

struct ColumnSetting {
  std::string_view kind;  // behind `partition` or `inherited`
  ObjectKind facet;       // of the parent's column, that it stands instead of
  std::string (*action)(const Column&);
};

const std::vector<ColumnSetting>& settings_of_columns() {
  static const std::vector<ColumnSetting> all = {
      {"default", ObjectKind::column_default,
       [](const Column& column) {
         return column.default_value ? "SET DEFAULT " + column.default_value->sql : std::string("DROP DEFAULT");
       }},
      {"not null", ObjectKind::column_nullability,
       [](const Column& column) { return std::string(column.not_null ? "SET NOT NULL" : "DROP NOT NULL"); }},
      {"storage", ObjectKind::column,
       [](const Column& column) { return "SET STORAGE " + attribute(column, "storage", usual_storage(column.type)); }},
      {"compression", ObjectKind::column,
       [](const Column& column) { return "SET COMPRESSION " + attribute(column, "compression", "default"); }},
      {"statistics", ObjectKind::column,
       [](const Column& column) { return "SET STATISTICS " + attribute(column, "statistics", "-1"); }},
  };
  return all;
}

constexpr std::string_view of_partition = "partition ", of_heir = "inherited ";

const ColumnSetting* find_setting(std::string_view kind) {
  const auto& all = settings_of_columns();
  const auto prefix = kind.starts_with(of_heir) ? of_heir : of_partition;
  if (!kind.starts_with(prefix)) return nullptr;
  kind.remove_prefix(prefix.size());
  const auto at = std::ranges::find(all, kind, &ColumnSetting::kind);
  return at == all.end() ? nullptr : &*at;
}

std::string column_action(const QualifiedName& table, const std::string& column, const std::string& action) {
  return fmt::format("ALTER TABLE {} ALTER COLUMN {} {}", quote(table), quote(column), action);
}

}  // namespace

bool is_column_setting(std::string_view kind) { return find_setting(kind) != nullptr; }

std::vector<SqlObject> column_settings(const QualifiedName& table, const Column& own, const Column& parents,
                                       bool is_heir) {
  std::vector<SqlObject> out;
  for (const auto& setting : settings_of_columns()) {
    const auto action = setting.action(own);
    const bool is_parents = action == setting.action(parents) ||
                            (setting.facet == ObjectKind::column_nullability && !own.not_null && !is_heir) ||
                            (setting.facet == ObjectKind::column_default && own.generated);
    if (is_parents) continue;
    out.push_back({.kind = fmt::format("{}{}", is_heir ? of_heir : of_partition, setting.kind),
                   .name = {table.schema, table.name + "." + own.name},
                   .definition = column_action(table, own.name, action)});
  }
  return out;
}

namespace {

// `ALTER TABLE p ALTER COLUMN a …`
struct PlaceOfSetting {
  QualifiedName table;
  std::string column;
};

PlaceOfSetting place_of_setting(const SqlObject& setting) {
  const Words words(setting.definition);
  return {qualified_name(words.path(2)), unquoted(words.path(words.end_of_path(2) + 2))};
}

// The table, directly above, that the column comes from; unset where it is the table's own.
std::optional<QualifiedName> parent_with(const QualifiedName& table, const std::string& column, const Schema& schema) {
  if (const auto* partition = schema.sql_objects.find({"partition", table}))
    return qualified_name(attachment(*partition).parent);
  const auto* heir = schema.tables.find(table);
  const auto parents = heir ? heir->attributes.find("inherits") : Attributes::const_iterator();
  if (!heir || heir->columns.find(column) || parents == heir->attributes.end()) return std::nullopt;
  for (const auto& name : inherited_from(parents->second)) {
    const auto* parent = schema.tables.find(name);
    if (parent && (parent->columns.find(column) || parent_with(name, column, schema))) return name;
  }
  return std::nullopt;
}

// Where the column is a table's own.
ColumnName column_at_the_top(ColumnName at, const Schema& schema) {
  while (const auto parent = parent_with(at.table, at.column, schema)) at.table = *parent;
  return at;
}

}  // namespace

std::string back_to_parent(const SqlObject& setting, const Schema& schema) {
  const auto [table, name] = place_of_setting(setting);
  const auto parent = parent_with(table, name, schema);
  if (!parent) return {};
  if (const auto* above = schema.sql_objects.find({setting.kind, {parent->schema, parent->name + "." + name}})) {
    const Words words(above->definition);
    return column_action(table, name, words.from(words.end_of_path(words.end_of_path(2) + 2)));
  }
  const auto top = column_at_the_top({table, name}, schema);
  const auto* root = schema.tables.find(top.table);
  const auto* column = root ? root->columns.find(name) : nullptr;
  if (!column) return {};
  return column_action(table, name, find_setting(setting.kind)->action(as_in_a_partition(*column, top.table)));
}

std::optional<ObjectId> facet_above(const SqlObject& setting, const Schema& schema) {
  const auto* known = find_setting(setting.kind);
  if (!known) return std::nullopt;
  const auto [table, column] = place_of_setting(setting);
  const auto top = column_at_the_top({table, column}, schema);
  if (top.table == table) return std::nullopt;
  return known->facet == ObjectKind::column ? column_id(top.table, column)
                                            : column_facet(known->facet, top.table, column);
}

std::vector<ObjectId> settings_above(const SqlObject& setting, const Schema& schema) {
  std::vector<ObjectId> ids;
  if (!find_setting(setting.kind)) return ids;
  auto [table, column] = place_of_setting(setting);
  while (const auto parent = parent_with(table, column, schema)) {
    ids.push_back(settings_below_id(*parent, column));
    table = *parent;
  }
  return ids;
}

namespace {

// As the nearest table above has it that is known to have it.
std::optional<Column> column_above(const QualifiedName& heir, const std::string& name, const InheritedColumns& all,
                                   const Schema& schema) {
  for (auto parent = parent_with(heir, name, schema); parent; parent = parent_with(*parent, name, schema)) {
    const auto inherited = all.find(*parent);
    if (const auto* again = inherited == all.end() ? nullptr : inherited->second.find(name)) return *again;
    const auto* table = schema.tables.find(*parent);
    if (const auto* own = table ? table->columns.find(name) : nullptr) return as_in_a_partition(*own, *parent);
  }
  return std::nullopt;
}

}  // namespace

std::vector<SqlObject> settings_of_heir(const Table& heir, const NamedList<Column>& inherited,
                                        const InheritedColumns& all, const Schema& schema) {
  std::vector<SqlObject> out;
  for (auto own : inherited) {
    const auto parents = column_above(heir.name, own.name, all, schema);
    if (!parents) continue;
    if (const auto* key = primary_key(heir); key && std::ranges::find(key->columns, own.name) != key->columns.end())
      own.not_null = parents->not_null;  // said by the key
    for (auto& setting : column_settings(heir.name, own, *parents, true)) {
      setting.depends_on = {table_id(heir.name), column_id(heir.name, own.name)};
      if (setting.kind == "inherited default" && own.default_value)
        append(setting.depends_on, own.default_value->objects);
      out.push_back(std::move(setting));
    }
  }
  return out;
}

}  // namespace schemac::postgresql
