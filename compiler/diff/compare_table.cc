#include <algorithm>

#include <fmt/format.h>

#include "diff/adopt.h"
#include "diff/compare.h"
#include "diff/match.h"
#include "operations/object_ids.h"

namespace schemac {
namespace {

bool same_optional(const Dialect& dialect, const std::optional<Expression>& a, const std::optional<Expression>& b) {
  return a.has_value() == b.has_value() && (!a || dialect.same_expression(a->sql, b->sql));
}

// Everything but the name, the comment, and what can be altered in place.
bool same_body(const Dialect& dialect, const Constraint& a, const Constraint& b) {
  if (a.body.index() != b.body.index()) return false;
  if (const auto* check = std::get_if<Check>(&a.body)) {
    const auto& other = std::get<Check>(b.body);
    return check->no_inherit == other.no_inherit &&
           dialect.same_expression(check->expression.sql, other.expression.sql);
  }
  if (const auto* exclusion = std::get_if<Exclusion>(&a.body))
    return dialect.same_expression(exclusion->definition.sql, std::get<Exclusion>(b.body).definition.sql);
  return a.body == b.body;
}

bool same_behaviour(const Constraint& a, const Constraint& b) {
  return a.deferrable == b.deferrable && a.initially_deferred == b.initially_deferred && a.validated == b.validated &&
         a.attributes == b.attributes;
}

bool alterable(const Constraint& from, const Constraint& to) {
  if (from.attributes != to.attributes) return false;
  const bool timing = from.deferrable != to.deferrable || from.initially_deferred != to.initially_deferred;
  if (timing && !std::holds_alternative<ForeignKey>(from.body)) return false;
  return from.validated == to.validated || to.validated;
}

// One without a schema, `gin_trgm_ops`, is that of whichever schema is searched.
bool same_operator_class(std::string_view a, std::string_view b) {
  const auto schema_end = [](std::string_view text) { return text.substr(0, text.find('(')).rfind('.') + 1; };
  if (schema_end(a) > 0 && schema_end(b) > 0) return a == b;
  return a.substr(schema_end(a)) == b.substr(schema_end(b));
}

bool same_key(const Dialect& dialect, const IndexKey& a, const IndexKey& b) {
  IndexKey x = a, y = b;
  x.expression.reset(), y.expression.reset();
  if (a.operator_class && b.operator_class && same_operator_class(*a.operator_class, *b.operator_class))
    x.operator_class = y.operator_class;
  return x == y && same_optional(dialect, a.expression, b.expression);
}

// Everything but the name, the comment and the storage parameters.
bool same_index(const Dialect& dialect, const Index& a, const Index& b) {
  return a.unique == b.unique && a.method == b.method && a.include == b.include &&
         a.nulls_not_distinct == b.nulls_not_distinct && a.valid == b.valid &&
         same_optional(dialect, a.where, b.where) && a.keys.size() == b.keys.size() &&
         std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(),
                    [&](const IndexKey& x, const IndexKey& y) { return same_key(dialect, x, y); });
}

// Pairs off two lists: for each of `to` the place of its partner in `from`, or nullopt. Tests are tried in order, the
// better match first, each over all that is still single.
template <class T, class... Tests>
std::vector<std::optional<std::size_t>> pair_off(const std::vector<T>& from, const std::vector<T>& to, Tests... tests) {
  std::vector<std::optional<std::size_t>> partner(to.size());
  std::vector<bool> taken(from.size());
  const auto pass = [&](auto&& test) {
    for (std::size_t t = 0; t < to.size(); ++t)
      for (std::size_t f = 0; f < from.size() && !partner[t]; ++f)
        if (!taken[f] && test(from[f], to[t])) {
          partner[t] = f;
          taken[f] = true;
        }
  };
  (pass(tests), ...);
  return partner;
}

// The name under which something new is made. A made-up one may be what a twin that stays is called already, because
// its own made-up name has moved on: `t_a_idx` stays with the index that has it, the new one takes what was made up for
// that.
template <class T>
ObjectName name_for_new(const ObjectName& wanted, const std::vector<T>& from, const std::vector<T>& to,
                        const std::vector<std::optional<std::size_t>>& partner) {
  ObjectName name = wanted;
  if (name.stated || name.text.empty()) return name;
  for (bool taken = true; taken;) {
    taken = false;
    for (std::size_t t = 0; t < partner.size() && !taken; ++t) {
      if (!partner[t] || to[t].name.stated || from[*partner[t]].name.text != name.text || to[t].name.text == name.text)
        continue;
      name.text = to[t].name.text;
      taken = true;
    }
  }
  return name;
}

class TableComparison {
 public:
  TableComparison(const CompareInput& input, const Table& from, const Table& to,
                  const std::set<QualifiedName>& changed_enums, Compared& out)
      : in_(input), from_(from), to_(to), changed_enums_(changed_enums), out_(out) {}

  void run() {
    columns();
    constraints();
    indexes();
    rename_in_order();
    if (in_.coverage.covers(Aspect::storage) && from_.attributes != to_.attributes)
      add(SetTableAttributes{to_.name, from_.attributes, to_.attributes});
    comment(table_id(to_.name), from_.comment, to_.comment);
  }

 private:
  template <class Op>
  void add(Op op) {
    out_.operations.emplace_back(std::move(op));
  }

  void comment(const ObjectId& id, const std::optional<std::string>& before, const std::optional<std::string>& after) {
    if (in_.coverage.covers(Aspect::comments) && before != after) add(SetComment{id, before, after});
  }

  void columns() {
    for (const auto& column : to_.columns)
      if (const Column* have = from_.columns.find(column.name)) {
        if (!(*have == column)) compare_column(in_, from_, *have, column, changed_enums_, out_);
      } else {
        add(AddColumn{to_.name, column, to_.columns.position(column.name)});
      }
    for (const auto& column : from_.columns)
      if (!to_.columns.find(column.name)) add(DropColumn{to_.name, column, from_.columns.position(column.name)});
    if (in_.dialect.traits().compares_column_order)
      reorder();
    else
      note_lost_position();
  }

  // What stays changes places; what is new is put into its place at once.
  void reorder() {
    const auto kept_in_order = [](const Table& table, const Table& other) {
      std::vector<std::string> names;
      for (const auto& column : table.columns)
        if (other.columns.find(column.name)) names.push_back(column.name);
      return names;
    };
    if (kept_in_order(from_, to_) == kept_in_order(to_, from_)) return;
    RebuildTable moved{from_, from_, {}, {fmt::format("reorder columns of {}", display(to_.name))}};
    std::vector<Column> columns(from_.columns.begin(), from_.columns.end());
    std::stable_sort(columns.begin(), columns.end(), [&](const Column& a, const Column& b) {
      return to_.columns.position(a.name) < to_.columns.position(b.name);
    });
    moved.after.columns = {};
    for (auto& column : columns) moved.after.columns.add(std::move(column));
    add(std::move(moved));
  }

  void note_lost_position() {
    std::vector<std::string> reached, wanted;
    for (const auto& column : from_.columns)
      if (to_.columns.find(column.name)) reached.push_back(column.name);
    for (const auto& column : to_.columns) {
      if (!from_.columns.find(column.name)) reached.push_back(column.name);
      wanted.push_back(column.name);
    }
    if (reached != wanted)
      out_.notes.push_back(
          fmt::format("the columns of {} keep another order than the wanted schema's; order is no difference here",
                      display(to_.name)));
  }

  bool covers(const Constraint& constraint) const {
    if (std::holds_alternative<Check>(constraint.body)) return in_.coverage.covers(Aspect::checks);
    if (std::holds_alternative<Exclusion>(constraint.body)) return in_.coverage.covers(Aspect::exclusions);
    if (std::holds_alternative<ForeignKey>(constraint.body)) return in_.coverage.covers(Aspect::foreign_keys);
    return true;
  }

  void constraints() {
    const auto same_name = [](const Constraint& a, const Constraint& b) { return a.name.text == b.name.text; };
    const auto partner = pair_off(
        from_.constraints, to_.constraints,
        [&](const Constraint& a, const Constraint& b) {
          return same_name(a, b) && same_body(in_.dialect, a, b) && same_behaviour(a, b);
        },
        [&](const Constraint& a, const Constraint& b) {
          return same_name(a, b) && same_body(in_.dialect, a, b) && alterable(a, b);
        },
        [&](const Constraint& a, const Constraint& b) {
          return !same_name(a, b) && same_body(in_.dialect, a, b) && same_behaviour(a, b);
        });
    std::vector<bool> kept(from_.constraints.size());
    for (std::size_t t = 0; t < partner.size(); ++t) {
      const Constraint& wanted = to_.constraints[t];
      if (!partner[t]) {
        Constraint made = wanted;
        made.name = name_for_new(wanted.name, from_.constraints, to_.constraints, partner);
        add(AddConstraint{to_.name, std::move(made)});
        continue;
      }
      kept[*partner[t]] = true;
      matched(from_.constraints[*partner[t]], wanted);
    }
    for (std::size_t f = 0; f < kept.size(); ++f)
      if (!kept[f] && covers(from_.constraints[f])) add(DropConstraint{to_.name, from_.constraints[f]});
  }

  // What an object of both sides is to be called; unset: as it is.
  std::optional<std::string> other_name(const ObjectName& have, const ObjectName& wanted) const {
    if (wanted.stated && wanted.text != have.text) return wanted.text;
    return in_.in_the_way.instead_of({to_.name.schema, have.text}, wanted);
  }

  void matched(const Constraint& have, const Constraint& wanted) {
    Constraint now = have;
    if (const auto name = other_name(have.name, wanted.name)) {
      now.name = {*name, wanted.name.stated};
      if (in_.dialect.traits().names_constraints)
        constraint_moves_[have.name.text] = *name;
      else
        out_.operations.emplace_back(RenameConstraint{to_.name, have, now.name});
    }
    if (!same_behaviour(now, wanted)) {
      Constraint after = wanted;
      after.name = now.name;
      after.comment = now.comment;
      add(AlterConstraint{to_.name, now, after});
    }
    comment(constraint_id(to_.name, now), have.comment, wanted.comment);
  }

  bool covers(const Index& index) const {
    const bool expressions = std::any_of(index.keys.begin(), index.keys.end(),
                                         [](const IndexKey& key) { return key.expression.has_value(); });
    return (!expressions || in_.coverage.covers(Aspect::expression_indexes)) &&
           (!index.where || in_.coverage.covers(Aspect::partial_indexes));
  }

  // What the wanted schema cannot say stays, but never in the way of what it does say.
  bool name_is_wanted(const Index& index) const {
    return std::any_of(to_.indexes.begin(), to_.indexes.end(),
                       [&](const Index& wanted) { return wanted.name.text == index.name.text; });
  }

  void indexes() {
    const auto same_name = [](const Index& a, const Index& b) { return a.name.text == b.name.text; };
    const auto partner = pair_off(
        from_.indexes, to_.indexes,
        [&](const Index& a, const Index& b) { return same_name(a, b) && same_index(in_.dialect, a, b); },
        [&](const Index& a, const Index& b) {
          return !same_name(a, b) && same_index(in_.dialect, a, b) && a.attributes == b.attributes;
        });
    std::vector<bool> kept(from_.indexes.size());
    for (std::size_t t = 0; t < partner.size(); ++t) {
      const Index& wanted = to_.indexes[t];
      if (!partner[t]) {
        Index made = wanted;
        made.name = name_for_new(wanted.name, from_.indexes, to_.indexes, partner);
        add(CreateIndex{to_.name, std::move(made)});
        continue;
      }
      kept[*partner[t]] = true;
      matched(from_.indexes[*partner[t]], wanted);
    }
    for (std::size_t f = 0; f < kept.size(); ++f)
      if (!kept[f] && (covers(from_.indexes[f]) || name_is_wanted(from_.indexes[f])))
        add(DropIndex{to_.name, from_.indexes[f]});
  }

  static bool is_key_called(const Table& table, const std::string& name, const Index& index) {
    return std::ranges::any_of(table.constraints, [&](const Constraint& constraint) {
      const auto* key = std::get_if<ForeignKey>(&constraint.body);
      return key && constraint.name.text == name &&
             std::ranges::equal(key->columns, index.keys, {}, {}, [](const IndexKey& k) { return k.column; });
    });
  }

  // An index that MySQL made for a foreign key bears its name: it follows where the key gets another.
  bool follows_its_key(const Index& have, const Index& wanted) const {
    return !wanted.name.stated && wanted.name.text != have.name.text && is_key_called(from_, have.name.text, have) &&
           is_key_called(to_, wanted.name.text, wanted) && !is_key_called(to_, have.name.text, have);
  }

  // `email_2` of an index on `email`: what MySQL calls one that nobody named.
  bool is_made_up(const Index& index) const {
    const auto& name = index.name.text;
    const auto& column = index.keys.front().column;
    if (!in_.dialect.traits().names_indexes_by_table || column.empty() || !name.starts_with(column)) return false;
    const auto rest = std::string_view(name).substr(column.size());
    return rest.empty() ||
           (rest.size() > 1 && rest[0] == '_' && rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
  }

  // One whose name nobody chose gets the one that it would have been given, unless another is to have the old one.
  bool takes_made_up_name(const Index& have, const Index& wanted) const {
    return !wanted.name.stated && wanted.name.text != have.name.text && is_made_up(wanted) && !name_is_wanted(have) &&
           (is_made_up(have) || is_key_called(from_, have.name.text, have));
  }

  void matched(const Index& have, const Index& wanted) {
    Index now = have;
    auto name = other_name(have.name, wanted.name);
    if (!name && (follows_its_key(have, wanted) || takes_made_up_name(have, wanted))) name = wanted.name.text;
    if (name) {
      index_moves_[have.name.text] = *name;
      now.name = {*name, wanted.name.stated};
    }
    const bool other = in_.coverage.covers(Aspect::storage) ? now.attributes != wanted.attributes
                                                            : !hold_alike(now.attributes, wanted.attributes);
    if (other) add(SetIndexAttributes{to_.name, now, wanted.attributes});
    comment(index_id(to_.name, now.name.text), have.comment, wanted.comment);
  }

  std::string working_name(const std::string& name, const std::set<std::string>& taken) const {
    const auto limit = in_.dialect.traits().identifier_limit;
    for (int i = 0;; ++i) {
      const std::string suffix = i == 0 ? "_schemac_aside" : fmt::format("_schemac_aside{}", i);
      auto aside =
          (limit && name.size() + suffix.size() > limit ? name.substr(0, limit - suffix.size()) : name) + suffix;
      if (!taken.contains(aside)) return aside;
    }
  }

  // A name that is taken by something this plan drops is not in the way: the drop comes first.
  void rename_in_order() {
    std::set<std::string> taken;
    for (const auto& [from, to] : constraint_moves_) taken.insert(from);
    const auto aside = [&](const std::string& name, const std::set<std::string>& all) {
      return working_name(name, all);
    };
    for (const auto& move : sequence_moves<std::string>(constraint_moves_, taken, aside)) {
      const auto have = std::find_if(from_.constraints.begin(), from_.constraints.end(),
                                     [&](const Constraint& c) { return origin(c.name.text, move.from); });
      Constraint named = *have;
      named.name = {move.from, true};
      origin_[move.to] = origin_.contains(move.from) ? origin_[move.from] : move.from;
      out_.operations.emplace_back(RenameConstraint{to_.name, named, {move.to, true}});
    }
    taken.clear();
    for (const auto& [from, to] : index_moves_) taken.insert(from);
    for (const auto& move : sequence_moves<std::string>(index_moves_, taken, aside))
      out_.operations.emplace_back(RenameIndex{to_.name, move.from, {move.to, true}});
  }

  bool origin(const std::string& name, const std::string& current) const {
    const auto at = origin_.find(current);
    return name == (at == origin_.end() ? current : at->second);
  }

  const CompareInput& in_;
  const Table& from_;
  const Table& to_;
  const std::set<QualifiedName>& changed_enums_;
  Compared& out_;
  std::map<std::string, std::string> constraint_moves_;
  std::map<std::string, std::string> index_moves_;
  std::map<std::string, std::string> origin_;  // of a name on its way
};

}  // namespace

void compare_table(const CompareInput& input, const Table& from, const Table& to,
                   const std::set<QualifiedName>& changed_enums, Compared& out) {
  TableComparison(input, from, to, changed_enums, out).run();
}

}  // namespace schemac
