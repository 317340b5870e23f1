#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/diagnostic.h"
#include "base/overloaded.h"
#include "base/pair.h"
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
    if (has_rows(op.table.name)) add("drop-table", fmt::format("destroys every row of {}", display(op.table.name)));
  }
  void find(const SetTableAttributes& op) {
    unversioned(op.table, op.before, op.after);
    const auto sides = sides_of(op.table);
    for (const auto& column : sides.from->columns)
      if (const auto* now = sides.to->columns.find(column.name)) retyped(sides, column, *now);
  }
  void find(const RenameTable& op) { add("rename-table", fmt::format("whoever still says {} fails", display(op.from))); }
  void find(const RenameSchema& op) { add("rename-table", fmt::format("whoever still says {} fails", op.from)); }
  void find(const RenameSqlObject& op) { add("rename-table", fmt::format("whoever still says {} fails", display(op.from))); }
  void find(const RenameColumn& op) { add("rename-column", fmt::format("whoever still says {} fails", path(op.table, op.from))); }
  void find(const RenameEnumLabel& op) { add("rename-enum-value", fmt::format("whoever still says '{}' fails", op.from)); }

  void find(const RebuildTable& op) {
    if (op.replaces && has_rows(op.before.name) && op.after.attributes.contains("partition_by"))
      add("add-check-violations", fmt::format("fails when a row of {} fits none of its partitions", display(op.before.name)));
    unversioned(op.before.name, op.before.attributes, op.after.attributes);
    for (const auto& column : op.before.columns) {
      const Column* kept = op.after.columns.find(column.name);
      if (!kept || (kept->generated && !column.generated))
        dropped(op.before.name, column);
      else
        retyped({&op.before, &op.after}, column, *kept);
    }
    for (const auto& column : op.after.columns) {
      const Column* had = op.before.columns.find(column.name);
      const bool filled = std::any_of(op.copies.begin(), op.copies.end(), [&](const ColumnCopy& copy) { return copy.column == column.name; });
      if (!had && !filled) required(op.after.name, column);
      if (had && column.not_null && !had->not_null && !filled_by_expression(op, column.name)) nulls(op.after.name, column.name);
    }
    for (const auto& constraint : op.after.constraints)
      if (std::find_if(op.before.constraints.begin(), op.before.constraints.end(), [&](const Constraint& c) { return c.body == constraint.body; }) ==
          op.before.constraints.end())
        constrained(op.after.name, constraint);
  }

  static bool filled_by_expression(const RebuildTable& op, const std::string& column) {
    return std::any_of(op.copies.begin(), op.copies.end(), [&](const ColumnCopy& copy) { return copy.column == column && !copy.expression.empty(); });
  }

  void unversioned(const QualifiedName& table, const Attributes& before, const Attributes& after) {
    if (before.contains("system_versioning") && !after.contains("system_versioning"))
      add("drop-system-versioning", fmt::format("destroys every former version of the rows of {}", display(table)));
  }
  void dropped(const QualifiedName& table, const Column& column) {
    if (!column.generated && has_rows(table)) add("drop-column", fmt::format("destroys the values of {}", path(table, column.name)));
  }
  void retyped(const Pair<const Table*>& tables, const Column& before, const Column& after) {
    if (before.generated || in_.keeps_values({*tables.to, after}, {*tables.from, before})) return;
    const auto column = path(tables.from->name, before.name);
    if (before.type == after.type)
      add("narrow-type", fmt::format("the new character set of {} may not have every letter that it holds", column));
    else
      add("narrow-type", fmt::format("{} may not hold every value of {} as {}", display(after.type), column, display(before.type)));
  }
  void required(const QualifiedName& table, const Column& column) {
    if (column.not_null && !column.default_value && !column.identity && !column.generated && has_rows(table))
      add("add-required-column", fmt::format("{} is required and has no value for the rows that are there: fails unless {} is empty",
                                             path(table, column.name), display(table)));
  }
  void nulls(const QualifiedName& table, const std::string& column) {
    if (in_.filled.contains({ObjectKind::column_values, table, column})) return;
    if (has_rows(table)) add("set-not-null-data", fmt::format("fails when a row holds NULL in {}", path(table, column)));
  }

  void find(const AttachPartition& op) {
    if (has_rows(op.partition.table.name))
      add("add-check-violations", fmt::format("fails when a row of {} is none of the partition's", display(op.partition.table.name)));
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
    std::visit(Overloaded{
                   [&](const Key& key) {
                     add("add-unique-on-existing",
                         fmt::format("fails when {} holds duplicates of ({})", display(table), fmt::join(key.columns, ", ")));
                   },
                   [&](const Check& check) {
                     if (constraint.validated)
                       add("add-check-violations", fmt::format("fails when a row of {} violates {}", display(table), check.expression.sql));
                   },
                   [&](const ForeignKey& key) {
                     if (constraint.validated)
                       add("add-fk-orphans", fmt::format("fails when a row of {} has no parent in {}", display(table), display(key.references)));
                   },
                   [&](const Exclusion&) { add("add-check-violations", fmt::format("fails when rows of {} exclude each other", display(table))); },
               },
               constraint.body);
  }

  void find(const AddConstraint& op) { constrained(op.table, op.constraint); }
  void find(const CreateIndex& op) {
    if (op.index.unique && has_rows(op.table)) add("add-unique-on-existing", fmt::format("fails when {} holds duplicates", display(op.table)));
  }
  void find(const AlterEnum& op) {
    for (const auto& label : op.before.labels)
      if (std::find(op.after.labels.begin(), op.after.labels.end(), label) == op.after.labels.end())
        add("drop-enum-value", fmt::format("fails when a row holds '{}' of {}", label, display(op.before.name)));
  }
  void find(const ReplaceSqlObject& op) {
    if (takes_attributes_away(op)) add("drop-column", fmt::format("destroys what columns hold in attributes of {}", display(op.before.name)));
    // what the two are made of is their engine's to read
    if (swaps_a_type(op)) add("narrow-type", fmt::format("the new {} may not hold every value that columns have", display(op.after.name)));
  }
  void find(const DropSqlObject& op) {
    if (op.object.kind == "partition") add("drop-table", fmt::format("destroys every row of {}", display(op.object.name)));
  }
  void find(const DropSequence& op) { add("drop-sequence", fmt::format("the current value of {} is gone", display(op.sequence.name))); }

  // nothing in the catalogue fires on these
  void find(const CreateSchema&) {}
  void find(const DropSchema&) {}
  void find(const CreateTable&) {}
  void find(const DetachPartition&) {}
  void find(const SetDefault&) {}
  void find(const SetIdentity&) {}
  void find(const DropGenerated&) {}
  void find(const SetColumnAttributes&) {}
  void find(const DropConstraint&) {}
  void find(const RenameConstraint&) {}
  void find(const AlterConstraint&) {}
  void find(const DropIndex&) {}
  void find(const RenameIndex&) {}
  void find(const SetIndexAttributes&) {}
  void find(const CreateEnum&) {}
  void find(const DropEnum&) {}
  void find(const RenameEnum&) {}
  void find(const CreateSequence&) {}
  void find(const RenameSequence&) {}
  void find(const AlterSequence&) {}
  void find(const SetComment&) {}
  void find(const Backfill&) {}
  void find(const CreateSqlObject&) {}

  const HazardInput& in_;
  std::vector<Hazard> out_;
};

}  // namespace

std::vector<Hazard> hazards_of(const HazardInput& input) { return HazardFinder(input).run(); }

}  // namespace schemac
