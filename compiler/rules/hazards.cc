#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/diagnostic.h"
#include "base/overloaded.h"
#include "base/pair.h"
#include "base/sql_tokens.h"
#include "operations/listed_partitions.h"
#include "operations/object_ids.h"
#include "rules/losses.h"
#include "rules/rule.h"

namespace schemac {
namespace {

Hazard fires(std::string_view key, std::string message) {
  const auto all = rules();
  const auto rule = std::find_if(all.begin(), all.end(), [&](const Rule& r) { return r.key == key; });
  if (rule == all.end()) broken_invariant("a hazard names a rule of the catalogue");
  return {std::string(key), rule->kind, rule->severity, std::move(message), std::string(rule->safe_way)};
}

std::string path(const QualifiedName& table, const std::string& column) { return display(table) + "." + column; }

class HazardFinder {
 public:
  explicit HazardFinder(const HazardInput& input) : in_(input) {}

  std::vector<Hazard> run() {
    std::visit([this](const auto& op) { find(op); }, in_.operation.variant());
    return std::move(out_);
  }

 private:
  void add(std::string_view key, std::string message) { out_.push_back(fires(key, std::move(message))); }

  bool has_rows(const QualifiedName& table) const { return in_.present.tables.contains(table); }

  // The table on both sides of the operation.
  Pair<const Table*> sides_of(const QualifiedName& name) const {
    static const Table unknown;
    const auto* before = in_.before.tables.find(name);
    const auto* after = in_.after.tables.find(name);
    return {before ? before : &unknown, after ? after : &unknown};
  }

  void find(const DropTable& op) {
    if (has_rows(op.table.name)) add("drop-table", fmt::format("deletes all rows of {}", display(op.table.name)));
  }
  void find(const SetTableAttributes& op) {
    unversioned(op.table, op.before, op.after);
    stored(op.table, op.before, op.after);
    partitioned(op.table, op.before, op.after);
    const auto sides = sides_of(op.table);
    for (const auto& column : sides.from->columns)
      if (const auto* now = sides.to->columns.find(column.name)) retyped(sides, column, *now);
  }
  void find(const RenameTable& op) { add("rename-table", fmt::format("queries that still use `{}` will fail", display(op.from))); }
  void find(const RenameSchema& op) { add("rename-table", fmt::format("queries that still use `{}` will fail", op.from)); }
  void find(const RenameSqlObject& op) { add("rename-table", fmt::format("queries that still use `{}` will fail", display(op.from))); }
  void find(const RenameColumn& op) { add("rename-column", fmt::format("queries that still use `{}` will fail", path(op.table, op.from))); }
  void find(const RenameEnumLabel& op) { add("rename-enum-value", fmt::format("queries that still use `{}` will fail", op.from)); }

  void find(const RebuildTable& op) {
    partitioned(op.before.name, op.before.attributes, op.after.attributes);
    unversioned(op.before.name, op.before.attributes, op.after.attributes);
    stored(op.before.name, op.before.attributes, op.after.attributes);
    for (const auto& column : op.before.columns) {
      const Column* kept = op.after.columns.find(column.name);
      if (!kept || (kept->generated && !column.generated))
        dropped(op.before.name, column);
      else if (column.generated && !kept->generated)
        ungenerated(op.before.name, column, is_copied(op, column.name));
      else
        retyped({&op.before, &op.after}, column, *kept);
    }
    for (const auto& column : op.after.columns) {
      const Column* had = op.before.columns.find(column.name);
      if (!had && !is_copied(op, column.name)) required(op.after.name, column);
      if (had && column.not_null && !had->not_null && !filled_by_expression(op, column.name)) nulls(op.after.name, column.name);
    }
    for (const auto& constraint : op.after.constraints)
      if (std::find_if(op.before.constraints.begin(), op.before.constraints.end(), [&](const Constraint& c) { return c.body == constraint.body; }) ==
          op.before.constraints.end())
        constrained(op.after.name, constraint);
    for (const auto& constraint : op.before.constraints)
      if (std::find(op.after.constraints.begin(), op.after.constraints.end(), constraint) == op.after.constraints.end())
        unconstrained(op.before.name, constraint);
    for (const auto& constraint : op.after.constraints) cascading(op.after.name, constraint);
    if (const auto* key = becomes_rowid(op); key && has_rows(op.before.name))
      add("number-null-keys", fmt::format("rows of {} where {} is NULL get a generated number", display(op.before.name), key->name));
  }

  // SQLite: a column that could be NULL becomes the table's rowid.
  const Column* becomes_rowid(const RebuildTable& op) const {
    if (in_.before.engine.dialect != "sqlite") return nullptr;
    const auto rowid = [](const Table& table) -> const Column* {
      const auto* key = primary_key(table);
      const auto* column = key && key->columns.size() == 1 ? table.columns.find(key->columns[0]) : nullptr;
      const bool is_alias = column && lower(column->type.name) == "integer" && column->type.arguments.empty();
      return is_alias && !table.attributes.contains("without_rowid") ? column : nullptr;
    };
    const auto* now = rowid(op.after);
    const auto* before = now ? op.before.columns.find(now->name) : nullptr;
    return before && !before->not_null && rowid(op.before) != before ? now : nullptr;
  }

  static bool is_copied(const RebuildTable& op, const std::string& column) {
    return std::any_of(op.copies.begin(), op.copies.end(), [&](const ColumnCopy& copy) { return copy.column == column; });
  }
  static bool filled_by_expression(const RebuildTable& op, const std::string& column) {
    return std::any_of(op.copies.begin(), op.copies.end(), [&](const ColumnCopy& copy) { return copy.column == column && !copy.expression.empty(); });
  }

  void unversioned(const QualifiedName& table, const Attributes& before, const Attributes& after) {
    if (before.contains("system_versioning") && !after.contains("system_versioning"))
      add("drop-system-versioning", fmt::format("deletes the row history of {}", display(table)));
  }
  void stored(const QualifiedName& table, const Attributes& before, const Attributes& after) {
    const auto storage = forgetful_storage(after);
    if (!storage.empty() && forgetful_storage(before) != storage && has_rows(table))
      add("forget-rows", fmt::format("{} becomes {}", display(table), storage));
  }
  // Partitions of a list or of ranges need not have a place for every row.
  void partitioned(const QualifiedName& table, const Attributes& before, const Attributes& after) {
    const auto now = after.find("partition_by");
    const auto had = before.find("partition_by");
    const bool is_new = now != after.end() && (had == before.end() || had->second != now->second);
    if (!is_new || !has_rows(table)) return;
    for (const auto& partition : partitions_gone_with_rows(before, after))
      add("drop-partition", fmt::format("destroys every row of partition {} of {}", partition, display(table)));
    if (!lower(now->second).starts_with("hash") && !keeps_place_for_rows(before, after))
      add("add-check-violations", fmt::format("fails if a row of {} fits none of its partitions", display(table)));
  }
  void dropped(const QualifiedName& table, const Column& column) {
    if (!has_rows(table)) return;
    if (!column.generated) return add("drop-column", fmt::format("deletes the values of {}", path(table, column.name)));
    const auto* wanted = in_.wanted.tables.find(table);
    const auto* comes_again = wanted ? wanted->columns.find(column.name) : nullptr;
    if (comes_again && !comes_again->generated) ungenerated(table, column, false);
  }
  // A column that was computed becomes one that holds values.
  void ungenerated(const QualifiedName& table, const Column& column, bool keeps_values) {
    if (!keeps_values && has_rows(table))
      add("lose-generated-values", fmt::format("{} becomes a plain column; the values computed so far are not kept", path(table, column.name)));
  }
  void retyped(const Pair<const Table*>& tables, const Column& before, const Column& after) {
    if (before.generated || in_.keeps_values({*tables.to, after}, {*tables.from, before})) return;
    const auto column = path(tables.from->name, before.name);
    if (before.type == after.type)
      add("narrow-type", fmt::format("the new character set of {} may lack some of the stored characters", column));
    else
      add("narrow-type", fmt::format("{} may not hold every value of {} as {}", display(after.type), column, display(before.type)));
  }
  void required(const QualifiedName& table, const Column& column) {
    if (column.not_null && !column.default_value && !column.identity && !column.generated && has_rows(table))
      add("add-required-column", fmt::format("{} is NOT NULL without a default: fails unless {} is empty", path(table, column.name), display(table)));
  }
  void nulls(const QualifiedName& table, const std::string& column) {
    if (in_.filled.contains({ObjectKind::column_values, table, column})) return;
    if (has_rows(table)) add("set-not-null-data", fmt::format("fails if {} contains NULLs", path(table, column)));
  }

  void find(const AttachPartition& op) {
    if (has_rows(op.partition.table.name))
      add("add-check-violations", fmt::format("fails if a row of {} violates the partition bounds", display(op.partition.table.name)));
  }
  void find(const AddColumn& op) { required(op.table, op.column); }
  void find(const DropColumn& op) { dropped(op.table, op.column); }
  void find(const AlterColumnType& op) {
    if (op.before != op.after) retyped(sides_of(op.table), op.before, op.after);
  }
  void find(const SetNullability& op) {
    if (op.not_null) nulls(op.table, op.before.name);
  }

  void constrained(const QualifiedName& table, const Constraint& constraint) {
    if (!has_rows(table)) return;
    std::visit(
        Overloaded{
            [&](const Key& key) {
              add("add-unique-on-existing", fmt::format("fails if {} has duplicates of ({})", display(table), fmt::join(key.columns, ", ")));
            },
            [&](const Check& check) {
              if (constraint.validated)
                add("add-check-violations", fmt::format("fails if a row of {} violates {}", display(table), check.expression.sql));
            },
            [&](const ForeignKey& key) {
              if (constraint.validated)
                add("add-fk-orphans", fmt::format("fails if a row of {} references a missing row of {}", display(table), display(key.references)));
            },
            [&](const Exclusion&) { add("add-check-violations", fmt::format("fails if rows of {} conflict with each other", display(table))); },
        },
        constraint.body);
  }

  // Kept by what the plan leads to, in this form or another.
  void unconstrained(const QualifiedName& table, const Constraint& constraint) {
    const auto* present = in_.present.tables.find(table);
    const auto* wanted = in_.wanted.tables.find(table);
    if (!present || !wanted || is_kept(constraint, *present, *wanted)) return;
    const auto label = constraint_label(constraint);
    add(loss_of_drop(constraint), fmt::format("{1} no longer constrains {0}", display(table), label));
  }
  // Rows that stayed, or stood in the way, when the row that they refer to was deleted, are deleted with it.
  void cascading(const QualifiedName& table, const Constraint& constraint) {
    const auto* key = std::get_if<ForeignKey>(&constraint.body);
    const auto* present = in_.present.tables.find(table);
    if (!key || !present || key->on_delete != ReferentialAction::cascade) return;
    const bool on_new_columns = !std::all_of(key->columns.begin(), key->columns.end(), [&](const auto& name) { return present->columns.find(name); });
    const bool was_there = std::any_of(present->constraints.begin(), present->constraints.end(), [&](const Constraint& other) {
      const auto* had = std::get_if<ForeignKey>(&other.body);
      return had && had->columns == key->columns && had->on_delete == ReferentialAction::cascade;
    });
    if (!on_new_columns && !was_there)
      add("add-cascade",
          fmt::format("deleting a row of {1} now deletes the rows of {0} that reference it", display(table), display(key->references)));
  }

  void find(const AddConstraint& op) {
    constrained(op.table, op.constraint);
    cascading(op.table, op.constraint);
  }
  void find(const DropConstraint& op) { unconstrained(op.table, op.constraint); }
  void find(const DropIndex& op) {
    const auto* wanted = in_.wanted.tables.find(op.table);
    if (op.index.unique && wanted && has_rows(op.table) && !is_kept(op.index, *wanted))
      add("drop-unique", fmt::format("unique index {1} no longer constrains {0}", display(op.table), op.index.name.text));
  }
  void find(const CreateIndex& op) {
    if (op.index.unique && has_rows(op.table)) add("add-unique-on-existing", fmt::format("fails if {} has duplicates", display(op.table)));
  }
  void find(const AlterEnum& op) {
    for (const auto& label : op.before.labels)
      if (std::find(op.after.labels.begin(), op.after.labels.end(), label) == op.after.labels.end())
        add("drop-enum-value", fmt::format("fails if a row holds '{}' of {}", label, display(op.before.name)));
  }
  void find(const ReplaceSqlObject& op) {
    if (takes_attributes_away(op)) add("drop-column", fmt::format("discards the values of the attributes removed from {}", display(op.before.name)));
    // what the two are made of is their engine's to read
    if (swaps_a_type(op)) add("narrow-type", fmt::format("the new {} may not hold every stored value", display(op.after.name)));
    if (const auto loss = loss_of_replacement(op.before, op.after)) lost(*loss, op.after);
  }
  void find(const DropSqlObject& op) {
    const auto ids = touches(op).drops;
    if (op.object.kind == "partition") add("drop-table", fmt::format("deletes all rows of {}", display(op.object.name)));
    const auto* replaced = in_.wanted.sql_objects.find({op.object.kind, op.object.name});
    const bool comes_again = std::any_of(ids.begin(), ids.end(), [&](const ObjectId& id) { return in_.made.contains(id); });
    if (const auto loss = comes_again ? std::nullopt : loss_of_drop(op.object); loss && !goes_with_what_is_gone(op.object)) lost(*loss, op.object);
    if (const auto loss = comes_again && replaced ? loss_of_replacement(op.object, *replaced) : std::nullopt) lost(*loss, *replaced);
  }
  void find(const CreateSqlObject& op) {
    const auto loss = loss_of_creation(op.object);
    const bool was_there = in_.present.sql_objects.contains({op.object.kind, op.object.name});
    const auto& needs = op.object.depends_on;
    const bool on_something_new = std::any_of(needs.begin(), needs.end(), [&](const ObjectId& id) { return in_.made.contains(id); });
    if (loss && !was_there && !on_something_new) lost(*loss, op.object);
  }
  // A trigger goes with its table, and the table has asked; that its function goes as well says nothing.
  bool goes_with_what_is_gone(const SqlObject& object) const {
    const QualifiedName owner{object.name.schema, object.name.name.substr(0, object.name.name.rfind('.'))};
    return goes_with_its_owner(object) && std::ranges::any_of(object.depends_on, [&](const ObjectId& id) {
             const bool is_relation = id.kind == ObjectKind::table || (id.kind == ObjectKind::sql_object && !is_routine(id.part));
             return in_.gone.contains(id) && (!is_on_a_table(object.kind) || (is_relation && (owner == object.name || id.name == owner)));
           });
  }
  void lost(std::string_view rule, const SqlObject& object) {
    const auto name = display(object.name);
    if (rule == "grant-to-public") return add(rule, fmt::format("grants a privilege to PUBLIC: {} {}", object.kind, name));
    if (rule == "revoke") return add(rule, fmt::format("revokes a privilege: {} {}", object.kind, name));
    if (rule == "widen-policy") return add(rule, fmt::format("policy {} allows every row", name));
    if (rule == "disable-trigger") return add(rule, fmt::format("{} no longer fires", name));
    if (rule == "drop-policy" || rule == "drop-row-security")
      return add(rule, fmt::format("{} {} no longer restricts access to rows", object.kind, name));
    add(rule, fmt::format("{} {} is gone", object.kind, name));
  }
  void find(const DropSequence& op) {
    const auto owner = op.sequence.owned_by;
    const bool goes_with_owner = owner && (in_.gone.contains(table_id(owner->table)) || in_.gone.contains(column_id(owner->table, owner->column)));
    if (!goes_with_owner && !in_.made.contains(sequence_id(op.sequence.name)))
      add("drop-sequence", fmt::format("the current value of {} is lost", display(op.sequence.name)));
  }
  void find(const DropEnum& op) {
    if (!in_.made.contains(type_id(op.type.name))) add("drop-type", fmt::format("type {} is gone", display(op.type.name)));
  }

  // nothing in the catalogue fires on these
  void find(const CreateSchema&) {}
  void find(const DropSchema&) {}
  void find(const CreateTable&) {}
  void find(const DetachPartition&) {}
  void find(const SetDefault&) {}
  void find(const SetIdentity&) {}
  void find(const DropGenerated&) {}
  void find(const SetColumnAttributes&) {}
  void find(const RenameConstraint&) {}
  void find(const AlterConstraint&) {}
  void find(const RenameIndex&) {}
  void find(const SetIndexAttributes&) {}
  void find(const CreateEnum&) {}
  void find(const RenameEnum&) {}
  void find(const CreateSequence&) {}
  void find(const RenameSequence&) {}
  void find(const AlterSequence&) {}
  void find(const SetComment&) {}
  void find(const Backfill&) {}

  const HazardInput& in_;
  std::vector<Hazard> out_;
};

}  // namespace

std::vector<Hazard> hazards_of(const HazardInput& input) { return HazardFinder(input).run(); }

}  // namespace schemac
