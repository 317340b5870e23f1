#include "dialects/postgresql/repartition.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/locks.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/partitions.h"
#include "dialects/postgresql/sql_objects.h"
#include "dialects/postgresql/statements.h"
#include "dialects/postgresql/types.h"

namespace schemac::postgresql {
namespace {

using Names = std::set<QualifiedName>;

bool other_key(const Attributes& before, const Attributes& after) {
  const auto key = [](const Attributes& attributes) {
    const auto at = attributes.find("partition_by");
    return at == attributes.end() ? std::string() : at->second;
  };
  return key(before) != key(after);
}

Names repartitioned_tables(const std::vector<Operation>& operations, const LegaliseInput& in) {
  Names names;
  std::vector<ColumnName> retyped;
  for (const auto& op : operations) {
    if (const auto* set = std::get_if<SetTableAttributes>(&op.variant()); set && other_key(set->before, set->after))
      names.insert(set->table);
    if (const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant());
        replace && replace->before.kind == "partition")
      if (!can_move(attachment(replace->before), attachment(replace->after)))
        names.insert(root_of(replace->before.name, in.from));
    if (const auto* alter = std::get_if<AlterColumnType>(&op.variant()))
      retyped.push_back({alter->table, alter->before.name});
  }
  if (!retyped.empty())
    for_each_key_column(in.from, [&](const KeyColumn& key) {
      if (std::find(retyped.begin(), retyped.end(), ColumnName{key.root, key.column.name}) != retyped.end())
        names.insert(key.root);
    });
  std::erase_if(
      names, [&](const QualifiedName& name) { return !in.from.tables.contains(name) || !in.to.tables.contains(name); });
  return names;
}

// The table whose inside an operation changes.
std::optional<QualifiedName> changed_table(const Operation& operation) {
  return std::visit(
      []<class Op>(const Op& op) -> std::optional<QualifiedName> {
        if constexpr (std::is_same_v<Op, SetComment>)
          return op.object.kind == ObjectKind::sequence || op.object.kind == ObjectKind::type
                     ? std::nullopt
                     : std::optional(op.object.name);
        else if constexpr (requires { op.table.schema; })
          return op.table;
        else
          return std::nullopt;
      },
      operation.variant());
}

const SqlObject* partition_of(const Operation& operation) {
  const auto as_partition = [](const SqlObject& object) { return object.kind == "partition" ? &object : nullptr; };
  if (const auto* create = std::get_if<CreateSqlObject>(&operation.variant())) return as_partition(create->object);
  if (const auto* drop = std::get_if<DropSqlObject>(&operation.variant())) return as_partition(drop->object);
  if (const auto* replace = std::get_if<ReplaceSqlObject>(&operation.variant())) return as_partition(replace->after);
  return nullptr;
}

bool holds(const std::vector<SqlObject>& partitions, const QualifiedName& name) {
  return std::any_of(partitions.begin(), partitions.end(),
                     [&](const SqlObject& partition) { return partition.name == name; });
}

// Without those that leave the parent before, or join it afterwards.
std::vector<SqlObject> staying_partitions(const QualifiedName& table, const Schema& schema,
                                          const std::vector<Operation>& operations) {
  auto partitions = partitions_of(table, schema);
  for (const auto& op : operations)
    std::visit(
        [&]<class Op>(const Op& what) {
          if constexpr (requires { what.partition.parent; })
            std::erase_if(partitions,
                          [&](const SqlObject& partition) { return partition.name == what.partition.object.name; });
        },
        op.variant());
  return partitions;
}

// The value of a column that stays, as its new type.
std::string cast(const Column& had, const Column& has) {
  return had.type == has.type ? quote(had.name) : fmt::format("{}::{}", quote(had.name), type_sql(has.type));
}

RebuildTable fused(const QualifiedName& name, std::vector<Operation>& operations, const LegaliseInput& in) {
  RebuildTable rebuild{.before = *in.from.tables.find(name),
                       .after = *in.to.tables.find(name),
                       .copies = {},
                       .reasons = {},
                       .replaces = true};
  rebuild.partitions_before = staying_partitions(name, in.from, operations);
  rebuild.partitions_after = staying_partitions(name, in.to, operations);
  std::map<std::string, std::string> conversions, fills;
  std::erase_if(operations, [&](const Operation& op) {
    const auto* partition = partition_of(op);
    const bool is_part = partition && (holds(rebuild.partitions_before, partition->name) ||
                                       holds(rebuild.partitions_after, partition->name));
    if (!is_part && changed_table(op) != name) return false;
    if (const auto* alter = std::get_if<AlterColumnType>(&op.variant()); alter && alter->conversion)
      conversions[alter->after.name] = *alter->conversion;
    if (const auto* fill = std::get_if<Backfill>(&op.variant())) fills[fill->column] = fill->expression;
    rebuild.reasons.push_back(describe(op));
    return true;
  });
  for (const auto& column : rebuild.after.columns) {
    const Column* had = rebuild.before.columns.find(column.name);
    const auto fill = fills.find(column.name);
    if (column.generated || (!had && fill == fills.end())) continue;
    const auto conversion = conversions.find(column.name);
    auto value = conversion == conversions.end() ? std::string() : conversion->second;
    if (fill != fills.end())
      value = had ? fmt::format("coalesce({}, {})", value.empty() ? cast(*had, column) : value, fill->second)
                  : fill->second;
    rebuild.copies.push_back({column.name, std::move(value)});
  }
  return rebuild;
}

// Takes out the foreign keys to other tables that are rebuilt: they go before all of them, and come when all are there.
std::vector<Constraint> keys_between(Table& table, const Names& rebuilt, const Schema& schema) {
  std::vector<Constraint> out;
  std::erase_if(table.constraints, [&](const Constraint& constraint) {
    const auto* key = std::get_if<ForeignKey>(&constraint.body);
    if (!key) return false;
    const auto target = root_of(key->references, schema);
    const bool is_between = target != table.name && rebuilt.contains(target);
    if (is_between) out.push_back(constraint);
    return is_between;
  });
  return out;
}

class Writer {
 public:
  Writer(const RebuildTable& op, const Schema& before) : op_(op), before_(before) {
    aside_ = {op.before.name.schema, free("schemac_old")};
  }

  std::vector<Statement> run() {
    free_the_names();
    change(op_.before.name, "RENAME TO " + quote(aside_.name));
    Table table = op_.after;
    table.indexes.clear();
    operation(CreateTable{table});
    keep_rights_as_they_are(table.name);
    for (const auto& partition : op_.partitions_after) {
      for (const auto& sql : creation_of(partition)) add(on_table(sql, table.name, lock::access_exclusive));
      keep_rights_as_they_are(partition.name);
    }
    copy_rows();
    for (const auto& [old_sequence, sequence] : sequences_) {
      const auto* column = op_.after.columns.find(sequence);
      const auto* had = op_.before.columns.find(sequence);
      const auto& options = column->identity->options;
      add(continue_sequence(old_sequence, sequence_of(table.name, *column->identity),
                            had && had->identity ? had->identity->options : options, options));
    }
    for (const auto& [sequence, column] : owned_) own(sequence, fmt::format("{}.{}", quote(table.name), quote(column)));
    add(on_table("DROP TABLE " + quote(aside_), aside_, lock::access_exclusive));
    for (const auto& index : op_.after.indexes) operation(CreateIndex{table.name, index});
    return std::move(out_);
  }

 private:
  void add(Statement statement) { out_.push_back(std::move(statement)); }
  void operation(const Operation& op) {
    auto more = statements(op, before_);
    std::move(more.begin(), more.end(), std::back_inserter(out_));
  }
  void change(const QualifiedName& table, const std::string& action) {
    add(on_table(fmt::format("ALTER TABLE {} {}", quote(table), action), table, lock::access_exclusive));
  }
  void own(const QualifiedName& sequence, const std::string& owner) {
    add(on_sequence(fmt::format("ALTER SEQUENCE {} OWNED BY {}", quote(sequence), owner), sequence,
                    lock::share_row_exclusive));
  }

  // Default privileges are for what is new.
  void keep_rights_as_they_are(const QualifiedName& table) {
    for (const auto& [key, privileges] : before_.sql_objects)
      if (key.kind.ends_with("default privileges on"))
        for (const auto& sql : without_default_rights(*privileges, CreateTable{Table{.name = table}}))
          add(on_table(sql, table, lock::access_exclusive));
  }

  std::string free(std::string_view label, const std::string& of = {}) const {
    const auto& name = op_.before.name;
    return free_name(of.empty() ? name.name : of, {}, label, [&](const std::string& text) {
      const QualifiedName taken{name.schema, text};
      return before_.tables.contains(taken) || before_.sequences.contains(taken) ||
             before_.sql_objects.contains({"view", taken}) || before_.sql_objects.contains({"partition", taken}) ||
             before_.sql_objects.contains({"materialized view", taken});
    });
  }

  // The old table's keys and indexes bear names that the new one's want, so do its partitions and the sequences of its
  // columns.
  void free_the_names() {
    const auto drop = [&](auto&& picks) {
      for (const auto& constraint : op_.before.constraints)
        if (picks(constraint)) operation(DropConstraint{op_.before.name, constraint});
    };
    drop([](const Constraint& constraint) { return std::holds_alternative<ForeignKey>(constraint.body); });
    drop([](const Constraint& constraint) {
      return std::holds_alternative<Key>(constraint.body) || std::holds_alternative<Exclusion>(constraint.body);
    });
    for (const auto& index : op_.before.indexes) operation(DropIndex{op_.before.name, index});
    for (const auto& partition : op_.partitions_before)
      if (holds(op_.partitions_after, partition.name))
        change(partition.name, "RENAME TO " + quote(free("schemac_old", partition.name.name)));
    for (const auto& [name, sequence] : before_.sequences)
      if (sequence->owned_by && sequence->owned_by->table == op_.before.name) {
        own(name, "NONE");
        if (op_.after.columns.find(sequence->owned_by->column)) owned_.emplace_back(name, sequence->owned_by->column);
      }
    for (const auto& column : op_.before.columns)
      if (column.identity) free_sequence(column);
  }

  void free_sequence(const Column& column) {
    auto sequence = sequence_of(op_.before.name, *column.identity);
    const QualifiedName aside{sequence.schema, free("schemac_old", sequence.name)};
    add(on_sequence(fmt::format("ALTER SEQUENCE {} RENAME TO {}", quote(sequence), quote(aside.name)), sequence,
                    lock::access_exclusive));
    const Column* kept = op_.after.columns.find(column.name);
    if (kept && kept->identity) sequences_.emplace_back(aside, column.name);
  }

  void copy_rows() {
    std::vector<std::string> columns, values;
    bool numbers = false;
    for (const auto& copy : op_.copies) {
      const Column* had = op_.before.columns.find(copy.column);
      const Column* has = op_.after.columns.find(copy.column);
      numbers = numbers || (has->identity && has->identity->kind == IdentityKind::always);
      columns.push_back(quote(copy.column));
      values.push_back(copy.expression.empty() ? cast(*had, *has) : copy.expression);
    }
    const auto into = columns.empty()
                          ? std::string()
                          : fmt::format(" ({}){}", fmt::join(columns, ", "), numbers ? " OVERRIDING SYSTEM VALUE" : "");
    auto copy = on_table(fmt::format("INSERT INTO {}{}\n  SELECT {}{}FROM {}", quote(op_.after.name), into,
                                     fmt::join(values, ", "), values.empty() ? "" : " ", quote(aside_)),
                         op_.after.name, lock::row_exclusive);
    copy.scans = copy.rewrites = true;
    add(std::move(copy));
  }

  const RebuildTable& op_;
  const Schema& before_;
  QualifiedName aside_;
  std::vector<std::pair<QualifiedName, std::string>> sequences_;  // an identity's old sequence, and its column
  std::vector<std::pair<QualifiedName, std::string>> owned_;      // a sequence of its own, and the column that owns it
  std::vector<Statement> out_;
};

}  // namespace

std::vector<Operation> fuse_repartitioned(std::vector<Operation> operations, const LegaliseInput& input) {
  const auto names = repartitioned_tables(operations, input);
  std::vector<Operation> keys;
  for (const auto& name : names) {
    auto rebuild = fused(name, operations, input);
    for (auto& constraint : keys_between(rebuild.before, names, input.from))
      keys.emplace_back(DropConstraint{name, std::move(constraint)});
    for (auto& constraint : keys_between(rebuild.after, names, input.to))
      keys.emplace_back(AddConstraint{name, std::move(constraint)});
    operations.emplace_back(std::move(rebuild));
  }
  std::move(keys.begin(), keys.end(), std::back_inserter(operations));
  return operations;
}

std::vector<Statement> rebuild_statements(const RebuildTable& op, const Schema& before) {
  return Writer(op, before).run();
}

}  // namespace schemac::postgresql
