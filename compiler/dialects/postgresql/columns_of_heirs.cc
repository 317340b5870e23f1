#include "dialects/postgresql/columns_of_heirs.h"

#include <algorithm>

#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/sql_objects.h"
#include "operations/inheritance.h"

namespace schemac::postgresql {
namespace {

constexpr int deepest_inheritance = 100;

std::vector<QualifiedName> direct_heirs_of(std::optional<Heirs>& all, const Schema& schema,
                                           const QualifiedName& table) {
  if (!all) all = direct_heirs(schema);
  const auto found = all->find(table);
  return found == all->end() ? std::vector<QualifiedName>() : found->second;
}

class Columns {
 public:
  Columns(std::vector<Operation> operations, const LegaliseInput& in) : operations_(std::move(operations)), in_(in) {}

  std::vector<Operation> run() {
    drop_what_parents_leave();
    keep_columns_of_parents();
    move_columns_between_heirs();
    return std::move(operations_);
  }

 private:
  // --- a table that loses a parent keeps the parent's columns and checks: those that it is not to have go ---
  void drop_what_parents_leave() {
    for (const auto& [name, table] : in_.from.tables) {
      const auto* wanted = in_.to.tables.find(name);
      if (!wanted || !table->attributes.contains("inherits")) continue;
      const auto had = parents_of(*table), has = parents_of(*wanted);
      for (const auto& parent : had)
        if (std::ranges::find(has, parent) == has.end()) drop_what_is_left(parent, *table, *wanted);
    }
  }
  void drop_what_is_left(const QualifiedName& parent, const Table& table, const Table& wanted, int depth = 0) {
    const auto* from = in_.from.tables.find(parent);
    if (!from || depth > deepest_inheritance) return;
    for (const auto& column : from->columns)
      if (!table.columns.find(column.name) && !wanted.columns.find(column.name) &&
          !comes_from_above(wanted, column.name, {}) && !drops<DropColumn>(parent, column.name))
        operations_.emplace_back(DropColumn{table.name, column});
    for (const auto& constraint : from->constraints) {
      const auto* check = std::get_if<Check>(&constraint.body);
      const auto is_it = [&](const Constraint& own) { return own.name.text == constraint.name.text; };
      const auto stays = std::ranges::find_if(wanted.constraints, is_it);
      if (!check || check->no_inherit || std::ranges::any_of(table.constraints, is_it) ||
          (stays != wanted.constraints.end() && stays->body == constraint.body) ||
          comes_from_above(wanted, {}, constraint.name.text) || drops<DropConstraint>(parent, constraint.name.text))
        continue;
      operations_.emplace_back(DropConstraint{table.name, constraint});
    }
    for (const auto& further : parents_of(*from)) drop_what_is_left(further, table, wanted, depth + 1);
  }
  bool comes_from_above(const Table& wanted, const std::string& column, const std::string& check) const {
    return std::ranges::any_of(parents_of(wanted),
                               [&](const QualifiedName& parent) { return brings(in_.to, parent, column, check); });
  }
  // A parent, or what it inherits from itself.
  static bool brings(const Schema& schema, const QualifiedName& parent, const std::string& column,
                     const std::string& check, int depth = 0) {
    const auto* table = schema.tables.find(parent);
    if (!table || depth > deepest_inheritance) return false;
    const auto says_check = [&](const Constraint& constraint) {
      return std::holds_alternative<Check>(constraint.body) && constraint.name.text == check;
    };
    return table->columns.find(column) || std::ranges::any_of(table->constraints, says_check) ||
           std::ranges::any_of(parents_of(*table), [&](const QualifiedName& further) {
             return brings(schema, further, column, check, depth + 1);
           });
  }
  static std::vector<QualifiedName> parents_of(const Table& table) {
    const auto found = table.attributes.find("inherits");
    return found == table.attributes.end() ? std::vector<QualifiedName>() : inherited_from(found->second);
  }
  template <class Op>
  bool drops(const QualifiedName& table, const std::string& name) const {
    return std::ranges::any_of(operations_, [&](const Operation& op) {
      const auto* drop = std::get_if<Op>(&op.variant());
      if (!drop || drop->table != table) return false;
      if constexpr (std::is_same_v<Op, DropColumn>)
        return drop->column.name == name;
      else
        return drop->constraint.name.text == name;
    });
  }

  // --- a table that gets a parent has the parent's columns already, and keeps them when it loses it ---
  void keep_columns_of_parents() {
    std::erase_if(operations_, [&](const Operation& op) {
      if (const auto* drop = std::get_if<DropColumn>(&op.variant()))
        return inherits_anew(in_.from, in_.to, drop->table, drop->column.name);
      if (const auto* add = std::get_if<AddColumn>(&op.variant()))
        return inherits_anew(in_.to, in_.from, add->table, add->column.name);
      if (const auto* drop = std::get_if<DropConstraint>(&op.variant()))
        return inherits_anew(in_.from, in_.to, drop->table, {}, drop->constraint.name.text);
      if (const auto* add = std::get_if<AddConstraint>(&op.variant()))
        return inherits_anew(in_.to, in_.from, add->table, {}, add->constraint.name.text) &&
               !drops<DropConstraint>(add->table, add->constraint.name.text);
      return false;
    });
  }

  // Whether a parent that the table has in `with` alone brings the column, or the check.
  static bool inherits_anew(const Schema& without, const Schema& with, const QualifiedName& name,
                            const std::string& column, const std::string& check = {}) {
    const auto parents = [&](const Schema& schema) {
      const auto* table = schema.tables.find(name);
      const auto found = table ? table->attributes.find("inherits") : Attributes::const_iterator();
      return !table || found == table->attributes.end() ? std::vector<std::string>() : listed(found->second);
    };
    const auto before = parents(without);
    const auto in_parent = [&](const std::string& parent) {
      return std::find(before.begin(), before.end(), parent) == before.end() &&
             brings(with, qualified_name(parent), column, check);
    };
    const auto after = parents(with);
    return std::any_of(after.begin(), after.end(), in_parent);
  }

  // --- a column that goes down to the heirs of a table, or comes up from them, takes its values along ---
  void move_columns_between_heirs() {
    std::optional<Heirs> before, after;
    for (std::size_t at = 0; at < operations_.size(); ++at) {
      auto& op = static_cast<OperationVariant&>(operations_[at]);
      if (auto* drop = std::get_if<DropColumn>(&op); drop && drop->left_to.empty())
        drop->left_to = twins<AddColumn>(direct_heirs_of(before, in_.from, drop->table), drop->column);
      else if (auto* add = std::get_if<AddColumn>(&op); add && add->taken_from.empty())
        add->taken_from = twins<DropColumn>(direct_heirs_of(after, in_.to, add->table), add->column);
    }
    std::vector<std::pair<QualifiedName, Column>> down, up;
    for (const auto& op : operations_) {
      if (const auto* drop = std::get_if<DropColumn>(&op.variant()))
        for (const auto& heir : drop->left_to) down.emplace_back(heir, drop->column);
      if (const auto* add = std::get_if<AddColumn>(&op.variant()))
        for (const auto& heir : add->taken_from) up.emplace_back(heir, add->column);
    }
    for (const auto& [heir, column] : down)
      if (const auto add = twin<AddColumn>(heir, column); add != operations_.end()) operations_.erase(add);
    for (const auto& [heir, column] : up)
      if (const auto drop = twin<DropColumn>(heir, column); drop != operations_.end()) operations_.erase(drop);
  }

  template <class Op>
  std::vector<Operation>::iterator twin(const QualifiedName& heir, const Column& column) {
    return std::find_if(operations_.begin(), operations_.end(), [&](const Operation& op) {
      const auto* what = std::get_if<Op>(&op.variant());
      return what && what->table == heir && what->column == column;
    });
  }

  template <class Op>
  std::vector<QualifiedName> twins(std::vector<QualifiedName> heirs, const Column& column) {
    std::erase_if(heirs, [&](const QualifiedName& heir) { return twin<Op>(heir, column) == operations_.end(); });
    return heirs;
  }

  std::vector<Operation> operations_;
  const LegaliseInput& in_;
};

}  // namespace

std::vector<Operation> with_columns_of_heirs(std::vector<Operation> operations, const LegaliseInput& input) {
  return Columns(std::move(operations), input).run();
}

void name_heirs(std::vector<Operation>& operations, const LegaliseInput& in) {
  std::optional<Heirs> before, after, direct;
  const auto all_heirs_of = [](std::optional<Heirs>& all, const Schema& schema, const QualifiedName& table) {
    if (!all) all = heirs(schema);
    const auto found = all->find(table);
    if (found != all->end()) return found->second;
    const auto* parent = schema.tables.find(table);
    if (!parent || !parent->attributes.contains("partition_by")) return std::vector<QualifiedName>();
    std::vector<QualifiedName> names;
    for (const auto& partition : partitions_of(table, schema)) names.push_back(partition.name);
    return (*all)[table] = names;
  };
  for (auto& op : operations) {
    if (auto* alter = std::get_if<AlterColumnType>(static_cast<OperationVariant*>(&op)))
      alter->heirs = all_heirs_of(before, in.from, alter->table);
    if (auto* add = std::get_if<AddColumn>(static_cast<OperationVariant*>(&op)))
      add->heirs = all_heirs_of(after, in.to, add->table);
    auto* drop = std::get_if<DropColumn>(static_cast<OperationVariant*>(&op));
    if (!drop) continue;
    drop->heirs = drop->left_to.empty() ? all_heirs_of(before, in.from, drop->table)
                                        : direct_heirs_of(direct, in.from, drop->table);
    const auto still = all_heirs_of(after, in.to, drop->table);
    const auto keeps_it = [&](const QualifiedName& heir) {  // as it stops inheriting before
      const auto* wanted = in.to.tables.find(heir);
      return std::ranges::find(still, heir) == still.end() && wanted && wanted->columns.find(drop->column.name);
    };
    std::erase_if(drop->heirs, [&](const QualifiedName& heir) {
      return std::ranges::find(drop->left_to, heir) != drop->left_to.end() || keeps_it(heir);
    });
  }
}

}  // namespace schemac::postgresql
