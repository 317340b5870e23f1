#include "verify/row_checks.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"
#include "base/sql_tokens.h"
#include "connections/connection.h"

namespace schemac {
namespace {

// What the present database calls a table and its columns, at the step at hand: the queries run before any step.
class PresentNames {
 public:
  explicit PresentNames(const Schema& present) : present_(present) {}

  void follow(const RenameTable& op) {
    auto origin = of(op.from);
    tables_[op.from] = {};
    tables_[op.to] = std::move(origin);
  }
  void follow(const RenameColumn& op) {
    auto& origin = tables_[op.table] = of(op.table);
    origin.columns[op.to] = origin.column(op.from);
    origin.columns[op.from] = std::nullopt;
  }
  void follow(const RenameSchema& op) {
    std::map<QualifiedName, Origin> moved;
    for (const auto& [name, table] : present_.tables)
      if (name.schema == op.from) moved[{op.to, name.name}] = {.table = name, .columns = {}};
    for (auto& [name, origin] : tables_)
      moved[{name.schema == op.from ? op.to : name.schema, name.name}] = std::move(origin);
    tables_ = std::move(moved);
  }
  void follow(const DropTable& op) { tables_[op.table.name] = {}; }
  void follow(const CreateTable& op) { tables_[op.table.name] = {}; }
  void follow(const AddColumn& op) { forget(op.table, op.column.name); }
  void follow(const DropColumn& op) { forget(op.table, op.column.name); }
  template <typename Other>
  void follow(const Other&) {}

  // Null where it is not there yet.
  const Table* table(const QualifiedName& name) const {
    const auto origin = of(name);
    return origin.table ? present_.tables.find(*origin.table) : nullptr;
  }
  // Whether a column of the present database is still there at the step, under whatever name.
  bool keeps(const QualifiedName& present, const std::string& column) const {
    for (const auto& [name, origin] : tables_)
      if (origin.table == present)
        return origin.column(column) == column ||
               std::ranges::any_of(origin.columns, [&](const auto& entry) { return entry.second == column; });
    return !tables_.contains(present);
  }
  // Unset where one of them is not there yet.
  std::optional<std::vector<std::string>> columns(const QualifiedName& name,
                                                  const std::vector<std::string>& columns) const {
    const auto origin = of(name);
    const auto* present = table(name);
    std::vector<std::string> out;
    for (const auto& column : columns) {
      const auto called = origin.column(column);
      if (!present || !called || !present->columns.find(*called)) return std::nullopt;
      out.push_back(*called);
    }
    return out;
  }

 private:
  struct Origin {
    std::optional<QualifiedName> table = {};
    std::map<std::string, std::optional<std::string>> columns = {};  // those that are called otherwise, or new

    std::optional<std::string> column(const std::string& name) const {
      const auto at = columns.find(name);
      return at == columns.end() ? std::optional(name) : at->second;
    }
  };

  Origin of(const QualifiedName& name) const {
    const auto at = tables_.find(name);
    return at == tables_.end() ? Origin{.table = name} : at->second;
  }
  void forget(const QualifiedName& table, const std::string& column) {
    auto& origin = tables_[table] = of(table);
    origin.columns[column] = std::nullopt;
  }

  const Schema& present_;
  std::map<QualifiedName, Origin> tables_;  // by the names at the step at hand, where they are others
};

class Finder {
 public:
  Finder(const Schema& present, const Dialect& dialect) : present_(present), dialect_(dialect), names_(present) {}

  std::vector<RowCheck> run(const Plan& plan) {
    for (const auto* step : steps(plan)) {
      step_ = step;
      std::visit(
          [this](const auto& op) {
            find(op);
            names_.follow(op);
          },
          step->operation.variant());
    }
    return std::move(out_);
  }

 private:
  using Names = std::vector<std::string>;

  template <typename Other>
  void find(const Other&) {}

  void find(const SetNullability& op) {
    if (op.not_null && warned("set-not-null-data")) nulls(op.table, op.before.name);
  }
  void find(const AddColumn& op) {
    if (warned("add-required-column")) without_value(op.table, op.column.name);
  }
  void find(const AddConstraint& op) { constrained(op.table, op.constraint); }
  void find(const CreateIndex& op) {
    if (warned("add-unique-on-existing")) unique(op.table, op.index);
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
      // not where the engine has a value of its own: MySQL makes one up, SQLite numbers an INTEGER PRIMARY KEY
      const bool lacks_a_value =
          column.not_null && !filled && !column.default_value && !column.generated && !column.identity;
      if (!had && lacks_a_value && warned("add-required-column")) without_value(op.before.name, column.name);
    }
    for (const auto& constraint : op.after.constraints)
      if (std::ranges::none_of(op.before.constraints, [&](const auto& had) { return had.body == constraint.body; }))
        constrained(op.before.name, constraint);
    for (const auto& index : op.after.indexes)
      if (std::ranges::none_of(op.before.indexes,
                               [&](const auto& had) { return had.unique && had.keys == index.keys; }))
        unique(op.before.name, index);
  }

  void unique(const QualifiedName& table, const Index& index) {
    if (!index.unique || index.where || index.nulls_not_distinct) return;
    Names columns;
    for (const auto& key : index.keys) columns.push_back(key.column);  // an expression's is empty: no column's name
    duplicates(table, columns);
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

  void without_value(const QualifiedName& table, const std::string& column) {
    if (const auto* present = names_.table(table))
      add(fmt::format("rows without a value for {}", column), dialect_.quote(present->name));
  }
  void nulls(const QualifiedName& table, const std::string& column) {
    if (const auto called = names_.columns(table, {column}))
      add(fmt::format("rows where {} is NULL", called->front()), dialect_.quote(names_.table(table)->name),
          fmt::format("{} IS NULL", dialect_.quote(called->front())));
  }
  void holders(const AlterEnum& op, const std::string& label) {
    const auto is_converted = [&](const QualifiedName& table, const std::string& column) {
      return std::ranges::any_of(op.conversions, [&](const auto& conversion) {
        const auto* present = names_.table(conversion.first.table);
        const auto called = names_.columns(conversion.first.table, {conversion.first.column});
        return present && called && present->name == table && called->front() == column;
      });
    };
    for (const auto& [name, table] : present_.tables)
      for (const auto& column : table->columns) {
        if (column.type.user_type != op.before.name || column.generated || is_converted(name, column.name) ||
            !names_.keeps(name, column.name))
          continue;
        const auto value = dialect_.quote(column.name);
        add(fmt::format("rows where {}.{} holds '{}'", display(name), column.name, label), dialect_.quote(name),
            fmt::format("{} = {}", string_literal(label), column.type.array ? fmt::format("ANY ({})", value) : value));
      }
  }
  void duplicates(const QualifiedName& table, const Names& columns) {
    const auto called = names_.columns(table, columns);
    if (!called || called->empty()) return;
    const auto names = fmt::format("{}", fmt::join(quoted(*called), ", "));
    const auto groups =
        fmt::format("SELECT {0}, count(*) FROM {1} WHERE {2} IS NOT NULL GROUP BY {0} HAVING count(*) > 1", names,
                    dialect_.quote(names_.table(table)->name), fmt::join(quoted(*called), " IS NOT NULL AND "));
    out_.push_back({step_->number, step_->description,
                    fmt::format("values of ({}) that occur more than once", fmt::join(*called, ", ")),
                    fmt::format("SELECT count(*) FROM ({}) AS duplicates", groups), groups});
  }
  void orphans(const QualifiedName& table, const ForeignKey& key) {
    const auto columns = names_.columns(table, key.columns);
    const auto referenced = names_.columns(key.references, key.referenced_columns);
    if (!columns || !referenced || columns->empty() || columns->size() != referenced->size()) return;
    const auto& parent = names_.table(key.references)->name;
    const auto own = quoted(*columns, "child.");
    const auto theirs = quoted(*referenced, "parent.");
    Names pairs;
    for (std::size_t at = 0; at < own.size(); ++at) pairs.push_back(fmt::format("{} = {}", theirs[at], own[at]));
    add(fmt::format("rows that reference a missing row of {}", display(parent)),
        dialect_.quote(names_.table(table)->name) + " AS child",
        fmt::format("{} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {})",
                    fmt::join(own, " IS NOT NULL AND "), dialect_.quote(parent), fmt::join(pairs, " AND ")));
  }

  const Schema& present_;
  const Dialect& dialect_;
  const Step* step_ = nullptr;
  PresentNames names_;
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
