#include "emitters/report_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/diagnostic.h"
#include "base/overloaded.h"
#include "base/printable.h"
#include "base/sql_tokens.h"
#include "schema/engine_version.h"

namespace schemac {
namespace {

std::string in_table(const QualifiedName& table, std::string_view part) {
  return fmt::format("{}.{}", display(table), part);
}

std::string listed(const std::vector<std::string>& names) { return fmt::format("({})", fmt::join(names, ", ")); }

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return out;
}

std::string index_keys(const Index& index) {
  std::vector<std::string> keys;
  for (const auto& key : index.keys)
    keys.push_back((key.expression ? one_line(key.expression->sql) : key.column) + (key.descending ? " desc" : ""));
  auto out = listed(keys);
  if (index.method != "btree" && !index.method.empty()) out += " using " + index.method;
  if (index.where) out += " where " + one_line(index.where->sql);
  return out;
}

std::string column_detail(const Column& column) {
  auto out = short_type(column.type);
  if (column.not_null) out += " not null";
  if (column.default_value) out += " default " + one_line(column.default_value->sql);
  if (column.generated) out += " generated";
  return out;
}

std::string constraint_detail(const Constraint& constraint) {
  return std::visit(Overloaded{[](const Key& key) { return listed(key.columns); },
                               [](const Check& check) { return one_line(check.expression.sql); },
                               [](const ForeignKey& key) {
                                 return fmt::format("{} to {} {}", listed(key.columns), display(key.references),
                                                    listed(key.referenced_columns));
                               },
                               [](const Exclusion& exclusion) { return one_line(exclusion.definition.sql); }},
                    constraint.body);
}

std::string constraint_object(const QualifiedName& table, const Constraint& constraint) {
  return constraint.name.text.empty() ? display(table) : in_table(table, constraint.name.text);
}

StepWords constraint_words(std::string_view doing, const QualifiedName& table, const Constraint& constraint) {
  return {fmt::format("{} {}", doing, kind_name(constraint)), constraint_object(table, constraint),
          constraint_detail(constraint)};
}

std::string plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string label_changes(const AlterEnum& op) {
  std::string out;
  const auto add = [&](char sign, const std::string& label) {
    out += fmt::format("{}{}'{}'", out.empty() ? "" : " ", sign, label);
  };
  const std::unordered_set<std::string_view> before(op.before.labels.begin(), op.before.labels.end());
  const std::unordered_set<std::string_view> after(op.after.labels.begin(), op.after.labels.end());
  for (const auto& label : op.after.labels)
    if (!before.contains(label)) add('+', label);
  for (const auto& label : op.before.labels)
    if (!after.contains(label) && !op.replacements.contains(label)) add('-', label);
  for (const auto& [label, heir] : op.replacements)
    out += fmt::format("{}'{}' → '{}'", out.empty() ? "" : " ", label, heir);
  return out.empty() ? "another order" : out;
}

struct Words {
  StepWords operator()(const CreateSchema& op) const { return {"create schema", op.space.name, ""}; }
  StepWords operator()(const DropSchema& op) const { return {"drop schema", op.space.name, ""}; }
  StepWords operator()(const RenameSchema& op) const { return {"rename schema", op.from, "to " + op.to}; }
  StepWords operator()(const CreateTable& op) const {
    return {"create table", display(op.table.name), plural(op.table.columns.size(), "column")};
  }
  StepWords operator()(const DropTable& op) const {
    return {"drop table", display(op.table.name), plural(op.table.columns.size(), "column")};
  }
  StepWords operator()(const RenameTable& op) const {
    return {"rename table", display(op.from), "to " + display(op.to)};
  }
  StepWords operator()(const SetTableAttributes& op) const { return {"set options", display(op.table), ""}; }
  StepWords operator()(const RebuildTable& op) const {
    return {"rebuild table", display(op.after.name),
            op.reasons.size() == 1 ? op.reasons.front() : plural(op.reasons.size(), "change")};
  }
  StepWords operator()(const AttachPartition& op) const {
    return {"attach partition", display(op.partition.table.name), "to " + display(op.partition.parent)};
  }
  StepWords operator()(const DetachPartition& op) const {
    return {"detach partition", display(op.partition.table.name), "from " + display(op.partition.parent)};
  }
  StepWords operator()(const AddColumn& op) const {
    return {"add column", in_table(op.table, op.column.name), column_detail(op.column)};
  }
  StepWords operator()(const DropColumn& op) const {
    return {"drop column", in_table(op.table, op.column.name), short_type(op.column.type)};
  }
  StepWords operator()(const RenameColumn& op) const {
    return {"rename column", in_table(op.table, op.from), "to " + op.to};
  }
  StepWords operator()(const AlterColumnType& op) const {
    const auto object = in_table(op.table, op.after.name);
    if (op.before.type == op.after.type) return {"set collation", object, op.after.collation.value_or("the default")};
    return {"change type", object, fmt::format("{} to {}", short_type(op.before.type), short_type(op.after.type))};
  }
  StepWords operator()(const SetNullability& op) const {
    return {op.not_null ? "set not null" : "drop not null", in_table(op.table, op.before.name), ""};
  }
  StepWords operator()(const SetDefault& op) const {
    return {op.value ? "set default" : "drop default", in_table(op.table, op.before.name),
            op.value ? one_line(op.value->sql) : ""};
  }
  StepWords operator()(const SetIdentity& op) const {
    return {op.identity ? (op.before.identity ? "change identity" : "add identity") : "drop identity",
            in_table(op.table, op.before.name), ""};
  }
  StepWords operator()(const DropGenerated& op) const {
    return {"keep values", in_table(op.table, op.before.name), "no longer generated"};
  }
  StepWords operator()(const SetColumnAttributes& op) const {
    return {"set options", in_table(op.table, op.before.name), ""};
  }
  StepWords operator()(const AddConstraint& op) const { return constraint_words("add", op.table, op.constraint); }
  StepWords operator()(const DropConstraint& op) const { return constraint_words("drop", op.table, op.constraint); }
  StepWords operator()(const RenameConstraint& op) const {
    return {fmt::format("rename {}", kind_name(op.constraint)), constraint_object(op.table, op.constraint),
            "to " + op.to.text};
  }
  StepWords operator()(const AlterConstraint& op) const {
    return constraint_words(op.after.validated && !op.before.validated ? "validate" : "change", op.table, op.after);
  }
  StepWords operator()(const CreateIndex& op) const {
    return {op.index.unique ? "create unique index" : "create index", op.index.name.text,
            fmt::format("{} {}", display(op.table), index_keys(op.index))};
  }
  StepWords operator()(const DropIndex& op) const {
    return {"drop index", op.index.name.text, fmt::format("{} {}", display(op.table), index_keys(op.index))};
  }
  StepWords operator()(const RenameIndex& op) const { return {"rename index", op.from, "to " + op.to.text}; }
  StepWords operator()(const SetIndexAttributes& op) const { return {"set options", op.before.name.text, ""}; }
  StepWords operator()(const CreateEnum& op) const {
    return {"create enum", display(op.type.name), plural(op.type.labels.size(), "label")};
  }
  StepWords operator()(const DropEnum& op) const {
    return {"drop enum", display(op.type.name), plural(op.type.labels.size(), "label")};
  }
  StepWords operator()(const RenameEnum& op) const { return {"rename enum", display(op.from), "to " + display(op.to)}; }
  StepWords operator()(const RenameEnumLabel& op) const {
    return {"rename label", display(op.type), fmt::format("'{}' to '{}'", op.from, op.to)};
  }
  StepWords operator()(const AlterEnum& op) const { return {"change enum", display(op.after.name), label_changes(op)}; }
  StepWords operator()(const CreateSequence& op) const { return {"create sequence", display(op.sequence.name), ""}; }
  StepWords operator()(const DropSequence& op) const { return {"drop sequence", display(op.sequence.name), ""}; }
  StepWords operator()(const RenameSequence& op) const {
    return {"rename sequence", display(op.from), "to " + display(op.to)};
  }
  StepWords operator()(const AlterSequence& op) const { return {"change sequence", display(op.after.name), ""}; }
  StepWords operator()(const SetComment& op) const {
    return {op.after ? "set comment" : "drop comment", display(op.object), op.after ? one_line(*op.after) : ""};
  }
  StepWords operator()(const Backfill& op) const {
    return {"backfill", in_table(op.table, op.column), one_line(op.expression)};
  }
  StepWords operator()(const CreateSqlObject& op) const {
    return {(is_owner(op.object) ? "set " : "create ") + op.object.kind, display(op.object.name), ""};
  }
  StepWords operator()(const DropSqlObject& op) const {
    return {(is_owner(op.object) ? "forget " : "drop ") + op.object.kind, display(op.object.name), ""};
  }
  StepWords operator()(const ReplaceSqlObject& op) const {
    return {(is_owner(op.after) ? "set " : "replace ") + op.after.kind, display(op.after.name), ""};
  }
  StepWords operator()(const RenameSqlObject& op) const {
    return {"rename " + op.kind, display(op.from), "to " + display(op.to)};
  }
};

// From weak to strong, SQLite's words among PostgreSQL's; a word that is not here counts as the weakest.
std::size_t strength_of(std::string_view mode) {
  static constexpr auto modes = std::to_array<std::string_view>(
      {"SHARED", "RESERVED", "ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE",
       "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"});
  const auto at = std::ranges::find(modes, mode);
  return at == modes.end() ? 0 : static_cast<std::size_t>(at - modes.begin()) + 1;
}

}  // namespace

StepWords words_of(const Operation& operation) { return std::visit(Words{}, operation.variant()); }

std::string short_type(const Type& type) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> known{
      {{"character varying", "varchar"},
       {"character", "char"},
       {"timestamp with time zone", "timestamptz"},
       {"timestamp without time zone", "timestamp"},
       {"time with time zone", "timetz"},
       {"time without time zone", "time"}}};
  Type shown = type;
  if (!type.user_type)
    for (const auto& [canonical, brief] : known)
      if (type.name == canonical) shown.name = brief;
  return display(shown);
}

std::string cost_of(const Step& step) {
  bool scans = false, rewrites = false;
  std::string lock;
  for (const auto& statement : step.statements) {
    rewrites |= statement.rewrites;
    scans |= statement.scans && !statement.check;
    for (const auto& taken : statement.locks)
      if (lock.empty() || strength_of(taken.mode) > strength_of(lock)) lock = taken.mode;
  }
  const std::string work = rewrites ? "writes every row" : scans ? "reads every row" : "";
  if (lock.empty()) return work;
  return work.empty() ? lower(lock) : fmt::format("{}, {}", work, lower(lock));
}

std::string_view quality_word(UndoQuality quality) {
  switch (quality) {
    case UndoQuality::exact: return "exact";
    case UndoQuality::loses_data: return "loses data";
    case UndoQuality::impossible: return "impossible";
  }
  broken_invariant("undo quality has a word");
}

const OnlineCopy* best_online_copy(const Step& step) {
  for (const auto& copy : step.online_copies)
    if (!copy.command.empty()) return &copy;
  return nullptr;
}

bool asks_for_consent(const Step& step) {
  return std::any_of(step.hazards.begin(), step.hazards.end(),
                     [](const Hazard& hazard) { return asks_for_consent(hazard); });
}

std::string consent_key(const Step& step) {
  const auto touched = touches(step.operation);
  std::string object;
  for (const auto* list : {&touched.drops, &touched.changes, &touched.makes, &touched.uses}) {
    const auto id = std::ranges::find_if_not(*list, is_about_those_below);
    if (!object.empty() || id == list->end()) continue;
    object = id->kind == ObjectKind::sql_object ? display(id->name) : display(*id);
  }
  std::set<std::string> losses;
  for (const auto& hazard : step.hazards)
    if (asks_for_consent(hazard))
      losses.insert(hazard.kind == HazardClass::destructive ? std::string(kind_name(step.operation)) : hazard.rule);
  if (losses.size() > 1) return object;
  const auto loss = losses.empty() ? std::string(kind_name(step.operation)) : *losses.begin();
  return object.empty() ? loss : fmt::format("{}:{}", loss, object);
}

std::string_view consent_flag(const Step& step) {
  return step.destructive ? "--allow-destructive" : "--allow-behavior-change";
}

std::string undo_summary(const Plan& plan) {
  const auto all = steps(plan);
  std::string out;
  for (std::size_t first = 0; first < all.size();) {
    const auto quality = all[first]->undo.quality;
    auto last = first;
    // Each loss is named, so only steps that lose nothing are summed up.
    while (quality == UndoQuality::exact && last + 1 < all.size() && all[last + 1]->undo.quality == quality) ++last;
    if (!out.empty()) out += " · ";
    out += first == last ? fmt::format("{}", all[first]->number)
                         : fmt::format("{}–{}", all[first]->number, all[last]->number);
    const auto& loss = all[first]->undo.loss;
    out +=
        fmt::format(" {}{}", quality_word(quality), quality == UndoQuality::exact || loss.empty() ? "" : ": " + loss);
    first = last + 1;
  }
  return out;
}

std::string in_words(const FoundRename& rename) {
  if (rename.from.kind != ObjectKind::sql_object)
    return fmt::format("{} → {}", display(rename.from), display(rename.to));
  return fmt::format("{} {} → {}", rename.from.part, display(rename.from.name), display(rename.to.name));
}

std::string shell_flag(const FoundRename& rename) { return shell_word(rename.flag); }

std::set<int> stops_of(const Plan& plan) {
  std::set<int> stops{0};
  for (const auto& phase : plan.phases)
    for (const auto& unit : phase.units)
      for (const auto& step : unit.steps)
        if (!unit.transactional || &step == &unit.steps.back()) stops.insert(step.number);
  return stops;
}

std::string transaction_of(const Plan& plan, const Unit& unit) {
  if (!unit.transactional)
    return plan.engine.dialect == "mysql" ? "every step commits by itself" : "outside of a transaction";
  std::size_t count = 0, own = 0;
  for (const auto& phase : plan.phases)
    for (const auto& each : phase.units) {
      if (!each.transactional) continue;
      ++count;
      if (&each == &unit) own = count;
    }
  return count == 1 ? "in one transaction" : fmt::format("transaction {} of {}", own, count);
}

}  // namespace schemac
