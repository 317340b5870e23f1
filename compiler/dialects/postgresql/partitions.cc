#include "dialects/postgresql/partitions.h"

#include <algorithm>

#include <fmt/format.h>

#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/types.h"
#include "dialects/postgresql/words.h"

namespace schemac::postgresql {
namespace {

constexpr std::string_view way_out = "make a new table, copy the rows, and drop the old one by hand";

std::string key_of(const Attributes& attributes) {
  const auto at = attributes.find("partition_by");
  return at == attributes.end() ? std::string() : at->second;
}

Diagnostic changed_key(const QualifiedName& name, const std::string& before, const std::string& after) {
  const auto words = [](const std::string& key) { return key.empty() ? std::string("not partitioned") : fmt::format("partitioned by `{}`", key); };
  return error_at("changed-partitioning", fmt::format("table `{}` is {} and is to be {}: no statement of PostgreSQL does that, {}", display(name),
                                                      words(before), words(after), way_out));
}

// The table at the top, through partitions of partitions.
QualifiedName root_of(QualifiedName name, const Schema& schema) {
  while (const auto* partition = schema.sql_objects.find({"partition", name})) name = qualified_name(attachment(*partition).parent);
  return name;
}

class KeyColumns {
 public:
  explicit KeyColumns(const Schema& schema) : schema_(schema) {
    for (const auto& [name, table] : schema.tables)
      if (const auto key = key_of(table->attributes); !key.empty()) keys_.push_back({name, name, key});
    for (const auto& [key, object] : schema.sql_objects) {
      if (key.kind != "partition") continue;
      if (auto own = attachment(*object).key; !own.empty()) keys_.push_back({root_of(key.name, schema), key.name, std::move(own)});
    }
  }

  // The table or partition whose key looks at a column of `root` that `changes` picks.
  template <class Changes>
  void each(Changes&& changes, Diagnostics& errors) const {
    for (const auto& key : keys_) {
      const auto* table = schema_.tables.find(key.root);
      if (!table) continue;
      for (const auto& name : named_columns(key.text, table->columns)) {
        if (!changes(key.root, *table->columns.find(name))) continue;
        errors.push_back(
            error_at("changed-partitioning",
                     fmt::format("column `{}.{}` is to change its type, and `{}` is partitioned by `{}`: no statement of PostgreSQL does that, {}",
                                 display(key.root), name, display(key.partitioned), key.text, way_out)));
      }
    }
  }

 private:
  struct Key {
    QualifiedName root;         // whose columns it looks at
    QualifiedName partitioned;  // the root, or one of its partitions
    std::string text;
  };

  const Schema& schema_;
  std::vector<Key> keys_;
};

}  // namespace

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

bool can_move(const Attachment& before, const Attachment& after) { return before.key == after.key && before.options == after.options; }

std::vector<std::string> moved_partition(const QualifiedName& name, const Attachment& before, const Attachment& after) {
  std::vector<std::string> out;
  if (before.parent != after.parent || before.bound != after.bound) {
    out.push_back(fmt::format("ALTER TABLE {} DETACH PARTITION {}", before.parent, quote(name)));
    out.push_back(fmt::format("ALTER TABLE {} ATTACH PARTITION {} {}", after.parent, quote(name), after.bound));
  }
  if (before.unlogged != after.unlogged) out.push_back(fmt::format("ALTER TABLE {} SET {}", quote(name), after.unlogged ? "UNLOGGED" : "LOGGED"));
  if (before.tablespace != after.tablespace)
    out.push_back(fmt::format("ALTER TABLE {} SET TABLESPACE {}", quote(name), after.tablespace.empty() ? "pg_default" : after.tablespace));
  return out;
}

Diagnostics unmovable_partitions(const std::vector<Operation>& operations, const Schema& from) {
  Diagnostics errors;
  std::vector<ColumnName> retyped;
  std::vector<QualifiedName> swapped;
  for (const auto& op : operations) {
    if (const auto* set = std::get_if<SetTableAttributes>(&op.variant()); set && key_of(set->before) != key_of(set->after))
      errors.push_back(changed_key(set->table, key_of(set->before), key_of(set->after)));
    if (const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant()); replace && replace->before.kind == "partition") {
      const auto before = attachment(replace->before);
      const auto after = attachment(replace->after);
      if (!can_move(before, after)) errors.push_back(changed_key(replace->before.name, before.key, after.key));
    }
    if (const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant()); replace && swaps_a_type(*replace))
      swapped.push_back(replace->before.name);
    if (const auto* alter = std::get_if<AlterColumnType>(&op.variant())) retyped.push_back({alter->table, alter->before.name});
    if (const auto* labels = std::get_if<AlterEnum>(&op.variant()); labels && !only_adds(*labels)) swapped.push_back(labels->before.name);
  }
  if (retyped.empty() && swapped.empty()) return errors;
  KeyColumns(from).each(
      [&](const QualifiedName& table, const Column& column) {
        return std::find(retyped.begin(), retyped.end(), ColumnName{table, column.name}) != retyped.end() ||
               (column.type.user_type && std::find(swapped.begin(), swapped.end(), *column.type.user_type) != swapped.end());
      },
      errors);
  return errors;
}

}  // namespace schemac::postgresql
