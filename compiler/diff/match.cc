#include "diff/match.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "diff/declared.h"
#include "diff/rename_orders.h"
#include "diff/renames/agreement.h"
#include "diff/renames/guess.h"
#include "diff/renames/guess_others.h"
#include "diff/renames/swaps.h"
#include "diff/spelling.h"
#include "operations/object_ids.h"
#include "operations/partitions.h"

namespace schemac {
namespace {

// One name on its way to another, and who sent it.
struct Sent {
  RenameOrigin origin = RenameOrigin::declared;
  double likelihood = 1;
  std::vector<std::string> reasons = {};
};

template <class Name>
struct Moves {
  std::map<Name, Name> to;
  std::map<Name, Sent> sent;

  void add(const Name& from, const Name& name, Sent why) {
    to[from] = name;
    sent[from] = std::move(why);
  }
};

// Older names that somebody declared, or remembers; `settled` are the new names whose rename is carried out or asked about.
template <class Name>
struct Older {
  struct Who {
    RenameOrigin origin;
    RenameOrder* order;
  };
  std::map<Name, std::vector<Name>> names;
  std::map<std::pair<Name, Name>, Who> who;
  std::set<Name> settled;

  void add(const Name& name, const Name& was, RenameOrigin origin, RenameOrder* order = nullptr) {
    if (who.try_emplace({was, name}, Who{origin, order}).second) names[name].push_back(was);
  }
  void settle(Moves<Name>& moves, const Name& from, const Name& name) {
    moves.add(from, name, {.origin = RenameOrigin::ordered});
    settled.insert(name);
  }
};

class Matcher {
 public:
  Matcher(const DiffInput& input, const Dialect& dialect, const DiffOptions& options) : input_(input), dialect_(dialect), options_(options) {}

  Result<Matched> run() {
    out_.renamed = *input_.schemas.from;
    if (dialect_.traits().ignores_case) out_.renames = take_spelling(out_.renamed, to(), dialect_.traits().identifier_limit);
    if (options_.renames == RenameMode::off) return std::move(out_);
    if (auto parsed = parse_orders(); !parsed) return std::unexpected(parsed.error());
    match_named<EnumType, RenameEnum>(ObjectKind::type, &Schema::enums, [&](const auto& may_be) { return guess_enums(out_.renamed, to(), may_be); });
    match_all_labels();
    match_named<Sequence, RenameSequence>(ObjectKind::sequence, &Schema::sequences,
                                          [&](const auto& may_be) { return guess_sequences(out_.renamed, to(), may_be); });
    match_named<Table, RenameTable>(ObjectKind::table, &Schema::tables, [&](const auto& may_be) { return guess_new_tables(may_be); });
    match_partitions();
    match_all_columns();
    account_for_orders();
    if (!errors_.empty()) return std::unexpected(errors_);
    return std::move(out_);
  }

 private:
  const Schema& to() const { return *input_.schemas.to; }
  bool detects() const { return options_.renames == RenameMode::automatic; }
  bool says_something() const { return !input_.intents.empty() || !orders_.empty(); }

  Result<void> parse(const std::vector<std::string>& texts, bool remembered, std::vector<RenameOrder>& into) {
    for (const auto& text : texts) {
      auto order = parse_rename_order(text, *input_.schemas.from, dialect_.traits());
      if (!order) return std::unexpected(order.error());
      order->remembered = remembered;
      into.push_back(*order);
    }
    return {};
  }

  Result<void> parse_orders() {
    for (auto parsed : {parse(options_.rename, false, orders_), parse(options_.remembered, true, orders_),
                        parse(options_.no_rename, false, refusals_), parse(options_.remembered_no, true, refusals_)})
      if (!parsed) return parsed;
    return {};
  }

  const Intent* intent(const ObjectId& id) const {
    const auto at = input_.intents.find(id);
    return at == input_.intents.end() ? nullptr : &at->second;
  }

  void apply_rename(Operation op) {
    schemac::apply(op, out_.renamed);
    out_.renames.push_back(std::move(op));
  }

  // --- what is said about renames --------------------------------------------------------------------------------------------

  bool refused(const QualifiedName& table, const std::string& from, const std::string& name) {
    bool found = false;
    for (auto& refusal : refusals_)
      if (refusal.from == from && refusal.to == name && (table.name.empty() ? refusal.table.name.empty() : is_table(refusal.table, table)))
        found = refusal.used = true;
    return found;
  }

  bool refused(const QualifiedName& from, const QualifiedName& name) {
    return refused({}, display(from), display(name)) || (from.schema == name.schema && refused({}, display(from), name.name));
  }

  // A column's order may name its table by the new name or by the old one, where that is not another table's by now.
  bool is_table(const QualifiedName& ordered, const QualifiedName& name) const {
    if (ordered == name) return true;
    return !out_.renamed.tables.contains(ordered) && present_name(name) == ordered;
  }

  QualifiedName present_name(const QualifiedName& table) const {
    const auto at = former_.find(table);
    return at == former_.end() ? table : at->second;
  }

  static std::string flag_of(const ObjectId& from, const ObjectId& to) {
    if (!from.part.empty()) return fmt::format("{}:{}", display(from), to.part);
    return fmt::format("{}:{}", display(from.name), from.name.schema == to.name.schema ? to.name.name : display(to.name));
  }

  void note(const ObjectId& from, const ObjectId& to, RenameState state, Sent why) {
    out_.found.push_back({from, to, why.origin, state, why.likelihood, std::move(why.reasons), flag_of(from, to)});
  }

  // Taken where it is sure enough, else a question.
  bool take_or_ask(const ObjectId& from, const ObjectId& to, double likelihood, const std::vector<std::string>& reasons) {
    const Sent why{RenameOrigin::detected, likelihood, reasons};
    if (likelihood >= options_.thresholds.sure) {
      note(from, to, RenameState::taken, why);
      return true;
    }
    if (likelihood >= options_.thresholds.ask) note(from, to, RenameState::asked, why);
    return false;
  }

  // `was` that does nothing: the database has the new name already, or neither.
  void note_inert(const ObjectId& from, const ObjectId& to, bool new_is_there, bool old_is_there) {
    if (old_is_there && !new_is_there) return;  // refused, or wanted for something else
    note(from, to, new_is_there ? RenameState::done : RenameState::stale, {.origin = RenameOrigin::declared});
  }

  void account_for_orders() {
    for (const auto& order : orders_) {
      if (order.used) continue;
      if (!order.remembered)
        errors_.push_back(error_at("rename-matches-nothing",
                                   fmt::format("--rename {}: there is no such pair: expected the old name in the present schema and the new one in "
                                               "the wanted schema",
                                               order.text)));
      else
        note_order(order, is_there(order) ? RenameState::done : RenameState::stale);
    }
    for (const auto& order : refusals_)
      note_order(order, order.used ? RenameState::refused : is_there(order) ? RenameState::done : RenameState::stale);
  }

  bool is_there(const RenameOrder& order) const {
    const auto& present = *input_.schemas.from;
    if (order.table.name.empty()) {
      const auto name = qualified(order.to, dialect_.traits().default_schema);
      return present.tables.contains(name) || present.sql_objects.contains({"partition", name}) || present.enums.contains(name) ||
             present.sequences.contains(name);
    }
    const Table* table = out_.renamed.tables.find(order.table);
    return table && present.tables.contains(order.table) && present.tables.find(order.table)->columns.find(order.to);
  }

  void note_order(const RenameOrder& order, RenameState state) {
    const auto schema = dialect_.traits().default_schema;
    const bool column = !order.table.name.empty();
    const ObjectId from = column ? column_id(order.table, order.from) : table_id(qualified(order.from, schema));
    const ObjectId name = column ? column_id(order.table, order.to) : table_id(qualified(order.to, schema));
    out_.found.push_back({from, name, order.remembered ? RenameOrigin::remembered : RenameOrigin::ordered, state, 1, {}, order.text});
  }

  // --- tables, types, sequences ------------------------------------------------------------------------------------------------

  template <class Object, class Rename, class Guess>
  void match_named(ObjectKind kind, SharedMap<QualifiedName, Object> Schema::*objects, Guess&& guess) {
    if (says_something()) {
      Moves<QualifiedName> moves;
      Older<QualifiedName> older;
      take_ordered(out_.renamed.*objects, to().*objects, moves, older);
      take_declared(kind, out_.renamed.*objects, to().*objects, moves, older);
      carry_out<Object, Rename>(kind, objects, moves);
    }
    if (!detects()) return;
    Moves<QualifiedName> moves;
    const MayBeOne<QualifiedName> may_be = [&](const QualifiedName& from, const QualifiedName& name) {
      return input_.coverage.covers_namespace(from.schema) && !refused(present_name(from), name);
    };
    if constexpr (std::is_same_v<Object, Table>) detect_swapped_tables();
    for (const auto& one : guess(may_be))
      if (take_or_ask({kind, present_name(one.from)}, {kind, one.to}, one.likelihood, one.reasons)) moves.to[one.from] = one.to;
    carry_out<Object, Rename>(kind, objects, moves);
  }

  template <class Object>
  void take_ordered(const SharedMap<QualifiedName, Object>& have, const SharedMap<QualifiedName, Object>& want, Moves<QualifiedName>& moves,
                    Older<QualifiedName>& older) {
    for (auto& order : orders_) {
      if (!order.table.name.empty()) continue;
      const auto from = qualified(order.from, dialect_.traits().default_schema);
      auto name = qualified(order.to, from.schema);
      if (!want.contains(name)) name = qualified(order.to, dialect_.traits().default_schema);  // a bare name: its own schema's, or the default's
      if (!have.contains(from) || !want.contains(name)) continue;
      if (order.remembered)
        older.add(name, from, RenameOrigin::remembered, &order);
      else
        older.settle(moves, from, name);
      order.used = order.used || !order.remembered;
    }
  }

  template <class Object>
  void take_declared(ObjectKind kind, const SharedMap<QualifiedName, Object>& have, const SharedMap<QualifiedName, Object>& want,
                     Moves<QualifiedName>& moves, Older<QualifiedName>& older) {
    for (const auto& [name, object] : want)
      if (const Intent* declared = intent({kind, name}))
        for (auto was : declared->was) {
          if (was.schema.empty()) was.schema = name.schema;
          if (!refused(was, name)) older.add(name, was, RenameOrigin::declared);
        }
    const auto judge = [&](const std::map<QualifiedName, QualifiedName>& circle) {
      std::size_t moved = 0, kept = 0;
      for (const auto& [from, name] : circle) {
        moved += agreement(*have.find(from), *want.find(name));
        kept += agreement(*have.find(from), *want.find(from));
      }
      return state_of_circle(moved, kept);
    };
    take_open(names_of(have), names_of(want), older, judge, moves, [&](const QualifiedName& name) { return ObjectId{kind, name}; });
    for (const auto& [name, object] : want) {
      const Intent* declared = have.empty() ? nullptr : intent({kind, name});
      if (!declared || declared->was.empty() || older.settled.contains(name)) continue;
      auto was = declared->was.front();
      if (was.schema.empty()) was.schema = name.schema;
      note_inert({kind, was}, {kind, name}, have.contains(name), have.contains(was));
    }
  }

  template <class Object>
  static std::set<QualifiedName> names_of(const SharedMap<QualifiedName, Object>& objects) {
    std::set<QualifiedName> names;
    for (const auto& [name, object] : objects) names.insert(name);
    return names;
  }

  static CircleState state_of_circle(std::size_t moved, std::size_t kept) {
    return moved > kept ? CircleState::open : moved < kept ? CircleState::done : CircleState::unclear;
  }

  // What was declared, or answered before, joins the moves where it is still to be carried out.
  template <class Name, class Judge, class Id>
  void take_open(std::set<Name> have, std::set<Name> want, Older<Name>& older, const Judge& judge, Moves<Name>& moves, const Id& id) {
    if (older.names.empty()) return;
    const auto open = open_renames_of<Name>({std::move(have), std::move(want), moves.to, older.names, judge});
    for (const auto& [from, name] : open.moves) {
      const auto& who = older.who.at({from, name});
      moves.add(from, name, {.origin = who.origin});
      if (who.order) who.order->used = true;
      older.settled.insert(name);
    }
    for (const auto& [from, name] : open.unclear) {
      const auto& who = older.who.at({from, name});
      if (who.order) continue;  // an answer that may have been followed: it is kept, and not asked for again
      note(id(from), id(name), RenameState::asked,
           {.origin = who.origin, .likelihood = 0.5, .reasons = {"declared", "but nothing tells whether it was carried out"}});
      older.settled.insert(name);
    }
  }

  template <class Object, class Rename>
  void carry_out(ObjectKind kind, SharedMap<QualifiedName, Object> Schema::*objects, const Moves<QualifiedName>& moves) {
    if (moves.to.empty()) return;
    for (const auto& [from, why] : moves.sent) note({kind, from}, {kind, moves.to.at(from)}, RenameState::taken, why);
    std::set<QualifiedName> taken;
    for (const auto& [name, object] : out_.renamed.*objects) taken.insert(name);
    const auto aside = [&](const QualifiedName& name, const auto& all) { return working_name(name, all, dialect_.traits().identifier_limit); };
    for (const auto& move : sequence_moves<QualifiedName>(moves.to, taken, aside)) {
      if constexpr (std::is_same_v<Object, Table>) {
        const auto first = present_name(move.from);
        former_.erase(move.from);
        former_[move.to] = first;
      }
      apply_rename(Rename{move.from, move.to});
    }
  }

  void detect_swapped_tables() {
    Moves<QualifiedName> moves;
    const auto guesses = guess_swapped_tables(out_.renamed, to());
    for (const auto& one : guesses) {
      const bool there = refused(one.from, one.to), back = refused(one.to, one.from);
      if (there || back || !input_.coverage.covers_namespace(one.from.schema)) continue;
      if (take_or_ask({ObjectKind::table, present_name(one.from)}, {ObjectKind::table, one.to}, one.likelihood, one.reasons))
        moves.to[one.from] = one.to;
    }
    carry_out<Table, RenameTable>(ObjectKind::table, &Schema::tables, moves);
  }

  std::vector<ObjectGuess> guess_new_tables(const MayBeOne<QualifiedName>& may_be) const {
    const auto alone = [](const Schema& here, const Schema& there) {
      std::vector<const Table*> out;
      auto other = there.tables.begin();
      for (const auto& [name, table] : here.tables) {
        while (other != there.tables.end() && other->first < name) ++other;
        if (there.sql_objects.contains({"partition", name})) continue;  // attached, or detached
        if (other == there.tables.end() || other->first != name) out.push_back(table.get());
      }
      return out;
    };
    auto gone = alone(out_.renamed, to());
    if (gone.empty()) return {};
    auto come = alone(to(), out_.renamed);
    if (come.empty()) return {};
    return guess_tables(TablesInDoubt(out_.renamed, to(), std::move(gone), std::move(come)), trained_model(), options_.thresholds.ask, may_be);
  }

  // --- partitions: given as SQL, and tables all the same ------------------------------------------------------------------------

  static std::vector<SqlObject> partitions_alone(const Schema& here, const Schema& there) {
    std::vector<SqlObject> found;
    for (const auto& [key, object] : here.sql_objects)
      if (key.kind == "partition" && !there.sql_objects.contains(key) && !there.tables.contains(key.name)) found.push_back(*object);
    return found;
  }

  // The rows between the same bounds of the same parent are the same rows.
  bool is_the_same_but_for_its_name(const SqlObject& have, const SqlObject& wanted) const {
    const auto renamed = renamed_partition(have, wanted.name);
    return renamed.definition == wanted.definition || dialect_.same_expression(renamed.definition, wanted.definition);
  }

  void match_partitions() {
    const auto gone = partitions_alone(out_.renamed, to()), come = partitions_alone(to(), out_.renamed);
    if (gone.empty() || come.empty()) return;
    std::set<QualifiedName> paired;
    const auto id = [](const QualifiedName& name) { return ObjectId{ObjectKind::table, name}; };
    const auto rename = [&](const QualifiedName& from, const QualifiedName& name) {
      paired.insert(from);
      paired.insert(name);
      apply_rename(RenameTable{from, name});
    };
    for (const auto& have : gone)
      for (const auto& wanted : come) {
        const auto order = std::find_if(orders_.begin(), orders_.end(), [&](const RenameOrder& one) {
          const auto from = qualified(one.from, dialect_.traits().default_schema);
          return one.table.name.empty() && from == have.name && qualified(one.to, from.schema) == wanted.name;
        });
        if (order == orders_.end() || paired.contains(have.name) || paired.contains(wanted.name)) continue;
        order->used = true;
        note(id(have.name), id(wanted.name), RenameState::taken, {.origin = order->remembered ? RenameOrigin::remembered : RenameOrigin::ordered});
        rename(have.name, wanted.name);
      }
    if (!detects()) return;
    for (const auto& have : gone)
      for (const auto& wanted : come) {
        if (paired.contains(have.name) || paired.contains(wanted.name) || refused(have.name, wanted.name)) continue;
        if (!is_the_same_but_for_its_name(have, wanted)) continue;
        if (take_or_ask(id(have.name), id(wanted.name), 0.99, {"the same parent", "the same bounds"})) rename(have.name, wanted.name);
      }
  }

  // --- labels --------------------------------------------------------------------------------------------------------------------

  void match_all_labels() {
    for (const auto& [name, wanted] : to().enums)
      if (const EnumType* have = out_.renamed.enums.find(name); have && have != wanted.get() && have->labels != wanted->labels)
        match_labels(name, *wanted);
  }

  static bool holds(const EnumType& type, const std::string& label) {
    return std::find(type.labels.begin(), type.labels.end(), label) != type.labels.end();
  }

  void match_labels(const QualifiedName& name, const EnumType& wanted) {
    const auto label_id = [&](const std::string& label) { return ObjectId{ObjectKind::enum_label, name, label}; };
    const auto rename = [&](const std::string& from, const std::string& label) { apply_rename(RenameEnumLabel{name, from, label}); };
    const auto have = [&]() -> const EnumType& { return *out_.renamed.enums.find(name); };
    for (auto& order : orders_) {
      if (order.table != name || !holds(have(), order.from) || !holds(wanted, order.to) || holds(have(), order.to)) continue;
      note(label_id(order.from), label_id(order.to), RenameState::taken,
           {.origin = order.remembered ? RenameOrigin::remembered : RenameOrigin::ordered});
      rename(order.from, order.to);
      order.used = true;
    }
    for (const auto& label : wanted.labels) {
      const Intent* declared = intent(label_id(label));
      if (!declared || holds(have(), label)) continue;
      for (const auto& was : declared->was)
        if (holds(have(), was.name) && !holds(wanted, was.name) && !refused(name, was.name, label)) {
          note(label_id(was.name), label_id(label), RenameState::taken, {});
          rename(was.name, label);
          break;
        }
    }
    if (!detects()) return;
    for (const auto& guess : guess_labels(have(), wanted, [&](const auto&from, const auto&label) { return !refused(name, from, label); }))
      if (take_or_ask(label_id(guess.from), label_id(guess.to), guess.likelihood, guess.reasons)) rename(guess.from, guess.to);
  }

  // --- columns -------------------------------------------------------------------------------------------------------------------

  void match_all_columns() {
    if (!says_something() && !detects()) return;
    auto have = out_.renamed.tables.begin();
    std::vector<std::pair<QualifiedName, std::shared_ptr<const Table>>> differing;
    for (const auto& [name, table] : to().tables) {
      while (have != out_.renamed.tables.end() && have->first < name) ++have;
      if (have == out_.renamed.tables.end() || have->first != name) continue;
      if (says_something() || (have->second != table && !(*have->second == *table))) differing.emplace_back(name, table);
    }
    for (const auto& [name, wanted] : differing) {
      if (says_something()) match_columns(name, *wanted);
      if (!detects()) continue;
      const auto in_question = detect_swaps(name, *wanted);
      if (!same_columns(*out_.renamed.tables.find(name), *wanted)) detect_columns(name, *wanted, in_question);
    }
  }

  static bool same_columns(const Table& a, const Table& b) {
    return a.columns.size() == b.columns.size() &&
           std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), [](const Column& x, const Column& y) { return x.name == y.name; });
  }

  void match_columns(const QualifiedName& name, const Table& wanted) {
    const Table& have = *out_.renamed.tables.find(name);
    Moves<std::string> moves;
    Older<std::string> older;
    for (auto& order : orders_) {
      if (order.table.name.empty() || !is_table(order.table, name) || !have.columns.find(order.from) || !wanted.columns.find(order.to)) continue;
      if (order.remembered)
        older.add(order.to, order.from, RenameOrigin::remembered, &order);
      else
        older.settle(moves, order.from, order.to);
      order.used = order.used || !order.remembered;
    }
    for (const auto& column : wanted.columns)
      if (const Intent* declared = intent({ObjectKind::column, name, column.name}))
        for (const auto& was : declared->was)
          if (!refused(name, was.name, column.name)) older.add(column.name, was.name, RenameOrigin::declared);
    take_open(
        column_names(have), column_names(wanted), older, [&](const auto& circle) { return state_of(circle, have, wanted); }, moves,
        [&](const std::string& column) { return column_id(name, column); });
    for (const auto& column : wanted.columns)
      if (const Intent* declared = intent({ObjectKind::column, name, column.name});
          declared && !declared->was.empty() && !older.settled.contains(column.name)) {
        const auto& was = declared->was.front().name;
        note_inert(column_id(present_name(name), was), column_id(name, column.name), have.columns.find(column.name), have.columns.find(was));
      }
    for (const auto& [from, why] : moves.sent) note(column_id(present_name(name), from), column_id(name, moves.to.at(from)), RenameState::taken, why);
    carry_out(name, moves.to);
  }

  static std::set<std::string> column_names(const Table& table) {
    std::set<std::string> names;
    for (const auto& column : table.columns) names.insert(column.name);
    return names;
  }

  CircleState state_of(const std::map<std::string, std::string>& circle, const Table& have, const Table& wanted) const {
    const TableStates states{have, wanted, dialect_, input_.coverage};
    std::set<std::string> names;
    for (const auto& [from, to] : circle) names.insert(from);
    std::size_t moved = 0, kept = 0;
    for (const auto& [from, to] : circle) {
      moved += agreement(states, *have.columns.find(from), *wanted.columns.find(to), names);
      kept += agreement(states, *have.columns.find(from), *wanted.columns.find(from), names);
    }
    return state_of_circle(moved, kept);
  }

  TableStates states_of(const QualifiedName& name, const Table& wanted) const {
    return {*out_.renamed.tables.find(name), wanted, dialect_, input_.coverage, !input_.declared.empty()};
  }

  bool has_a_source(const QualifiedName& table, const std::string& column) const {
    const Intent* declared = intent({ObjectKind::column, table, column});
    return declared && declared->backfill;
  }

  // The names that a question is about by now.
  std::set<std::string> detect_swaps(const QualifiedName& name, const Table& wanted) {
    std::map<std::string, std::string> moves;
    std::set<std::string> in_question;
    const auto guesses = guess_swapped_columns(states_of(name, wanted));
    for (std::size_t i = 0; i + 1 < guesses.size(); i += 2) {
      const auto& [from, to] = std::tie(guesses[i].from, guesses[i].to);
      const bool there = refused(name, from, to), back = refused(name, to, from);
      if (there || back || has_a_source(name, from) || has_a_source(name, to)) continue;
      for (const auto* one : {&guesses[i], &guesses[i + 1]})
        if (take_or_ask(column_id(present_name(name), one->from), column_id(name, one->to), one->likelihood, one->reasons))
          moves[one->from] = one->to;
      in_question.insert({from, to});
    }
    carry_out(name, moves);
    return in_question;
  }

  void detect_columns(const QualifiedName& name, const Table& wanted, const std::set<std::string>& in_question) {
    std::map<std::string, std::string> moves;
    const auto may_be = [&](const std::string& from, const std::string& column) {
      if (in_question.contains(from) || in_question.contains(column)) return from == column;
      return !has_a_source(name, column) && !refused(name, former_column(name, from), column);  // a backfill says where its values come from
    };
    for (const auto& guess : guess_columns(states_of(name, wanted), trained_model(), options_.thresholds.ask, may_be))
      if (take_or_ask(column_id(present_name(name), former_column(name, guess.from)), column_id(name, guess.to), guess.likelihood, guess.reasons))
        moves[guess.from] = guess.to;
    carry_out(name, moves);
  }

  // What had to make room for another goes by its own name still.
  std::string former_column(const QualifiedName& table, const std::string& column) const {
    const auto at = aside_.find({table, column});
    return at == aside_.end() ? column : at->second;
  }

  void carry_out(const QualifiedName& name, const std::map<std::string, std::string>& moves) {
    if (moves.empty()) return;
    std::set<std::string> taken;
    for (const auto& column : out_.renamed.tables.find(name)->columns) taken.insert(column.name);
    const auto aside = [&](const std::string& column, const std::set<std::string>& all) {
      std::set<QualifiedName> names;
      for (const auto& one : all) names.insert({{}, one});
      return working_name({{}, column}, names, dialect_.traits().identifier_limit).name;
    };
    for (const auto& move : sequence_moves<std::string>(moves, taken, aside)) {
      if (!moves.contains(move.from) || moves.at(move.from) != move.to) aside_[{name, move.to}] = former_column(name, move.from);
      apply_rename(RenameColumn{name, move.from, move.to});
    }
  }

  const DiffInput& input_;
  const Dialect& dialect_;
  const DiffOptions& options_;
  std::vector<RenameOrder> orders_;
  std::vector<RenameOrder> refusals_;
  std::map<QualifiedName, QualifiedName> former_;                       // of tables: the name that the present schema has
  std::map<std::pair<QualifiedName, std::string>, std::string> aside_;  // columns that made room: what they are called without that
  Diagnostics errors_;
  Matched out_;
};

}  // namespace

Result<Matched> match(const DiffInput& input, const Dialect& dialect, const DiffOptions& options) { return Matcher(input, dialect, options).run(); }

}  // namespace schemac
