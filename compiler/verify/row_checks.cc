#include "verify/row_checks.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"
#include "base/sql_tokens.h"
#include "connections/connection.h"

namespace schemac {
namespace {

class Finder {
 public:
  Finder(const Schema& present, const Dialect& dialect) : present_(present), dialect_(dialect) {}

  std::vector<RowCheck> run(const Plan& plan) {
    for (const auto* step : steps(plan)) {
      step_ = step;
      std::visit([this](const auto& op) { find(op); }, step->operation.variant());
    }
    return std::move(out_);
  }

 private:
  using Names = std::vector<std::string>;

  template <typename Other>
  void find(const Other&) {}

  // Behind these a name means something else than in the present database.
  void find(const RenameTable& op) { renamed_.insert(op.to); }
  void find(const RenameColumn& op) { renamed_.insert(op.table); }
  void find(const DropTable& op) { renamed_.insert(op.table.name); }
  void find(const RenameSchema&) { any_may_be_renamed_ = true; }

  void find(const SetNullability& op) {
    if (op.not_null && warned("set-not-null-data")) nulls(op.table, op.before.name);
  }
  void find(const AddColumn& op) {
    if (warned("add-required-column") && are_there(op.table, {}))
      add("rows without a value for the new column", dialect_.quote(op.table));
  }
  void find(const AddConstraint& op) { constrained(op.table, op.constraint); }
  void find(const CreateIndex& op) {
    if (!op.index.unique || op.index.where || op.index.nulls_not_distinct || !warned("add-unique-on-existing")) return;
    Names columns;
    for (const auto& key : op.index.keys) columns.push_back(key.column);
    duplicates(op.table, columns);
  }
  void find(const AlterEnum& op) {
    const auto* type = present_.enums.find(op.before.name);
    if (!type || !warned("drop-enum-value")) return;
    const std::set<std::string_view> stay(op.after.labels.begin(), op.after.labels.end());
    const std::set<std::string_view> known(op.before.labels.begin(),
                                           op.before.labels.end());  // not by another name yet
    for (const auto& label : type->labels)
      if (!stay.contains(label) && known.contains(label) && !op.replacements.contains(label)) holders(op, label);
  }
  void find(const RebuildTable& op) {
    for (const auto& column : op.after.columns) {
      const auto* had = op.before.columns.find(column.name);
      const bool filled = std::ranges::any_of(
          op.copies, [&](const auto& copy) { return copy.column == column.name && !copy.expression.empty(); });
      if (had && column.not_null && !had->not_null && !filled) nulls(op.before.name, column.name);
    }
    for (const auto& constraint : op.after.constraints)
      if (std::ranges::none_of(op.before.constraints, [&](const auto& had) { return had.body == constraint.body; }))
        constrained(op.before.name, constraint);
  }

  void constrained(const QualifiedName& table, const Constraint& constraint) {
    std::visit(Overloaded{[&](const Key& key) {
                            if (!key.nulls_not_distinct && warned("add-unique-on-existing"))
                              duplicates(table, key.columns);
                          },
                          [&](const ForeignKey& key) {
                            if (warned("add-fk-orphans")) orphans(table, key);
                          },
                          [](const auto&) {}},
               constraint.body);
  }

  bool warned(std::string_view rule) const {
    return std::ranges::any_of(step_->hazards, [&](const Hazard& hazard) { return hazard.rule == rule; });
  }
  // Under these names, before the plan has done anything.
  bool are_there(const QualifiedName& name, const Names& columns) const {
    const auto* table = any_may_be_renamed_ || renamed_.contains(name) ? nullptr : present_.tables.find(name);
    return table && std::ranges::all_of(
                        columns, [&](const auto& column) { return !column.empty() && table->columns.find(column); });
  }
  Names quoted(const Names& columns, std::string_view before = "") const {
    Names out;
    for (const auto& column : columns) out.push_back(std::string(before) + dialect_.quote(column));
    return out;
  }

  void add(std::string found, std::string from, const std::string& where = {}) {
    if (!where.empty()) from += " WHERE " + where;
    out_.push_back(
        {step_->number, step_->description, std::move(found), "SELECT count(*) FROM " + from, "SELECT * FROM " + from});
  }

  void nulls(const QualifiedName& table, const std::string& column) {
    if (are_there(table, {column}))
      add(fmt::format("rows where {} is NULL", column), dialect_.quote(table),
          fmt::format("{} IS NULL", dialect_.quote(column)));
  }
  void holders(const AlterEnum& op, const std::string& label) {
    for (const auto& [name, table] : present_.tables)
      for (const auto& column : table->columns) {
        if (column.type.user_type != op.before.name || column.generated || op.conversions.contains({name, column.name}))
          continue;
        const auto value = dialect_.quote(column.name);
        if (are_there(name, {column.name}))
          add(fmt::format("rows where {}.{} holds '{}'", display(name), column.name, label), dialect_.quote(name),
              fmt::format("{} = {}", string_literal(label),
                          column.type.array ? fmt::format("ANY ({})", value) : value));
      }
  }
  void duplicates(const QualifiedName& table, const Names& columns) {
    if (!are_there(table, columns)) return;
    const auto names = fmt::format("{}", fmt::join(quoted(columns), ", "));
    const auto groups =
        fmt::format("SELECT {0}, count(*) FROM {1} WHERE {2} IS NOT NULL GROUP BY {0} HAVING count(*) > 1", names,
                    dialect_.quote(table), fmt::join(quoted(columns), " IS NOT NULL AND "));
    out_.push_back({step_->number, step_->description,
                    fmt::format("values of ({}) that occur more than once", fmt::join(columns, ", ")),
                    fmt::format("SELECT count(*) FROM ({}) AS duplicates", groups), groups});
  }
  void orphans(const QualifiedName& table, const ForeignKey& key) {
    if (!are_there(table, key.columns) || !are_there(key.references, key.referenced_columns)) return;
    if (key.columns.size() != key.referenced_columns.size()) return;
    const auto own = quoted(key.columns, "child.");
    const auto theirs = quoted(key.referenced_columns, "parent.");
    Names pairs;
    for (std::size_t at = 0; at < own.size(); ++at) pairs.push_back(fmt::format("{} = {}", theirs[at], own[at]));
    add(fmt::format("rows that reference a missing row of {}", display(key.references)),
        dialect_.quote(table) + " AS child",
        fmt::format("{} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {})",
                    fmt::join(own, " IS NOT NULL AND "), dialect_.quote(key.references), fmt::join(pairs, " AND ")));
  }

  const Schema& present_;
  const Dialect& dialect_;
  const Step* step_ = nullptr;
  std::set<QualifiedName> renamed_ = {};
  bool any_may_be_renamed_ = false;
  std::vector<RowCheck> out_;
};

}  // namespace

std::vector<RowCheck> row_checks(const Plan& plan, const Schema& present, const Dialect& dialect) {
  return Finder(present, dialect).run(plan);
}

Diagnostics look_at_rows(const std::vector<RowCheck>& checks, const std::string& place,
                         std::chrono::milliseconds limit) {
  Diagnostics out;
  if (checks.empty()) return out;
  const auto connection = connect(place, Access::read, {.lock = limit, .statement = limit});
  for (const auto& check : checks) {
    const std::vector<std::string> queries{check.count};
    const auto answer =
        connection ? (*connection)->query(queries, "counting rows of") : std::unexpected(connection.error());
    if (!answer) {
      out.push_back(note_at(fmt::format("step {}, {}: its rows were not checked: {}", check.step, check.doing,
                                        answer.error().front().message)));
      continue;
    }
    const auto count = std::string((*answer)[0]->text(0, 0));
    if (count == "0") continue;
    auto warning = warning_at("rows-in-the-way", fmt::format("step {}, {}, will fail: {} ({} found)", check.step,
                                                             check.doing, check.found, count));
    warning.notes.push_back(note_at("find them: " + check.list));
    out.push_back(std::move(warning));
  }
  return out;
}

}  // namespace schemac
