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

}  // namespace

Column as_in_a_partition(Column column, const QualifiedName& parent) {
  if (!column.identity) return column;
  if (column.identity->kind == IdentityKind::serial)
    column.default_value = Expression{nextval_of(sequence_of(parent, *column.identity))};
  column.identity.reset();
  return column;
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
