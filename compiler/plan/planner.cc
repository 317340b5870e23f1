#include "plan/planner.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "diff/resolve_renamed.h"
#include "operations/object_ids.h"
#include "plan/consent.h"
#include "plan/graph.h"
#include "plan/refresh.h"
#include "plan/rename_remarks.h"
#include "plan/rewrites/backfill.h"
#include "plan/rollback.h"
#include "plan/unmanaged.h"
#include "rules/hazards.h"
#include "rules/made_up_values.h"
#include "schema/fingerprint.h"

namespace schemac {
namespace {

// `users.email` consents to whatever the step does to it, `drop-column:users.email` to this loss alone.
std::vector<std::string> names_of_consent(const Step& step, const Hazard& hazard) {
  const auto t = touches(step.operation);
  auto ids = t.drops;
  std::ranges::copy_if(t.changes, std::back_inserter(ids), std::not_fn(is_about_those_below));
  ids.insert(ids.end(), t.makes.begin(), t.makes.end());
  if (ids.empty() && !t.uses.empty()) ids.push_back(t.uses.front());  // a table's settings
  std::vector<std::string> names = {hazard.rule, std::string(kind_name(step.operation))};
  if (!ids.empty()) names.clear();  // `drop-column` alone says nothing of which
  for (const auto& id : ids) {
    const auto object = id.kind == ObjectKind::sql_object ? display(id.name) : display(id);
    names.insert(names.end(), {object, fmt::format("{}:{}", kind_name(step.operation), object),
                               fmt::format("{}:{}", hazard.rule, object)});
  }
  return names;
}

class Planner {
 public:
  Planner(const PlanInput& input, const Dialect& dialect, const PlanOptions& options)
      : in_(input), dialect_(dialect), options_(options), state_(input.difference.sides.from) {}

  Result<Plan> run() {
    describe_sides();
    auto ordered = ordered_operations();
    if (!ordered) return std::unexpected(ordered.error());
    if (ordered->empty()) return std::move(plan_);
    look_at_the_whole(*ordered);
    unmanaged_ = after_renames(in_.schemas.from->unmanaged, in_.difference.renames);
    unmanaged_.insert(unmanaged_.end(), in_.difference.stranded.begin(), in_.difference.stranded.end());
    Phase phase{.name = "direct", .gate = {}, .units = {}};
    for (auto& op : *ordered)
      if (auto added = add_step(phase, std::move(op)); !added) return std::unexpected(added.error());
    close_unit(phase);
    note_unused_backs();
    plan_.phases.push_back(std::move(phase));
    plan_.rollback = rollback_matrix(plan_);
    plan_.title = title();
    return std::move(plan_);
  }

 private:
  void describe_sides() {
    const auto& [from, to] = in_.schemas;
    plan_.engine = from->engine.major ? from->engine : to->engine;
    plan_.names = in_.names;
    plan_.fingerprints = fingerprints({from, to});
    plan_.notes = in_.difference.notes;
    plan_.renames = in_.difference.found;
    for (const auto& object : from->unmanaged)
      if (!in_.left_out.contains({object.kind, object.name}))
        plan_.unmanaged.push_back(fmt::format("{} {}", object.kind, display(object.name)));
    for (const auto& object : to->unmanaged)
      if (!is_there(object, *from))
        plan_.notes.push_back(fmt::format("{} {} is in the target, but schemac does not manage it: create it by hand",
                                          object.kind, display(object.name)));
  }

  // Also a type that came with an extension, or that a text names and does not describe: a column of the other side has
  // it.
  static bool is_there(const UnmanagedObject& object, const Schema& schema) {
    if (object.kind != "type") {
      const auto is_same = [&](const auto& o) { return o.kind == object.kind && o.name == object.name; };
      return std::ranges::any_of(schema.unmanaged, is_same);
    }
    const auto has_type = [&](const Column& column) { return column.type.user_type == object.name; };
    return schema.enums.contains(object.name) || schema.tables.contains(object.name) ||
           std::ranges::any_of(schema.sql_objects,
                               [&](const auto& entry) { return entry.first.name == object.name; }) ||
           std::ranges::any_of(schema.tables,
                               [&](const auto& entry) { return std::ranges::any_of(entry.second->columns, has_type); });
  }

  // What is dropped only to be made again is not lost.
  void look_at_the_whole(const std::vector<Operation>& operations) {
    for (const auto& operation : operations) {
      auto touched = touches(operation);
      made_.insert(touched.makes.begin(), touched.makes.end());
      gone_.insert(touched.drops.begin(), touched.drops.end());
    }
    for (const auto& id : made_) gone_.erase(id);
  }

  Result<std::vector<Operation>> ordered_operations() {
    const LegaliseInput sides{in_.difference.renamed, in_.difference.sides.to};
    auto filled = rewrite_backfills(in_.difference, in_.intents, dialect_);
    if (!filled) return std::unexpected(filled.error());
    auto legal = dialect_.legalise(std::move(*filled), sides);
    if (!legal) return std::unexpected(legal.error());
    return in_order(in_.difference.renames, std::move(*legal), graph_options());
  }

  GraphOptions graph_options() const { return {.checks_references = dialect_.traits().checks_references}; }

  Result<void> add_step(Phase& phase, Operation op) {
    refresh(op, state_);
    resolve_for_rename(op, state_, dialect_);
    if (dialect_.traits().compares_column_order) op = in_its_place(std::move(op), state_, in_.difference.sides.to);
    Schema after = state_;
    schemac::apply(op, after);
    Step step{.number = ++number_,
              .operation = op,
              .description = describe(op),
              .statements = dialect_.statements(op, state_, after),
              .undo = {}};
    auto undo = undo_of(op, after);
    if (!undo) return std::unexpected(undo.error());
    step.undo = std::move(*undo);
    const KeepsValues keeps = [&](const PlacedColumn& wide, const PlacedColumn& narrow) {
      return dialect_.keeps_values(wide, narrow);
    };
    const Spelling spelling{dialect_.traits().lexis,
                            [&](std::string_view a, std::string_view b) { return dialect_.same_expression(a, b); }};
    step.hazards = hazards_of({.operation = op,
                               .before = state_,
                               .after = after,
                               .present = in_.difference.renamed,
                               .keeps_values = keeps,
                               .filled = filled_,
                               .wanted = in_.difference.sides.to,
                               .made = made_,
                               .gone = gone_},
                              spelling);
    auto remarks = rename_remarks(op, in_.difference.found);
    std::ranges::move(remarks, std::back_inserter(step.hazards));
    step.destructive = is_destructive(step.hazards);
    step.allowed = std::all_of(step.hazards.begin(), step.hazards.end(), [&](const Hazard& hazard) {
      return !asks_for_consent(hazard) || consented(step, hazard);
    });
    step.refused = refusal(op, unmanaged_, in_.left_out);
    if (const auto* fill = std::get_if<Backfill>(&op.variant()); fill && fill->must_fill)
      filled_.insert({ObjectKind::column_values, fill->table, fill->column});
    place(phase, std::move(step), after);
    state_ = std::move(after);
    return {};
  }

  // The engine converts in its own way, and only the dialect knows what that keeps.
  void judge_conversion(const AlterColumnType& alter, const Schema& after, Undo& inverse) const {
    const auto* before = state_.tables.find(alter.table);
    const auto* now = after.tables.find(alter.table);
    if (alter.conversion && dialect_.traits().name == "mysql") {
      inverse.quality = UndoQuality::loses_data;
      inverse.loss = fmt::format("which rows of {}.{} held the labels that go", display(alter.table), alter.after.name);
      return;
    }
    if (!before || !now || dialect_.keeps_values({*now, alter.after}, {*before, alter.before})) return;
    if (inverse.quality != UndoQuality::exact) return;
    inverse.quality = UndoQuality::loses_data;
    inverse.loss = fmt::format("values of {}.{} that {} cannot hold", display(alter.table), alter.after.name,
                               display(alter.after.type));
  }

  // What an engine makes up for a column that comes back is no value of before.
  void judge_made_up_values(const DropColumn& drop, Undo& inverse) const {
    const auto made_up = lacks_a_value(drop.column) ? made_up_value(state_.engine, drop.column) : std::nullopt;
    if (!made_up || inverse.quality != UndoQuality::loses_data) return;
    inverse.loss =
        fmt::format("the values of {}.{}: rows get {}", display(drop.table), drop.column.name, made_up->text);
    if (made_up->is_refused_in_some_modes)
      inverse.loss += ", and where the SQL mode has NO_ZERO_DATE it is refused while the table holds rows";
  }

  void judge_conversions(const RebuildTable& rebuild, Undo& inverse) const {
    for (const auto& column : rebuild.before.columns) {
      const Column* kept = column.generated ? nullptr : rebuild.after.columns.find(column.name);
      if (!kept || kept->generated || dialect_.keeps_values({rebuild.after, *kept}, {rebuild.before, column})) continue;
      inverse.quality = std::max(inverse.quality, UndoQuality::loses_data);
      inverse.loss += fmt::format("{}values of {}.{} that {} cannot hold", inverse.loss.empty() ? "" : ", ",
                                  display(rebuild.before.name), column.name, display(kept->type));
    }
  }

  const SqlText* stated_back(const QualifiedName& table, const Column& column) {
    const auto id = column_id(table, column.name);
    const auto at = in_.intents.find(id);
    if (at == in_.intents.end() || !at->second.backfill || column.generated || column.identity) return nullptr;
    const auto* wanted = in_.difference.sides.to.tables.find(table);
    if (!wanted || wanted->columns.find(column.name)) return nullptr;  // then it is a backfill
    backs_.insert(id);
    return &*at->second.backfill;
  }

  // Where somebody said what a dropped column is to hold again.
  void state_values(const Operation& op, Undo& inverse) {
    if (const auto* drop = std::get_if<DropColumn>(&op.variant())) {
      const auto* text = stated_back(drop->table, drop->column);
      if (!text) return;
      AddColumn open{drop->table, drop->column, drop->position, drop->heirs, drop->left_to};
      open.column.not_null = false;
      inverse.operations = {open, Backfill{.table = drop->table,
                                           .column = drop->column.name,
                                           .expression = text->sql,
                                           .must_fill = drop->column.not_null,
                                           .new_column = true}};
      if (drop->column.not_null) inverse.operations.emplace_back(SetNullability{drop->table, open.column, true});
      inverse.loss =
          fmt::format("the values of {}.{}, which come from {}", display(drop->table), drop->column.name, text->sql);
    } else if (const auto* rebuild = std::get_if<RebuildTable>(&op.variant()); rebuild && !alters_in_place()) {
      for (auto& back : inverse.operations) {
        const auto* again = std::get_if<RebuildTable>(&back.variant());
        if (!again) continue;
        auto filled = *again;
        for (const auto& column : rebuild->before.columns)
          if (!rebuild->after.columns.find(column.name))
            if (const auto* text = stated_back(rebuild->after.name, column))
              filled.copies.push_back({column.name, text->sql});
        back = Operation(std::move(filled));
      }
    }
  }

  // An engine that copies no rows of its own accord for a RebuildTable gets them by statements of their own.
  bool alters_in_place() const { return dialect_.traits().compares_column_order; }

  // The same for several changes of a table that are one statement: the columns come back open, are filled, and are
  // what they were.
  std::vector<Operation> with_stated_values(std::vector<Operation> operations, const Operation& op) {
    if (!std::holds_alternative<RebuildTable>(op.variant()) || !alters_in_place()) return operations;
    std::vector<Operation> out;
    for (auto& operation : operations) {
      const auto* again = std::get_if<RebuildTable>(&operation.variant());
      std::vector<Operation> fills;
      auto open = again ? *again : RebuildTable{};
      open.after.columns = {};
      for (const auto& column : again ? again->after.columns : NamedList<Column>()) {
        auto now = column;
        const auto* text = again->before.columns.find(column.name) ? nullptr : stated_back(again->after.name, column);
        if (text) {
          now.not_null = false;
          fills.emplace_back(Backfill{.table = again->after.name,
                                      .column = column.name,
                                      .expression = text->sql,
                                      .must_fill = column.not_null,
                                      .new_column = true});
        }
        open.after.columns.add(std::move(now));
      }
      if (fills.empty()) {
        out.push_back(std::move(operation));
        continue;
      }
      RebuildTable closed{.before = open.after, .after = again->after, .copies = {}, .reasons = again->reasons};
      out.emplace_back(std::move(open));
      std::ranges::move(fills, std::back_inserter(out));
      if (closed.before != closed.after) out.emplace_back(std::move(closed));
    }
    return out;
  }

  void note_unused_backs() {
    for (const auto& [id, intent] : in_.intents) {
      if (id.kind != ObjectKind::column || !intent.backfill || intent.backfill->where.source || backs_.contains(id))
        continue;
      const auto* wanted = in_.difference.sides.to.tables.find(id.name);
      if (wanted && !wanted->columns.find(id.part))
        plan_.notes.push_back(fmt::format("--back: the plan drops no column {} that could be filled", display(id)));
    }
  }

  Result<StepUndo> undo_of(const Operation& op, const Schema& after) {
    auto inverse = invert(op);
    if (const auto* drop = std::get_if<DropColumn>(&op.variant())) judge_made_up_values(*drop, inverse);
    state_values(op, inverse);
    if (const auto* rebuild = std::get_if<RebuildTable>(&op.variant())) judge_conversions(*rebuild, inverse);
    if (const auto* alter = std::get_if<AlterColumnType>(&op.variant())) judge_conversion(*alter, after, inverse);
    auto legal = dialect_.legalise(std::move(inverse.operations), {after, state_});
    // the engine has no way back: the plan stands, and says so
    if (!legal) return StepUndo{.quality = UndoQuality::impossible, .loss = legal.error().front().message};
    if (legal->size() > 1) {
      legal = in_order({}, std::move(*legal), graph_options());
      if (!legal) return std::unexpected(legal.error());
    }
    *legal = with_stated_values(std::move(*legal), op);
    StepUndo undo{.quality = inverse.quality, .loss = std::move(inverse.loss)};
    Schema at = after;
    for (auto& back : *legal) {
      refresh(back, at);
      if (dialect_.traits().compares_column_order) back = in_its_place(std::move(back), at, state_);
      Schema next = at;
      schemac::apply(back, next);
      for (auto& statement : dialect_.statements(back, at, next)) undo.statements.push_back(std::move(statement));
      undo.operations.push_back(std::move(back));
      at = std::move(next);
    }
    return undo;
  }

  bool consented(const Step& step, const Hazard& hazard) const {
    if (options_.allow_destructive) return true;
    if (options_.allow_behavior_change && hazard.kind != HazardClass::destructive) return true;
    const auto names = names_of_consent(step, hazard);
    return std::any_of(options_.allow.begin(), options_.allow.end(), [&](const std::string& name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    });
  }

  // Steps share a transaction unless the engine, on the way there or back, must see one of them committed first.
  void place(Phase& phase, Step step, const Schema& after) {
    const bool undo_stands_alone = std::any_of(step.undo.operations.begin(), step.undo.operations.end(),
                                               [&](const Operation& op) { return !dialect_.shares_transaction(op); });
    const bool alone = !dialect_.shares_transaction(step.operation) || undo_stands_alone;
    const bool transactional =
        std::all_of(step.statements.begin(), step.statements.end(), [](const Statement& s) { return s.transactional; });
    if (open_ && (alone || alone_ || unit_.transactional != transactional)) close_unit(phase);
    if (!open_) {
      unit_ = Unit{.transactional = transactional, .steps = {}};
      unit_from_ = state_;
      open_ = true;
      alone_ = alone;
    }
    unit_.undo_stands_alone = unit_.undo_stands_alone || undo_stands_alone;
    unit_.steps.push_back(std::move(step));
    unit_to_ = after;
  }

  void close_unit(Phase& phase) {
    if (!open_) return;
    std::vector<Operation> there, back;
    for (const auto& step : unit_.steps) there.push_back(step.operation);
    for (auto step = unit_.steps.rbegin(); step != unit_.steps.rend(); ++step)
      back.insert(back.end(), step->undo.operations.begin(), step->undo.operations.end());
    auto frame = dialect_.frame(there, unit_from_, unit_to_);
    auto undo_frame = dialect_.frame(back, unit_to_, unit_from_);
    unit_.begin = frame.begin;
    unit_.before = std::move(frame.before);
    unit_.last = std::move(frame.last);
    unit_.after = std::move(frame.after);
    unit_.undo_before = std::move(undo_frame.before);
    unit_.undo_last = std::move(undo_frame.last);
    unit_.undo_after = std::move(undo_frame.after);
    phase.units.push_back(std::move(unit_));
    open_ = false;
  }

  template <typename... Kinds>
  static bool is_one_of(const Operation& operation) {
    return (std::holds_alternative<Kinds>(operation.variant()) || ...);
  }
  // Most migrations are for the sake of a table, a column or a label.
  static bool is_telling(const Operation& operation) {
    return is_one_of<RenameTable, CreateTable, DropTable, RenameColumn, AddColumn, DropColumn, AlterColumnType,
                     AlterEnum>(operation);
  }

  // What only goes to come again says little about the plan.
  std::string title() const {
    const auto all = steps(plan_);
    std::set<ObjectId> made;
    for (const auto* step : all)
      for (auto& id : touches(step->operation).makes) made.insert(std::move(id));
    const auto comes_again = [&](const Step* step) {
      const auto gone = touches(step->operation).drops;
      return !gone.empty() &&
             std::all_of(gone.begin(), gone.end(), [&](const ObjectId& id) { return made.contains(id); });
    };
    const auto rank = [&](const Step* step) { return comes_again(step) ? 2 : is_telling(step->operation) ? 0 : 1; };
    const auto& description = (*std::ranges::min_element(all, {}, rank))->description;
    return all.size() == 1 ? description : fmt::format("{} and {} more", description, all.size() - 1);
  }

  const PlanInput& in_;
  const Dialect& dialect_;
  const PlanOptions& options_;
  Schema state_;
  std::vector<UnmanagedObject> unmanaged_;
  std::set<ObjectId> filled_;
  std::set<ObjectId> backs_;  // dropped columns that get stated values on the way back
  std::set<ObjectId> made_, gone_;
  int number_ = 0;
  Plan plan_;
  Unit unit_;
  Schema unit_from_, unit_to_;
  bool open_ = false;
  bool alone_ = false;
};

}  // namespace

Result<Plan> make_plan(const PlanInput& input, const Dialect& dialect, const PlanOptions& options) {
  return Planner(input, dialect, options).run();
}

std::vector<std::string> unused_allowances(const Plan& plan, const std::vector<std::string>& allow) {
  std::set<std::string> known;
  for (const auto* step : steps(plan)) {
    auto hazards = step->hazards;
    if (hazards.empty()) hazards.emplace_back();  // what needs no consent is no misspelling either
    for (const auto& hazard : hazards)
      for (auto& name : names_of_consent(*step, hazard)) known.insert(std::move(name));
  }
  std::vector<std::string> out;
  std::copy_if(allow.begin(), allow.end(), std::back_inserter(out),
               [&](const std::string& name) { return !known.contains(name); });
  return out;
}

}  // namespace schemac
