#include "dialects/postgresql/partitions.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/generated_names.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/types.h"
#include "dialects/postgresql/words.h"
#include "operations/inheritance.h"
#include "operations/object_ids.h"

namespace schemac::postgresql {
namespace {

std::string key_of(const Attributes& attributes) {
  const auto at = attributes.find("partition_by");
  return at == attributes.end() ? std::string() : at->second;
}

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

Column as_in_a_partition(Column column, const QualifiedName& parent) {
  if (!column.identity) return column;
  if (column.identity->kind == IdentityKind::serial)
    column.default_value = Expression{nextval_of(sequence_of(parent, *column.identity))};
  column.identity.reset();
  return column;
}

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

Attachment attachment(const SqlObject& partition) {
  const Words words(partition.definition);
  Attachment out;
  const auto of = words.find("of", words.find("partition"));
  const auto bound = words.end_of_path(of + 1);
  auto end = words.size();
  const auto cut = [&](std::size_t from, std::size_t words_of_clause) {
    if (from >= end) return std::string();
    auto text = words.between(from + words_of_clause, end);
    end = from;
    return text;
  };
  out.tablespace = cut(words.find("tablespace", bound), 1);
  auto with = words.find("with", bound);
  if (words.is(with + 2, "modulus")) with = words.find("with", with + 1);  // the first is of a hash partition's bound
  out.options = cut(with, 1);
  if (const auto by = words.find("by", bound); by < words.size()) out.key = cut(by - 1, 2);  // PARTITION BY
  out.parent = words.path(of + 1);
  out.bound = words.between(bound, end);
  out.unlogged = words.is(1, "unlogged");
  return out;
}

bool can_move(const Attachment& before, const Attachment& after) {
  return before.key == after.key && before.options == after.options;
}

std::vector<std::string> moved_partition(const QualifiedName& name, const Attachment& before, const Attachment& after) {
  std::vector<std::string> out;
  if (before.parent != after.parent || before.bound != after.bound) {
    out.push_back(fmt::format("ALTER TABLE {} DETACH PARTITION {}", before.parent, quote(name)));
    out.push_back(fmt::format("ALTER TABLE {} ATTACH PARTITION {} {}", after.parent, quote(name), after.bound));
  }
  if (before.unlogged != after.unlogged)
    out.push_back(fmt::format("ALTER TABLE {} SET {}", quote(name), after.unlogged ? "UNLOGGED" : "LOGGED"));
  if (before.tablespace != after.tablespace)
    out.push_back(fmt::format("ALTER TABLE {} SET TABLESPACE {}", quote(name),
                              after.tablespace.empty() ? "pg_default" : after.tablespace));
  return out;
}

std::string attached(const Partition& partition) {
  const auto clauses = attachment(partition.object);
  return fmt::format("ALTER TABLE {} ATTACH PARTITION {} {}", clauses.parent, quote(partition.table.name),
                     clauses.bound);
}

std::string detached(const Partition& partition) {
  return fmt::format("ALTER TABLE {} DETACH PARTITION {}", attachment(partition.object).parent,
                     quote(partition.table.name));
}

QualifiedName root_of(QualifiedName name, const Schema& schema) {
  while (const auto* partition = schema.sql_objects.find({"partition", name}))
    name = qualified_name(attachment(*partition).parent);
  return name;
}

std::optional<Partition> as_table(const SqlObject& partition, const Schema& schema) {
  const auto root = root_of(partition.name, schema);
  const auto* parent = schema.tables.find(root);
  if (!parent) return std::nullopt;
  const auto clauses = attachment(partition);
  Table table = *parent;
  table.name = partition.name;
  table.comment.reset();
  table.attributes.clear();
  if (!clauses.key.empty()) table.attributes["partition_by"] = clauses.key;
  if (!clauses.tablespace.empty()) table.attributes["tablespace"] = clauses.tablespace;
  if (clauses.unlogged) table.attributes["unlogged"] = "true";
  for (auto& column : table.columns) {
    column = as_in_a_partition(std::move(column), root);
    column.comment.reset();
  }
  for (auto& constraint : table.constraints) {
    const bool has_index =
        std::holds_alternative<Key>(constraint.body) || std::holds_alternative<Exclusion>(constraint.body);
    constraint.name =
        has_index ? ObjectName() : ObjectName{constraint.name.text, std::holds_alternative<Check>(constraint.body)};
    constraint.comment.reset();
  }
  for (auto& index : table.indexes) {
    index.name = {};
    index.comment.reset();
  }
  Schema named = schema;
  named.tables.set(table.name, std::move(table));
  make_up_names(named);
  return Partition{partition, *named.tables.find(partition.name), root};
}

void for_each_key_column(const Schema& schema, const std::function<void(const KeyColumn&)>& visit) {
  const auto look = [&](const QualifiedName& root, const QualifiedName& partitioned, const std::string& key) {
    const auto* table = key.empty() ? nullptr : schema.tables.find(root);
    if (!table) return;
    for (const auto& name : named_columns(key, table->columns))
      visit({root, partitioned, *table->columns.find(name), key});
  };
  for (const auto& [name, table] : schema.tables) look(name, name, key_of(table->attributes));
  for (const auto& [key, object] : schema.sql_objects)
    if (key.kind == "partition") look(root_of(key.name, schema), key.name, attachment(*object).key);
}

const ObjectId* partition_of(const SqlObject& object) {
  const auto partition = std::find_if(object.depends_on.begin(), object.depends_on.end(), [](const ObjectId& id) {
    return id.kind == ObjectKind::sql_object && id.part == "partition";
  });
  return partition == object.depends_on.end() ? nullptr : &*partition;
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
      setting.depends_on = {table_id(heir.name)};
      if (setting.kind == "inherited default" && own.default_value)
        append(setting.depends_on, own.default_value->objects);
      out.push_back(std::move(setting));
    }
  }
  return out;
}

namespace {

// From a partition up to the table that has the trigger as its own. `visit` is told every table on the way, the
// partition's own first; false stops there.
template <class Visit>
void climb_to_trigger(const SqlObject& part, const Schema& schema, Visit&& visit) {
  const auto dot = part.name.name.rfind('.');
  QualifiedName table{part.name.schema, part.name.name.substr(0, dot)};
  for (const auto trigger = part.name.name.substr(dot);;) {
    const QualifiedName at{table.schema, table.name + trigger};
    const bool is_its_own = schema.sql_objects.contains({"trigger", at});
    if (!visit(table, at, is_its_own) || is_its_own) return;
    const auto* partition = schema.sql_objects.find({"partition", table});
    if (!partition) return;
    table = qualified_name(attachment(*partition).parent);
  }
}

}  // namespace

std::vector<ObjectId> needs_of_trigger_part(const SqlObject& part, const Schema& schema) {
  std::vector<ObjectId> ids;
  climb_to_trigger(part, schema, [&](const QualifiedName& table, const QualifiedName& at, bool is_its_own) {
    if (at != part.name && part.kind == "trigger state") ids.push_back({ObjectKind::sql_object, at, "states below"});
    ids.push_back(is_its_own ? ObjectId{ObjectKind::sql_object, at, "trigger"}
                             : ObjectId{ObjectKind::sql_object, table, "partition"});
    return true;
  });
  return ids;
}

std::string state_of_trigger_above(const SqlObject& state, const Schema& schema) {
  const Words words(state.definition);
  const auto verb = words.end_of_path(2);
  const auto trigger = words.from(words.find("trigger", verb));
  std::string above;
  climb_to_trigger(state, schema, [&](const QualifiedName&, const QualifiedName& at, bool is_its_own) {
    if (at == state.name) return !is_its_own;
    above = "ENABLE";
    const auto* known = schema.sql_objects.find({"trigger state", at});
    if (!known) return true;
    const Words said(known->definition);
    const auto begin = said.end_of_path(2);
    above = said.between(begin, said.find("trigger", begin));
    return false;
  });
  return above.empty() ? above : fmt::format("{} {} {}", words.until(verb), above, trigger);
}

std::vector<std::string> kept_by_a_key(const SqlObject& constraint, const Schema& schema) {
  const Words words(constraint.definition);
  const auto at = words.find("primary");
  const auto* partition = partition_of(constraint);
  const auto* root = partition ? schema.tables.find(root_of(partition->name, schema)) : nullptr;
  std::vector<std::string> out;
  if (!root || !words.is(at + 1, "key") || words.text(at + 2) != "(") return out;
  for (const auto& name : named_columns(words.between(at + 3, words.find("include")), root->columns))
    if (const auto* column = root->columns.find(name); column && !column->not_null)
      out.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", quote(partition->name), quote(name)));
  return out;
}

Diagnostics changed_keys_of_partitions(const std::vector<Operation>& operations, const Schema& from, const Schema& to) {
  Diagnostics errors;
  const auto look = [&](const Partition& partition, const Schema& as_tables) {
    const auto* table = as_tables.tables.find(partition.table.name);
    if (!table || key_of(table->attributes).empty() == attachment(partition.object).key.empty()) return;
    errors.push_back(error_at(
        "changed-partitioning",
        fmt::format("`{}` cannot become {}: it is partitioned on one side and not on the other; create a new table, "
                    "copy the rows, and drop the old one by hand",
                    display(table->name), &as_tables == &from ? "a partition" : "a table of its own")));
  };
  for (const auto& op : operations) {
    if (const auto* attach = std::get_if<AttachPartition>(&op.variant())) look(attach->partition, from);
    if (const auto* detach = std::get_if<DetachPartition>(&op.variant())) look(detach->partition, to);
  }
  return errors;
}

Diagnostics swapped_key_types(const std::vector<Operation>& operations, const Schema& from) {
  std::set<QualifiedName> swapped;
  for (const auto& op : operations) {
    if (const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant()); replace && swaps_a_type(*replace))
      swapped.insert(replace->before.name);
    if (const auto* labels = std::get_if<AlterEnum>(&op.variant()); labels && !only_adds(*labels))
      swapped.insert(labels->before.name);
  }
  Diagnostics errors;
  if (swapped.empty()) return errors;
  for_each_key_column(from, [&](const KeyColumn& key) {
    if (!key.column.type.user_type || !swapped.contains(*key.column.type.user_type)) return;
    errors.push_back(error_at(
        "changed-partitioning",
        fmt::format("type `{}` changes, but `{}` is partitioned by `{}`, which PostgreSQL cannot alter: create a new "
                    "table, copy the rows, and drop the old one by hand",
                    display(*key.column.type.user_type), display(key.partitioned), key.key)));
  });
  return errors;
}

}  // namespace schemac::postgresql
