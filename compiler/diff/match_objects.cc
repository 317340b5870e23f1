#include "diff/match_objects.h"

#include <algorithm>

#include "diff/match.h"
#include "diff/renamed_objects.h"
#include "diff/renames/guess_objects.h"
#include "diff/resolve_renamed.h"
#include "diff/spelling.h"
#include "operations/object_ids.h"
#include "operations/routine_names.h"

namespace schemac {
namespace {

// --- schemas

class SchemaMatcher {
 public:
  SchemaMatcher(const ObjectMatch& match, Schema& present) : in_(match), present_(present) {}

  std::vector<Operation> run() {
    if (in_.dialect.traits().default_schema.empty() || !in_.input.coverage.covers(Aspect::namespaces)) return {};
    if (in_.ledger.says_something()) {
      Moves<std::string> moves;
      Older<std::string> older;
      take_what_is_said(moves, older);
      carry_out(moves);
    }
    if (in_.ledger.detects()) detect();
    return std::move(out_);
  }

 private:
  const Schema& wanted() const { return *in_.input.schemas.to; }

  void take_what_is_said(Moves<std::string>& moves, Older<std::string>& older) {
    for (auto& order : in_.ledger.orders())
      if (order.table.name.empty() && present_.namespaces.contains(order.from) &&
          wanted().namespaces.contains(order.to) && !is_object(order.from) && !wanted().namespaces.contains(order.from))
        in_.ledger.follow(order, order.from, order.to, moves, older);
    for (const auto& [name, space] : wanted().namespaces)
      if (const Intent* declared = in_.ledger.intent(schema_id(name)))
        for (const auto& was : declared->was)
          if (!in_.ledger.refused({{}, was.name}, {{}, name})) older.add(name, was.name, RenameOrigin::declared);
    in_.ledger.take_open(
        names_of(present_.namespaces), names_of(wanted().namespaces), older,
        [](const auto&) { return CircleState::done; }, moves, schema_id);
    for (const auto& [name, was] : older.names)
      if (!older.settled.contains(name))
        in_.ledger.note_inert(schema_id(was.front()), schema_id(name), present_.namespaces.contains(name),
                              present_.namespaces.contains(was.front()));
  }

  // A bare name in an order means the default schema's objects first.
  bool is_object(const std::string& name) const {
    const QualifiedName object{in_.dialect.traits().default_schema, name};
    return present_.tables.contains(object) || present_.enums.contains(object) || present_.sequences.contains(object);
  }

  // Somebody who speaks of an object by its present schema means that object alone.
  bool is_spoken_of(const std::string& name) const {
    const auto& orders = in_.ledger.orders();
    return std::any_of(orders.begin(), orders.end(),
                       [&](const RenameOrder& order) { return order.text.starts_with(name + "."); });
  }

  void detect() {
    Moves<std::string> moves;
    for (const auto& guess : guess_schemas(present_, wanted(), in_.dialect.traits().default_schema)) {
      const bool covered =
          in_.input.coverage.covers_namespace(guess.from) && in_.input.coverage.covers_namespace(guess.to);
      if (!covered || is_spoken_of(guess.from) || in_.ledger.refused({{}, guess.from}, {{}, guess.to})) continue;
      if (in_.ledger.take_or_ask(schema_id(guess.from), schema_id(guess.to), guess)) moves.to[guess.from] = guess.to;
    }
    carry_out(moves);
  }

  void carry_out(const Moves<std::string>& moves) {
    for (const auto& [from, why] : moves.sent)
      in_.ledger.note(schema_id(from), schema_id(moves.to.at(from)), RenameState::taken, why);
    const auto aside = [&](const std::string& name, const std::set<std::string>& all) {
      std::set<QualifiedName> names;
      for (const auto& one : all) names.insert({{}, one});
      return working_name({{}, name}, names, in_.dialect.traits().identifier_limit).name;
    };
    for (const auto& move : sequence_moves<std::string>(moves.to, names_of(present_.namespaces), aside)) {
      Operation op = RenameSchema{move.from, move.to};
      resolve_for_rename(op, present_, in_.dialect);
      schemac::apply(op, present_);
      out_.push_back(std::move(op));
    }
  }

  const ObjectMatch& in_;
  Schema& present_;
  std::vector<Operation> out_;
};

// --- objects given as SQL

// Those of one kind.
class SqlObjectMatcher {
 public:
  SqlObjectMatcher(const ObjectMatch& match, Schema& present, const std::string& kind)
      : in_(match), present_(present), kind_(kind) {}

  std::vector<Operation> run() {
    have_ = of_kind(present_);
    want_ = of_kind(*in_.input.schemas.to);
    if (have_.empty() || want_.empty()) return {};
    if (in_.ledger.says_something()) {
      Moves<QualifiedName> moves;
      Older<QualifiedName> older;
      take_ordered(moves, older);
      take_declared(moves, older);
      carry_out(moves);
    }
    if (in_.ledger.detects()) detect();
    return std::move(out_);
  }

 private:
  using Objects = std::map<QualifiedName, const SqlObject*>;

  Objects of_kind(const Schema& schema) const {
    Objects out;
    for (const auto& [key, object] : schema.sql_objects)
      if (key.kind == kind_) out.emplace(key.name, object.get());
    return out;
  }

  ObjectId id(const QualifiedName& name) const { return {ObjectKind::sql_object, name, kind_}; }

  // `f` where a function is called `f(integer)`, when there is but one.
  std::optional<QualifiedName> find(const Objects& objects, const QualifiedName& name) const {
    if (objects.contains(name)) return name;
    std::optional<QualifiedName> found;
    for (const auto& [full, object] : objects) {
      if (!is_routine(kind_) || full.schema != name.schema ||
          split_routine(full.name).name != split_routine(name.name).name)
        continue;
      if (found) return std::nullopt;
      found = full;
    }
    return found;
  }

  void take_ordered(Moves<QualifiedName>& moves, Older<QualifiedName>& older) {
    const auto& standard = in_.dialect.traits().default_schema;
    for (auto& order : in_.ledger.orders()) {
      if (order.used || order.table.name.empty() == is_on_a_table(kind_)) continue;
      const auto& table = order.table;
      const QualifiedName from = is_on_a_table(kind_) ? QualifiedName{table.schema, table.name + "." + order.from}
                                                      : qualified(order.from, standard);
      const QualifiedName to = is_on_a_table(kind_) ? QualifiedName{table.schema, table.name + "." + order.to}
                                                    : qualified(order.to, from.schema);
      const auto had = find(have_, from), has = find(want_, to);
      if (had && has && routine_arguments(had->name) == routine_arguments(has->name))
        in_.ledger.follow(order, *had, *has, moves, older);
    }
  }

  // A file may name what stands on a table shorter than it is known by.
  const Intent* intent(const QualifiedName& name) const {
    if (const Intent* own = in_.ledger.intent(id(name))) return own;
    const auto dot = name.name.find('.');
    return is_on_a_table(kind_) && dot != std::string::npos
               ? in_.ledger.intent(id({name.name.substr(0, dot), name.name.substr(dot + 1)}))
               : nullptr;
  }

  QualifiedName older_name(const QualifiedName& was, const QualifiedName& name) const {
    QualifiedName out{was.schema.empty() ? name.schema : was.schema, was.name};
    if (is_on_a_table(kind_)) out = {name.schema, name.name.substr(0, name.name.rfind('.') + 1) + was.name};
    if (is_routine(kind_) && routine_arguments(out.name).empty())
      out.name = routine_key(out.name, routine_arguments(name.name));
    return out;
  }

  void take_declared(Moves<QualifiedName>& moves, Older<QualifiedName>& older) {
    for (const auto& [name, object] : want_)
      if (const Intent* declared = intent(name))
        for (const auto& was : declared->was)
          if (const auto old = older_name(was, name); !in_.ledger.refused(old, name))
            older.add(name, old, RenameOrigin::declared);
    const auto judge = [&](const std::map<QualifiedName, QualifiedName>& circle) {
      std::size_t moved = 0, kept = 0;
      for (const auto& [from, name] : circle) {
        moved += are_one_but_for_the_name(*have_.at(from), *want_.at(name));
        kept += are_one_but_for_the_name(*have_.at(from), *want_.at(from));
      }
      return state_of_circle(moved, kept);
    };
    in_.ledger.take_open(names_of(have_), names_of(want_), older, judge, moves,
                         [&](const QualifiedName& name) { return id(name); });
    for (const auto& [name, was] : older.names)
      if (!older.settled.contains(name))
        in_.ledger.note_inert(id(was.front()), id(name), have_.contains(name), have_.contains(was.front()));
  }

  // A partition, or a table that is one of its, has a trigger of that name now: it would be in the way.
  bool is_a_partitions(const QualifiedName& trigger) const {
    const auto dot = trigger.name.rfind('.');
    const auto is_in_tree = [&](const QualifiedName& name) {
      const QualifiedName table{name.schema, name.name.substr(0, name.name.rfind('.'))};
      const auto* own = present_.tables.find(table);
      return present_.sql_objects.contains({"partition", table}) || (own && own->attributes.contains("partition_by"));
    };
    return is_in_tree(trigger) && std::ranges::any_of(have_, [&](const auto& entry) {
             return entry.first.name.ends_with(trigger.name.substr(dot)) && is_in_tree(entry.first);
           });
  }

  void detect() {
    Moves<QualifiedName> moves;
    for (const auto& guess : guess_sql_objects(have_, want_)) {
      if (!in_.input.coverage.covers_namespace(guess.from.schema) || in_.ledger.refused(guess.from, guess.to)) continue;
      if (kind_ == "trigger" && is_a_partitions(guess.to)) continue;
      if (in_.ledger.take_or_ask(id(guess.from), id(guess.to), guess)) moves.to[guess.from] = guess.to;
    }
    carry_out(moves);
  }

  void carry_out(const Moves<QualifiedName>& moves) {
    for (const auto& [from, why] : moves.sent)
      in_.ledger.note(id(from), id(moves.to.at(from)), RenameState::taken, why);
    const auto aside = [&](const QualifiedName& name, const std::set<QualifiedName>& all) {
      auto made =
          working_name({name.schema, split_routine(name.name).name}, all, in_.dialect.traits().identifier_limit);
      made.name = routine_key(made.name, routine_arguments(name.name));
      return made;
    };
    std::vector<Operation> renames;
    for (const auto& move : sequence_moves<QualifiedName>(moves.to, names_of(have_), aside))
      renames.emplace_back(RenameSqlObject{kind_, move.from, move.to});
    auto drops = drops_before_renames(present_, *in_.input.schemas.to, renames, in_.dialect);
    for (auto* list : {&drops, &renames})
      for (auto& op : *list) {
        resolve_for_rename(op, present_, in_.dialect);
        schemac::apply(op, present_);
        out_.push_back(std::move(op));
      }
    if (!moves.to.empty()) have_ = of_kind(present_);
  }

  const ObjectMatch& in_;
  Schema& present_;
  const std::string& kind_;
  Objects have_, want_;
  std::vector<Operation> out_;
};

}  // namespace

std::vector<Operation> match_schemas(const ObjectMatch& match, Schema& present) {
  return SchemaMatcher(match, present).run();
}

std::vector<Operation> match_sql_objects(const ObjectMatch& match, Schema& present) {
  std::vector<Operation> out;
  for (const auto& kind : match.dialect.traits().renamable_objects) {
    auto renames = SqlObjectMatcher(match, present, kind).run();
    std::move(renames.begin(), renames.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace schemac
