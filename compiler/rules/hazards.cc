#include "rules/hazards.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/diagnostic.h"
#include "base/overloaded.h"
#include "base/pair.h"
#include "base/sql_tokens.h"
#include "operations/inheritance.h"
#include "operations/listed_partitions.h"
#include "operations/object_ids.h"
#include "rules/bodies.h"
#include "rules/changed_objects.h"
#include "rules/equality.h"
#include "rules/held_rows.h"
#include "rules/losses.h"
#include "rules/made_up_values.h"
#include "schema/engine_version.h"

namespace schemac {
namespace {

Hazard fires(std::string_view key, std::string message) {
  const auto all = rules();
  const auto rule = std::find_if(all.begin(), all.end(), [&](const Rule& r) { return r.key == key; });
  if (rule == all.end()) broken_invariant("a hazard names a rule of the catalogue");
  return {std::string(key), rule->kind, rule->severity, std::move(message), std::string(rule->safe_way)};
}

template <class List, class T>
bool contains(const List& list, const T& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

std::string path(const QualifiedName& table, const std::string& column) { return display(table) + "." + column; }

std::vector<QualifiedName> parents_in(const Attributes& attributes) {
  const auto at = attributes.find("inherits");
  return at == attributes.end() ? std::vector<QualifiedName>() : inherited_from(at->second);
}

class HazardFinder {
 public:
  HazardFinder(const HazardInput& input, const Spelling& spelling) : in_(input), spelling_(spelling) {}

  std::vector<Hazard> run() {
    std::visit([this](const auto& op) { find(op); }, in_.operation.variant());
    for (const auto& routine : bodies_with_old_name(in_.operation, in_.present, in_.wanted))
      add("old-name-in-body", fmt::format("the body of {} uses the old name, and fails when it runs", routine));
    return std::move(out_);
  }

 private:
  void add(std::string_view key, std::string message) { out_.push_back(fires(key, std::move(message))); }
  void add(const Losses& losses) {
    for (const auto& loss : losses) add(loss.rule, loss.what);
  }

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
    stored(op.table, op.before, op.after);
    if (const auto identity = op.after.find("replica_identity");
        identity != op.after.end() && identity->second == "nothing" && has_rows(op.table))
      add("lose-replica-identity",
          fmt::format("updates and deletes of {} are refused while a publication holds it", display(op.table)));
    const auto inherits = parents_in(op.after);
    for (const auto& parent : parents_in(op.before))
      if (!contains(inherits, parent)) detached(op.table, parent);
    partitioned(op.table, op.before, op.after);
    const auto sides = sides_of(op.table);
    for (const auto& column : sides.from->columns)
      if (const auto* now = sides.to->columns.find(column.name)) retyped(sides, column, *now);
  }
  void find(const RenameTable& op) {
    add("rename-table", fmt::format("queries that still use `{}` will fail", display(op.from)));
  }
  void find(const RenameSchema& op) {
    add("rename-table", fmt::format("queries that still use `{}` will fail", op.from));
  }
  void find(const RenameSqlObject& op) {
    add("rename-table", fmt::format("queries that still use `{}` will fail", display(op.from)));
  }
  void find(const RenameColumn& op) {
    add("rename-column", fmt::format("queries that still use `{}` will fail", path(op.table, op.from)));
  }
  void find(const RenameEnumLabel& op) {
    add("rename-enum-value", fmt::format("queries that still use `{}` will fail", op.from));
  }

  void find(const RebuildTable& op) {
    unstrict(op);
    partitioned(op.before.name, op.before.attributes, op.after.attributes);
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
      const bool numbers_itself = rowid(op.after) == &column;
      if (!had && !is_copied(op, column.name) && !numbers_itself) required(op.after.name, column);
      if (had && column.not_null && !had->not_null && !filled_by_expression(op, column.name))
        nulls(op.after.name, column.name);
    }
    for (const auto& constraint : op.after.constraints)
      if (std::find_if(op.before.constraints.begin(), op.before.constraints.end(),
                       [&](const Constraint& c) { return c.body == constraint.body; }) == op.before.constraints.end())
        constrained(op.after.name, constraint);
    loosened(op.before, op.after);
    for (const auto& constraint : op.after.constraints) acting(op.after.name, constraint);
    if (const auto* present = in_.present.tables.find(op.after.name))
      for (const auto& column : op.after.columns) add(new_effects_on_rows(column, {present, &op.after}));
    rowid_lost(op);
    if (const auto* key = becomes_rowid(op); key && has_rows(op.before.name))
      add("number-null-keys",
          fmt::format("rows of {} where {} is NULL get a generated number", display(op.before.name), key->name));
  }

  // SQLite: a column that could be NULL becomes the table's rowid.
  const Column* becomes_rowid(const RebuildTable& op) const {
    const auto* now = rowid(op.after);
    const auto* before = now ? op.before.columns.find(now->name) : nullptr;
    return before && !before->not_null && rowid(op.before) != before ? now : nullptr;
  }
  // INTEGER PRIMARY KEY of SQLite, which the engine numbers.
  const Column* rowid(const Table& table) const {
    if (in_.before.engine.dialect != "sqlite") return nullptr;
    const auto* key = primary_key(table);
    const auto* column = key && key->columns.size() == 1 ? table.columns.find(key->columns[0]) : nullptr;
    const bool is_alias = column && lower(column->type.name) == "integer" && column->type.arguments.empty();
    return is_alias && !table.attributes.contains("without_rowid") ? column : nullptr;
  }
  void rowid_lost(const RebuildTable& op) {
    const auto* had = rowid(op.before);
    const auto* has = had ? op.after.columns.find(had->name) : nullptr;
    if (!has || !has_rows(op.before.name)) return;
    const auto column = path(op.after.name, has->name);
    if (rowid(op.after) != has)
      add("lose-generated-keys", fmt::format("{} is no longer generated: rows inserted without it {}", column,
                                             has->not_null ? "are refused" : "get NULL, as often as they come"));
    else if (had->identity && !has->identity)
      add("repeat-numbers", fmt::format("{} loses AUTOINCREMENT: numbers of deleted rows are given again", column));
  }

  static bool is_copied(const RebuildTable& op, const std::string& column) {
    return std::any_of(op.copies.begin(), op.copies.end(),
                       [&](const ColumnCopy& copy) { return copy.column == column; });
  }
  static bool filled_by_expression(const RebuildTable& op, const std::string& column) {
    return std::any_of(op.copies.begin(), op.copies.end(),
                       [&](const ColumnCopy& copy) { return copy.column == column && !copy.expression.empty(); });
  }

  // SQLite: columns of the type `any` took every value before as well.
  void unstrict(const RebuildTable& op) {
    const bool is_looser = op.before.attributes.contains("strict") && !op.after.attributes.contains("strict");
    const bool held = std::any_of(op.before.columns.begin(), op.before.columns.end(),
                                  [](const Column& column) { return lower(column.type.name) != "any"; });
    if (is_looser && held && has_rows(op.before.name))
      add("drop-check",
          fmt::format("{} is no longer STRICT: its columns accept values of any type", display(op.before.name)));
  }

  void stored(const QualifiedName& table, const Attributes& before, const Attributes& after) {
    const bool keeps_history = before.contains("system_versioning");
    if (has_rows(table) || keeps_history) add(losses_of_storage(table, before, after));
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
      add("lose-generated-values",
          fmt::format("{} becomes a plain column; the values computed so far are not kept", path(table, column.name)));
  }
  void retyped(const Pair<const Table*>& tables, const Column& before, const Column& after) {
    unchecked(tables, before, after);
    reordered(tables.from->name, before, after);
    if (before.generated || in_.keeps_values({*tables.to, after}, {*tables.from, before})) return;
    const auto column = path(tables.from->name, before.name);
    if (before.type == after.type)
      add("narrow-type", fmt::format("the new character set of {} may lack some of the stored characters", column));
    else
      add("narrow-type",
          fmt::format("{} may not hold every value of {} as {}", display(after.type), column, display(before.type)));
  }
  // What a type, or its collation, held values to, and the new one does not: JSON of MySQL, a key that knew no case.
  void unchecked(const Pair<const Table*>& tables, const Column& before, const Column& after) {
    const auto sides = present_and_wanted(tables.to->name);
    if (!sides) return;
    const bool is_still_checked = std::ranges::any_of(sides->to->constraints, [&](const Constraint& constraint) {
      const auto* check = std::get_if<Check>(&constraint.body);
      return check && lower(check->expression.sql).find("json_valid") != std::string::npos &&
             check->expression.columns == std::vector{after.name};
    });
    if (in_.before.engine.dialect == "mysql" && before.type.name == "json" && after.type.name != "json" &&
        !is_still_checked)
      add("drop-check", fmt::format("values of {} are no longer held to be JSON", path(tables.to->name, after.name)));
    const auto* had = sides->from->columns.find(after.name);
    if (!had) return;
    if (in_.before.engine.dialect == "mysql" && had->type.name == "enum" && after.type.name == "enum" &&
        changes_order(had->type.arguments, after.type.arguments))
      compared_anew(tables.to->name, reordered({after.name}, path(tables.to->name, after.name)));
    tells_more_apart(*sides, *had, after);
  }
  // By whatever name.
  template <class Held>
  static bool stays(Held held, const std::vector<Held>& wanted) {
    return std::ranges::any_of(wanted, [&](const Held& other) {
      held.name = other.name;
      return held == other;
    });
  }
  void tells_more_apart(const Pair<const Table*>& sides, const Column& before, const Column& after) {
    if (!may_tell_more_apart(equality_of(in_.wanted, *sides.to, after), equality_of(in_.present, *sides.from, before)))
      return;
    const auto& table = sides.to->name;
    const auto uses = [&](const auto& key) { return contains(used_columns(key), after.name); };
    for (const auto& constraint : sides.from->constraints) {
      if (!uses(constraint) || !stays(constraint, sides.to->constraints)) continue;
      if (std::holds_alternative<Key>(constraint.body)) loosened(table, constraint);
      if (std::holds_alternative<Exclusion>(constraint.body))
        add("drop-unique", fmt::format("{} of {} no longer keeps out what {} begins to tell apart",
                                       constraint_label(constraint), display(table), after.name));
    }
    for (const auto& index : sides.from->indexes)
      if (uses(index) && stays(index, sides.to->indexes)) loosened(table, index);
    compared_anew(table, {.names = {lower(after.name)},
                          .change = Compared::more_apart,
                          .what = path(table, after.name) + ", which begins to tell apart what counted as the same"});
  }
  static ComparedAnew reordered(std::set<std::string> names, const std::string& type) {
    return {.names = std::move(names),
            .change = Compared::in_another_order,
            .what = fmt::format("values of {}, which are in another order", type)};
  }
  static bool changes_order(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    const auto kept = [](const auto& labels, const auto& others) {
      std::vector<std::string> out;
      std::ranges::copy_if(labels, std::back_inserter(out), [&](const auto& label) { return contains(others, label); });
      return out;
    };
    return kept(before, after) != kept(after, before);
  }
  // What stays as it is, and compares such columns.
  void compared_anew(const QualifiedName& table, const ComparedAnew& compared) {
    const auto sides = present_and_wanted(table);
    if (!sides) return;
    const auto more = [&](const Expression& expression) {
      return may_pass_more(expression.sql, compared.names, compared.change, spelling_);
    };
    for (const auto& constraint : sides->to->constraints) {
      const auto* check = std::get_if<Check>(&constraint.body);
      const bool was_there = std::ranges::any_of(sides->from->constraints, [&](const Constraint& had) {
        return had.body.index() == constraint.body.index() &&
               (had.body == constraint.body || (had.name.stated && had.name.text == constraint.name.text));
      });
      if (check && was_there && more(check->expression))
        add("widen-check", fmt::format("{} of {} compares {}: it lets more pass than before, or it cannot be shown not "
                                       "to",
                                       constraint_label(constraint), display(table), compared.what));
    }
    for (const auto& index : sides->to->indexes)
      if (index.unique && index.where && contains(sides->from->indexes, index) &&
          may_pass_fewer(index.where->sql, compared.names, compared.change, spelling_))
        add("drop-unique", fmt::format("the condition of unique index {} compares {}: it holds for fewer rows than "
                                       "before, or it cannot be shown not to",
                                       index.name.text, compared.what));
    for (const auto& [key, object] : in_.wanted.sql_objects) {
      if (!in_.present.sql_objects.contains(key)) continue;
      std::vector<const SqlObject*> queries;
      if (key.kind == "view") {
        queries = views_on(table, *object);
        if (queries.empty()) continue;
      } else if (!is_on(*object, table)) {
        continue;
      }
      add(losses_of_comparison(*object, queries, compared, spelling_));
    }
  }
  // A trigger's name says its table in PostgreSQL alone.
  bool is_on(const SqlObject& object, const QualifiedName& table) const {
    if (in_.before.engine.dialect == "postgresql") return is_on_a_table(object.kind) && owner(object) == table;
    return object.kind == "trigger" && contains(object.depends_on, table_id(table));
  }
  // The view and those that it reads, if it reads the table.
  std::vector<const SqlObject*> views_on(const QualifiedName& table, const SqlObject& view) const {
    std::vector<const SqlObject*> out = {&view};
    bool reads_table = false;
    for (std::size_t at = 0; at < out.size(); ++at)
      for (const auto& id : out[at]->depends_on) {
        reads_table = reads_table || (id.name == table && id.kind != ObjectKind::sql_object);
        const auto* below = id.kind == ObjectKind::sql_object && id.part == "view"
                                ? in_.wanted.sql_objects.find({id.part, id.name})
                                : nullptr;
        if (below && !contains(out, below)) out.push_back(below);
      }
    return reads_table ? out : std::vector<const SqlObject*>();
  }
  // A domain that is made again in another way, under columns that say the same as before. A collation cannot be.
  void compared_by(const SqlObject& object) {
    if (object.kind != "domain") return;
    for (const auto& [name, table] : in_.wanted.tables) {
      const auto sides = present_and_wanted(name);
      if (!sides) continue;
      for (const auto& column : sides->to->columns)
        if (const auto* had = sides->from->columns.find(column.name); had && *had == column)
          tells_more_apart(*sides, *had, column);
    }
    const SqlObjectKey key{object.kind, object.name};
    const auto *had = in_.present.sql_objects.find(key), *has = in_.wanted.sql_objects.find(key);
    if (had && has && may_tell_more_apart(equality_of(in_.wanted, *has), equality_of(in_.present, *had)))
      checked_anew(object.name);
  }
  void checked_anew(const QualifiedName& domain) {
    const ComparedAnew compared{.names = {"value"},
                                .change = Compared::more_apart,
                                .what = "values, of which it begins to tell apart what counted as the same"};
    for (const auto& [key, object] : in_.wanted.sql_objects)
      if (key.kind == "domain constraint" && key.name.schema == domain.schema &&
          key.name.name.starts_with(domain.name + ".") && in_.present.sql_objects.contains(key))
        add(losses_of_comparison(*object, {}, compared, spelling_));
  }
  void required(const QualifiedName& table, const Column& column) {
    if (!lacks_a_value(column) || column.attributes.contains("row") || !has_rows(table)) return;
    const auto made_up = made_up_value(in_.before.engine, column);
    if (!made_up)
      return add("add-required-column", fmt::format("{} is NOT NULL without a default: fails unless {} is empty",
                                                    path(table, column.name), display(table)));
    add("made-up-values", fmt::format("{} is NOT NULL without a default: rows of {} get {}{}", path(table, column.name),
                                      display(table), made_up->text,
                                      made_up->is_refused_in_some_modes
                                          ? ", and where the SQL mode has NO_ZERO_DATE it fails unless there are none"
                                          : ""));
  }
  void nulls(const QualifiedName& table, const std::string& column) {
    if (in_.filled.contains({ObjectKind::column_values, table, column})) return;
    if (has_rows(table)) add("set-not-null-data", fmt::format("fails if {} contains NULLs", path(table, column)));
  }

  void find(const DetachPartition& op) {
    // it may come back with other bounds
    if (!in_.wanted.sql_objects.contains({"partition", op.partition.object.name}))
      detached(op.partition.object.name, op.partition.parent);
  }
  void detached(const QualifiedName& rows_of, const QualifiedName& parent) {
    if (has_rows(parent) && in_.wanted.tables.contains(parent))
      add("detach-rows", fmt::format("queries of {} no longer see the rows of {}", display(parent), display(rows_of)));
  }
  void find(const AttachPartition& op) {
    if (has_rows(op.partition.table.name))
      add("add-check-violations",
          fmt::format("fails if a row of {} violates the partition bounds", display(op.partition.table.name)));
  }
  void find(const AddColumn& op) { required(op.table, op.column); }
  void find(const DropColumn& op) { dropped(op.table, op.column); }
  void find(const AlterColumnType& op) {
    if (op.conversion && converts_labels(op)) return reordered(op.table, op.before, op.after);
    if (op.before != op.after) retyped(sides_of(op.table), op.before, op.after);
  }
  // MySQL: ORDER BY sorts labels as the type lists them, and a SET is shown in that order. Rows keep their labels.
  void reordered(const QualifiedName& table, const Column& had, const Column& gets) {
    const auto &before = had.type, &after = gets.type;
    const bool holds_labels = before.name == "enum" || before.name == "set";
    if (in_.before.engine.dialect != "mysql" || !holds_labels || before.name != after.name || !has_rows(table)) return;
    std::vector<std::string> kept;
    for (const auto& label : before.arguments)
      if (contains(after.arguments, label)) kept.push_back(label);
    auto next = kept.begin();
    for (const auto& label : after.arguments)
      if (next != kept.end() && label == *next) ++next;
    if (next != kept.end())
      add("reorder-enum-values",
          fmt::format("rows sort otherwise by {}, and `{} + 0` yields other numbers: its labels change their order",
                      path(table, had.name), had.name));
  }
  // MySQL: labels stand in the column's type, and rows that hold one that goes get what somebody said.
  bool converts_labels(const AlterColumnType& op) {
    if (in_.before.engine.dialect != "mysql" || op.before.type.name != "enum" || op.after.type.name != "enum")
      return false;
    for (const auto& label : op.before.type.arguments)
      if (!contains(op.after.type.arguments, label) && has_rows(op.table))
        add("replace-enum-value", fmt::format("rows that hold {} in {} get another label, and cannot be told apart "
                                              "afterward",
                                              label, path(op.table, op.before.name)));
    return true;
  }
  void find(const SetColumnAttributes& op) { timed(op.table, op.before.name, op.before.attributes, op.after); }
  // MySQL: ON UPDATE CURRENT_TIMESTAMP.
  void timed(const QualifiedName& table, const std::string& column, const Attributes& before, const Attributes& after) {
    if (before.contains("on_update") && !after.contains("on_update") && has_rows(table))
      add("lose-update-time", fmt::format("{} no longer gets the time at which its row changes", path(table, column)));
  }
  void find(const SetNullability& op) {
    if (op.not_null) nulls(op.table, op.before.name);
  }

  void constrained(const QualifiedName& table, const Constraint& constraint) {
    if (!has_rows(table)) return;
    std::visit(
        Overloaded{
            [&](const Key& key) {
              add("add-unique-on-existing",
                  fmt::format("fails if {} has duplicates of ({})", display(table), fmt::join(key.columns, ", ")));
            },
            [&](const Check& check) {
              if (constraint.validated)
                add("add-check-violations",
                    fmt::format("fails if a row of {} violates {}", display(table), check.expression.sql));
            },
            [&](const ForeignKey& key) {
              if (constraint.validated)
                add("add-fk-orphans", fmt::format("fails if a row of {} references a missing row of {}", display(table),
                                                  display(key.references)));
            },
            [&](const Exclusion&) {
              add("add-check-violations", fmt::format("fails if rows of {} conflict with each other", display(table)));
            },
        },
        constraint.body);
  }

  // What the plan leads to may keep what a step drops, in this form or another.
  std::optional<Pair<const Table*>> present_and_wanted(const QualifiedName& table) const {
    const Pair<const Table*> sides{in_.present.tables.find(table), in_.wanted.tables.find(table)};
    return sides.from && sides.to ? std::optional(sides) : std::nullopt;
  }
  template <class Held>  // a constraint, an index
  void loosened(const QualifiedName& table, const Held& held) {
    const auto sides = present_and_wanted(table);
    if (const auto loss = sides ? looser_rows(held, *sides, {&in_.present, &in_.wanted}, spelling_) : std::nullopt)
      add(loss->rule, loss->what);
  }
  void loosened(const Table& before, const Table& after) {
    for (const auto& constraint : before.constraints)
      if (!contains(after.constraints, constraint)) loosened(before.name, constraint);
    for (const auto& index : before.indexes)
      if (!contains(after.indexes, index)) loosened(before.name, index);
  }
  void acting(const QualifiedName& table, const Constraint& constraint) {
    if (const auto* present = in_.present.tables.find(table))
      add(new_effects_on_rows(constraint, {present, sides_of(table).to}));
  }

  void find(const AddConstraint& op) {
    constrained(op.table, op.constraint);
    acting(op.table, op.constraint);
  }
  void find(const DropConstraint& op) { loosened(op.table, op.constraint); }
  void find(const AlterConstraint& op) { loosened(op.table, op.before); }
  void find(const DropIndex& op) { loosened(op.table, op.index); }
  void find(const SetIndexAttributes& op) { loosened(op.table, op.before); }
  void find(const CreateIndex& op) {
    if (op.index.unique && has_rows(op.table))
      add("add-unique-on-existing", fmt::format("fails if {} has duplicates", display(op.table)));
  }
  void find(const AlterEnum& op) {
    const std::unordered_set<std::string_view> kept(op.after.labels.begin(), op.after.labels.end());
    for (const auto& label : op.before.labels) {
      if (kept.contains(label)) continue;
      const auto heir = op.replacements.find(label);
      if (heir == op.replacements.end())
        add("drop-enum-value", fmt::format("fails if a row holds '{}' of {}{}", label, display(op.before.name),
                                           op.conversions.empty() ? "" : ", unless `using` converts it"));
      else
        add("replace-enum-value", fmt::format("rows that hold '{}' of {} get '{}', and cannot be told apart afterward",
                                              label, display(op.before.name), heir->second));
    }
    if (changes_order(op.before.labels, op.after.labels)) reordered_labels(op.after.name);
  }
  void reordered_labels(const QualifiedName& type) {
    for (const auto& [name, table] : in_.wanted.tables) {
      auto compared = reordered({lower(type.name)}, display(type));
      for (const auto& column : table->columns)
        if (column.type.user_type == type) compared.names.insert(lower(column.name));
      compared_anew(name, compared);
    }
    for (const auto& [key, object] : in_.wanted.sql_objects)
      if (key.kind == "domain constraint" && in_.present.sql_objects.contains(key))
        add(losses_of_comparison(*object, {}, reordered({lower(type.name)}, display(type)), spelling_));
  }
  void find(const ReplaceSqlObject& op) {
    compared_by(op.after);
    if (takes_attributes_away(op))
      add("drop-column", fmt::format("discards the values of the attributes removed from {}", display(op.before.name)));
    // what the two are made of is their engine's to read
    if (swaps_a_type(op))
      add("narrow-type", fmt::format("the new {} may not hold every stored value", display(op.after.name)));
    add(losses_of_change(op.before, op.after, spelling_));
  }
  void find(const DropSqlObject& op) {
    if (op.object.kind == "partition")
      add("drop-table", fmt::format("deletes all rows of {}", display(op.object.name)));
    // what default privileges gave to something that the same plan makes, nobody had
    if (is_right(op.object) && !in_.present.sql_objects.contains({op.object.kind, op.object.name})) return;
    const auto* again = in_.wanted.sql_objects.find({op.object.kind, op.object.name});
    if (again) rights_on_routine(op.object);
    if (is_right(op.object) && !again) {
      if (!is_held_otherwise(op.object) && !goes_with_what_is_gone(op.object)) add_loss_of(op.object);
      return;
    }
    if (again && comes_again(op)) {
      if (!(*again == op.object)) compared_by(op.object);
      return add(losses_of_change(op.object, *again, spelling_));
    }
    if (comes_again(op) || is_said_elsewhere(op.object) || goes_with_what_is_gone(op.object)) return;
    add_loss_of(op.object);
  }
  // MySQL has no other way to a new body than another routine of that name, and takes the rights on the old one back.
  void rights_on_routine(const SqlObject& object) {
    const bool is_routine = object.kind == "function" || object.kind == "procedure";
    if (in_.before.engine.dialect != "mysql" || is_mariadb(in_.before.engine) || !is_routine ||
        !in_.present.sql_objects.contains({object.kind, object.name}))
      return;
    const auto name = display(object.name);
    if (!object.rights)
      add("lose-rights-on-routine",
          fmt::format("{} {} is made again, and loses whatever was granted on it alone", object.kind, name));
    else if (!object.rights->empty())
      add("revoke", fmt::format("{} {} is made again, and loses what was granted on it: {}", object.kind, name,
                                fmt::join(*object.rights, "; ")));
  }
  void add_loss_of(const SqlObject& object) {
    if (const auto loss = loss_of_drop(object)) add(loss->rule, loss->what);
  }
  // A right on a column that the role gets on the table, a right on a table that becomes a view.
  bool is_held_otherwise(const SqlObject& right) const {
    std::vector<QualifiedName> names = {right.name};
    const auto to = right.name.name.rfind(" to ");
    const auto dot = right.name.name.rfind('.', to);
    if (right.kind == "grant on column" && to != std::string::npos && dot != std::string::npos)
      names.push_back({right.name.schema, right.name.name.substr(0, dot) + right.name.name.substr(to)});
    for (const auto& name : names)
      for (const auto* kind : {"grant on table", "grant on view", "grant on materialized view"})
        if (const auto* other = in_.wanted.sql_objects.find({kind, name});
            other && holds_rights_of(*other, right, spelling_))
          return true;
    return false;
  }
  // By itself, or as something else of that name: a view as a table. A function with other arguments is another one.
  bool comes_again(const DropSqlObject& op) const {
    const auto ids = touches(op).drops;
    return std::any_of(ids.begin(), ids.end(),
                       [&](const ObjectId& id) { return in_.made.contains(id) && id.part != "routine"; });
  }
  bool is_said_elsewhere(const SqlObject& object) const {
    if (object.kind != "domain constraint" && object.kind != "partition constraint") return false;
    const auto owner = object.name.name.substr(0, object.name.name.rfind('.') + 1);
    return std::ranges::any_of(in_.wanted.sql_objects, [&](const auto& entry) {
      const auto& [key, other] = entry;
      return key.kind == object.kind && key.name.schema == object.name.schema && key.name.name.starts_with(owner) &&
             is_said_by(object, *other, spelling_);
    });
  }
  void find(const CreateSqlObject& op) {
    if (in_.present.sql_objects.contains({op.object.kind, op.object.name}) || !is_about_something_old(op.object))
      return;
    add(losses_of_creation(op.object, in_.present.sql_objects.contains({"row security", owner(op.object)}), spelling_));
  }
  // The table of a trigger, a policy, a rule and their states: `users.touch` is on `users`.
  static QualifiedName owner(const SqlObject& object) {
    for (const auto& id : object.depends_on)
      if (id.kind == ObjectKind::table && id.name.schema == object.name.schema &&
          object.name.name.starts_with(id.name.name + "."))
        return id.name;
    return {object.name.schema, object.name.name.substr(0, object.name.name.rfind('.'))};
  }
  bool is_about_something_old(const SqlObject& object) const {
    if (is_on_a_table(object.kind))
      return was_there(table_id(owner(object))) || in_.present.sql_objects.contains({"partition", owner(object)});
    return std::ranges::all_of(object.depends_on,
                               [&](const ObjectId& id) { return !in_.made.contains(id) || was_there(id); });
  }
  // Also what is dropped and made again.
  bool was_there(const ObjectId& id) const {
    const auto* table = in_.present.tables.find(id.name);
    switch (id.kind) {
      case ObjectKind::schema: return in_.present.namespaces.contains(id.name.schema);
      case ObjectKind::table: return table != nullptr;
      case ObjectKind::sequence: return in_.present.sequences.contains(id.name);
      case ObjectKind::type: return in_.present.enums.contains(id.name) || has_object_called(id.name);
      case ObjectKind::sql_object: return in_.present.sql_objects.contains({id.part, id.name});
      case ObjectKind::column:
      case ObjectKind::column_type:
      case ObjectKind::column_values:
      case ObjectKind::column_default:
      case ObjectKind::column_nullability: return table && table->columns.find(id.part);
      case ObjectKind::relation_name:
      case ObjectKind::constraint:
      case ObjectKind::key:
      case ObjectKind::index:
      case ObjectKind::enum_label: return false;
    }
    return false;
  }
  bool has_object_called(const QualifiedName& name) const {
    return std::ranges::any_of(in_.present.sql_objects, [&](const auto& entry) { return entry.first.name == name; });
  }
  // A trigger goes with its table, and the table has asked; that its function goes as well says nothing.
  bool goes_with_what_is_gone(const SqlObject& object) const {
    const QualifiedName owner{object.name.schema, object.name.name.substr(0, object.name.name.rfind('.'))};
    return goes_with_its_owner(object) && std::ranges::any_of(object.depends_on, [&](const ObjectId& id) {
             const bool is_relation =
                 id.kind == ObjectKind::table || (id.kind == ObjectKind::sql_object && !is_routine(id.part));
             return in_.gone.contains(id) &&
                    (!is_on_a_table(object.kind) || (is_relation && (owner == object.name || id.name == owner)));
           });
  }
  void find(const DropSequence& op) {
    const auto owner = op.sequence.owned_by;
    const bool goes_with_owner = owner && (in_.gone.contains(table_id(owner->table)) ||
                                           in_.gone.contains(column_id(owner->table, owner->column)));
    if (!goes_with_owner && !in_.made.contains(sequence_id(op.sequence.name)))
      add("drop-sequence", fmt::format("the current value of {} is lost", display(op.sequence.name)));
  }
  void find(const AlterSequence& op) {
    if (!in_.present.sequences.contains(op.before.name)) return;
    add(losses_of_storage(op.before.name, op.before.attributes, op.after.attributes));
    repeating(display(op.before.name), op.before.options, op.after.options);
  }
  void find(const SetIdentity& op) {
    if (in_.before.engine.dialect == "postgresql" && has_rows(op.table) && op.before.identity && !op.identity)
      add("drop-sequence",
          fmt::format("the current value of the sequence of {} is lost", path(op.table, op.before.name)));
    if (has_rows(op.table) && op.before.identity && op.identity)
      repeating(path(op.table, op.before.name), op.before.identity->options, op.identity->options);
  }
  void repeating(const std::string& name, const SequenceOptions& before, const SequenceOptions& after) {
    if (after.cycle && !before.cycle)
      add("repeat-numbers", fmt::format("{} begins again at its end: it gives numbers that it has given before", name));
  }
  void find(const DropEnum& op) {
    if (!in_.made.contains(type_id(op.type.name)))
      add("drop-type", fmt::format("type {} is gone", display(op.type.name)));
  }

  // nothing in the catalogue fires on these
  void find(const CreateSchema&) {}
  void find(const DropSchema&) {}
  void find(const CreateTable&) {}
  void find(const SetDefault&) {}
  void find(const DropGenerated&) {}
  void find(const RenameConstraint&) {}
  void find(const RenameIndex&) {}
  void find(const CreateEnum&) {}
  void find(const RenameEnum&) {}
  void find(const CreateSequence&) {}
  void find(const RenameSequence&) {}
  void find(const SetComment&) {}
  void find(const Backfill&) {}

  const HazardInput& in_;
  const Spelling& spelling_;
  std::vector<Hazard> out_;
};

}  // namespace

std::vector<Hazard> hazards_of(const HazardInput& input, const Spelling& spelling) {
  return HazardFinder(input, spelling).run();
}

std::vector<Hazard> hazards_of(const HazardInput& input) { return hazards_of(input, {}); }

}  // namespace schemac
