#include "diff/match.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "diff/match_objects.h"
#include "diff/match_partitions.h"
#include "diff/rename_ledger.h"
#include "diff/renamed_objects.h"
#include "diff/renames/agreement.h"
#include "diff/renames/guess.h"
#include "diff/renames/guess_others.h"
#include "diff/renames/swaps.h"
#include "diff/resolve_renamed.h"
#include "diff/spelling.h"
#include "operations/object_ids.h"

namespace schemac {
namespace {

class Matcher {
 public:
  Matcher(const DiffInput& input, const Dialect& dialect, const DiffOptions& options)
      : input_(input), dialect_(dialect), options_(options), ledger_(input, dialect.traits(), options) {}

  Result<Matched> run() {
    out_.renamed = *input_.schemas.from;
    settled_ = {out_.renamed, 0};
    if (dialect_.traits().ignores_case)
      out_.renames = take_spelling(out_.renamed, to(), dialect_.traits().identifier_limit);
    if (options_.renames == RenameMode::off) {
      drop_what_looks_at_old_names();
      return std::move(out_);
    }
    if (auto read = ledger_.read(); !read) return std::unexpected(read.error());
    const ObjectMatch objects{input_, dialect_, ledger_};
    append(match_schemas(objects, out_.renamed));
    settled_ = {out_.renamed, out_.renames.size()};
    match_named<EnumType, RenameEnum>(ObjectKind::type, &Schema::enums,
                                      [&](const auto& may_be) { return guess_enums(out_.renamed, to(), may_be); });
    match_all_labels();
    match_named<Sequence, RenameSequence>(ObjectKind::sequence, &Schema::sequences, [&](const auto& may_be) {
      return guess_sequences(out_.renamed, to(), may_be);
    });
    match_named<Table, RenameTable>(ObjectKind::table, &Schema::tables,
                                    [&](const auto& may_be) { return guess_new_tables(may_be); });
    append(match_partitions(objects, out_.renamed));
    match_all_columns();
    drop_what_looks_at_old_names();
    append(match_sql_objects(objects, out_.renamed));
    if (auto errors = ledger_.account([&](const RenameOrder& order) { return is_there(order); }); !errors.empty())
      return std::unexpected(errors);
    out_.found = std::move(ledger_).found();
    return std::move(out_);
  }

 private:
  const Schema& to() const { return *input_.schemas.to; }

  void apply_rename(Operation op) {
    resolve_for_rename(op, out_.renamed, dialect_);
    schemac::apply(op, out_.renamed);
    out_.renames.push_back(std::move(op));
  }

  void append(std::vector<Operation> renames) {
    std::move(renames.begin(), renames.end(), std::back_inserter(out_.renames));
  }

  // Before the first rename, but for those of schemas, which take everything along.
  void drop_what_looks_at_old_names() {
    auto& all = out_.renames;
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(settled_.renames);
    auto drops = drops_before_renames(settled_.schema, to(), {first, all.end()}, dialect_);
    if (drops.empty()) return;
    all.insert(first, std::make_move_iterator(drops.begin()), std::make_move_iterator(drops.end()));
    out_.renamed = settled_.schema;
    for (auto at = static_cast<std::ptrdiff_t>(settled_.renames); at < std::ssize(all); ++at) {
      resolve_for_rename(all[static_cast<std::size_t>(at)], out_.renamed, dialect_);
      schemac::apply(all[static_cast<std::size_t>(at)], out_.renamed);
    }
  }

  // --- what is said about renames

  bool refused(const QualifiedName& table, const std::string& from, const std::string& name) {
    return ledger_.refused([&](const QualifiedName& ordered) { return is_table(ordered, table); }, from, name);
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

  bool is_there(const RenameOrder& order) const {
    const auto& present = *input_.schemas.from;
    if (order.table.name.empty()) {
      const auto name = qualified(order.to, dialect_.traits().default_schema);
      return present.tables.contains(name) || present.sql_objects.contains({"partition", name}) ||
             present.enums.contains(name) || present.sequences.contains(name);
    }
    const Table* table = out_.renamed.tables.find(order.table);
    return table && present.tables.contains(order.table) && present.tables.find(order.table)->columns.find(order.to);
  }

  // --- tables, types, sequences

  template <class Object, class Rename, class Guess>
  void match_named(ObjectKind kind, SharedMap<QualifiedName, Object> Schema::*objects, Guess&& guess) {
    if (ledger_.says_something()) {
      Moves<QualifiedName> moves;
      Older<QualifiedName> older;
      take_ordered(out_.renamed.*objects, to().*objects, moves, older);
      take_declared(kind, out_.renamed.*objects, to().*objects, moves, older);
      carry_out<Object, Rename>(kind, objects, moves);
    }
    if (!ledger_.detects()) return;
    Moves<QualifiedName> moves;
    const MayBeOne<QualifiedName> may_be = [&](const QualifiedName& from, const QualifiedName& name) {
      return input_.coverage.covers_namespace(from.schema) && !ledger_.refused(present_name(from), name);
    };
    if constexpr (std::is_same_v<Object, Table>) detect_swapped_tables();
    for (auto& one : guess(may_be)) {
      const auto from = present_name(one.from);
      if (kind == ObjectKind::table && shows_more(from, from.name, one.to.name, one.to.schema)) ask_about(one);
      if (ledger_.take_or_ask({kind, from}, {kind, one.to}, one)) moves.to[one.from] = one.to;
    }
    carry_out<Object, Rename>(kind, objects, moves);
  }

  // Somebody who had no right on the old name has one on the new name: values that were not to be seen might be.
  // `person.ssn`, `person.ssn_last4`: the names as rights on them are called.
  bool shows_more(const QualifiedName& table, const std::string& old_name, const std::string& new_name,
                  const std::string& schema) const {
    const auto& present = *input_.schemas.from;
    const auto has = [&](const std::string& name) {
      return std::ranges::any_of(present.sql_objects, [&](const auto& entry) {
        return entry.first.kind.starts_with("grant on ") && entry.first.name == QualifiedName{table.schema, name};
      });
    };
    return std::ranges::any_of(to().sql_objects, [&](const auto& entry) {
      const auto& [kind, name] = entry.first;
      if (!kind.starts_with("grant on ") || name.schema != schema || !name.name.starts_with(new_name + " to "))
        return false;
      const auto grantee = name.name.substr(new_name.size());
      return !has(old_name + grantee) && !has(table.name + grantee);
    });
  }

  template <class Guess>
  static void ask_about(Guess& guess) {
    guess.needs_an_answer = true;
    guess.reasons.emplace_back("somebody has a right on the new name and none on the old one");
  }

  template <class Object>
  void take_ordered(const SharedMap<QualifiedName, Object>& have, const SharedMap<QualifiedName, Object>& want,
                    Moves<QualifiedName>& moves, Older<QualifiedName>& older) {
    for (auto& order : ledger_.orders()) {
      if (!order.table.name.empty()) continue;
      const auto from = qualified(order.from, dialect_.traits().default_schema);
      auto name = qualified(order.to, from.schema);
      if (!want.contains(name))
        name =
            qualified(order.to, dialect_.traits().default_schema);  // a bare name: its own schema's, or the default's
      if (!have.contains(from) || !want.contains(name)) continue;
      ledger_.follow(order, from, name, moves, older);
    }
  }

  template <class Object>
  void take_declared(ObjectKind kind, const SharedMap<QualifiedName, Object>& have,
                     const SharedMap<QualifiedName, Object>& want, Moves<QualifiedName>& moves,
                     Older<QualifiedName>& older) {
    for (const auto& [name, object] : want)
      if (const Intent* declared = ledger_.intent({kind, name}))
        for (auto was : declared->was) {
          if (was.schema.empty()) was.schema = name.schema;
          if (!ledger_.refused(was, name)) older.add(name, was, RenameOrigin::declared);
        }
    const auto judge = [&](const std::map<QualifiedName, QualifiedName>& circle) {
      std::size_t moved = 0, kept = 0;
      for (const auto& [from, name] : circle) {
        moved += agreement(*have.find(from), *want.find(name));
        kept += agreement(*have.find(from), *want.find(from));
      }
      return state_of_circle(moved, kept);
    };
    ledger_.take_open(names_of(have), names_of(want), older, judge, moves, [&](const QualifiedName& name) {
      return ObjectId{kind, name};
    });
    for (const auto& [name, object] : want) {
      const Intent* declared = have.empty() ? nullptr : ledger_.intent({kind, name});
      if (!declared || declared->was.empty() || older.settled.contains(name)) continue;
      auto was = declared->was.front();
      if (was.schema.empty()) was.schema = name.schema;
      ledger_.note_inert({kind, was}, {kind, name}, have.contains(name), have.contains(was));
    }
  }

  template <class Object, class Rename>
  void carry_out(ObjectKind kind, SharedMap<QualifiedName, Object> Schema::*objects,
                 const Moves<QualifiedName>& moves) {
    if (moves.to.empty()) return;
    for (const auto& [from, why] : moves.sent)
      ledger_.note({kind, from}, {kind, moves.to.at(from)}, RenameState::taken, why);
    std::set<QualifiedName> taken;
    for (const auto& [name, object] : out_.renamed.*objects) taken.insert(name);
    const auto aside = [&](const QualifiedName& name, const auto& all) {
      return working_name(name, all, dialect_.traits().identifier_limit);
    };
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
      const bool there = ledger_.refused(one.from, one.to), back = ledger_.refused(one.to, one.from);
      if (there || back || !input_.coverage.covers_namespace(one.from.schema)) continue;
      if (ledger_.take_or_ask({ObjectKind::table, present_name(one.from)}, {ObjectKind::table, one.to}, one))
        moves.to[one.from] = one.to;
    }
    carry_out<Table, RenameTable>(ObjectKind::table, &Schema::tables, moves);
  }

  // Below a question, what a dropped thing is likeliest to go on as is still said beside the drop.
  LeastLikely least_likely() const {
    constexpr double mention = 0.03;
    return {options_.thresholds.ask, std::min(mention, options_.thresholds.ask)};
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
    return guess_tables(TablesInDoubt(out_.renamed, to(), std::move(gone), std::move(come)), trained_model(),
                        least_likely(), may_be);
  }

  // --- labels

  void match_all_labels() {
    for (const auto& [name, wanted] : to().enums)
      if (const EnumType* have = out_.renamed.enums.find(name);
          have && have != wanted.get() && have->labels != wanted->labels)
        match_labels(name, *wanted);
  }

  static bool holds(const EnumType& type, const std::string& label) {
    return std::find(type.labels.begin(), type.labels.end(), label) != type.labels.end();
  }

  void match_labels(const QualifiedName& name, const EnumType& wanted) {
    const auto label_id = [&](const std::string& label) { return ObjectId{ObjectKind::enum_label, name, label}; };
    const auto rename = [&](const std::string& from, const std::string& label) {
      apply_rename(RenameEnumLabel{name, from, label});
    };
    const auto have = [&]() -> const EnumType& { return *out_.renamed.enums.find(name); };
    for (auto& order : ledger_.orders()) {
      if (order.table != name || !holds(have(), order.from) || !holds(wanted, order.to) || holds(have(), order.to))
        continue;
      ledger_.note(label_id(order.from), label_id(order.to), RenameState::taken,
                   {.origin = order.remembered ? RenameOrigin::remembered : RenameOrigin::ordered});
      rename(order.from, order.to);
      order.used = true;
    }
    for (const auto& label : wanted.labels) {
      const Intent* declared = ledger_.intent(label_id(label));
      if (!declared || holds(have(), label)) continue;
      for (const auto& was : declared->was)
        if (holds(have(), was.name) && !holds(wanted, was.name) && !refused(name, was.name, label)) {
          ledger_.note(label_id(was.name), label_id(label), RenameState::taken, {});
          rename(was.name, label);
          break;
        }
    }
    if (!ledger_.detects()) return;
    for (const auto& guess :
         guess_labels(have(), wanted, [&](const auto&from, const auto&label) { return !refused(name, from, label); }))
      if (ledger_.take_or_ask(label_id(guess.from), label_id(guess.to), guess)) rename(guess.from, guess.to);
  }

  // --- columns

  void match_all_columns() {
    if (!ledger_.says_something() && !ledger_.detects()) return;
    auto have = out_.renamed.tables.begin();
    std::vector<std::pair<QualifiedName, std::shared_ptr<const Table>>> differing;
    for (const auto& [name, table] : to().tables) {
      while (have != out_.renamed.tables.end() && have->first < name) ++have;
      if (have == out_.renamed.tables.end() || have->first != name) continue;
      if (ledger_.says_something() || (have->second != table && !(*have->second == *table)))
        differing.emplace_back(name, table);
    }
    for (const auto& [name, wanted] : differing) {
      if (ledger_.says_something()) match_columns(name, *wanted);
      if (!ledger_.detects()) continue;
      const auto in_question = detect_swaps(name, *wanted);
      if (!same_columns(*out_.renamed.tables.find(name), *wanted)) detect_columns(name, *wanted, in_question);
    }
  }

  static bool same_columns(const Table& a, const Table& b) {
    return a.columns.size() == b.columns.size() &&
           std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(),
                      [](const Column& x, const Column& y) { return x.name == y.name; });
  }

  void match_columns(const QualifiedName& name, const Table& wanted) {
    const Table& have = *out_.renamed.tables.find(name);
    Moves<std::string> moves;
    Older<std::string> older;
    for (auto& order : ledger_.orders()) {
      if (order.table.name.empty() || !is_table(order.table, name) || !have.columns.find(order.from) ||
          !wanted.columns.find(order.to))
        continue;
      ledger_.follow(order, order.from, order.to, moves, older);
    }
    for (const auto& column : wanted.columns)
      if (const Intent* declared = ledger_.intent({ObjectKind::column, name, column.name}))
        for (const auto& was : declared->was)
          if (!refused(name, was.name, column.name)) older.add(column.name, was.name, RenameOrigin::declared);
    ledger_.take_open(
        column_names(have), column_names(wanted), older,
        [&](const auto& circle) { return state_of(circle, have, wanted); }, moves,
        [&](const std::string& column) { return column_id(name, column); });
    for (const auto& column : wanted.columns)
      if (const Intent* declared = ledger_.intent({ObjectKind::column, name, column.name});
          declared && !declared->was.empty() && !older.settled.contains(column.name)) {
        const auto& was = declared->was.front().name;
        ledger_.note_inert(column_id(present_name(name), was), column_id(name, column.name),
                           have.columns.find(column.name), have.columns.find(was));
      }
    for (const auto& [from, why] : moves.sent)
      ledger_.note(column_id(present_name(name), from), column_id(name, moves.to.at(from)), RenameState::taken, why);
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
    return {*out_.renamed.tables.find(name), wanted, dialect_, input_.coverage, !input_.declared.empty(), &former_};
  }

  bool has_a_source(const QualifiedName& table, const std::string& column) const {
    const Intent* declared = ledger_.intent({ObjectKind::column, table, column});
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
        if (ledger_.take_or_ask(column_id(present_name(name), one->from), column_id(name, one->to), *one))
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
      return !has_a_source(name, column) &&
             !refused(name, former_column(name, from), column);  // a backfill says where its values come from
    };
    for (auto& guess : guess_columns(states_of(name, wanted), trained_model(), least_likely(), may_be)) {
      const auto from = column_id(present_name(name), former_column(name, guess.from));
      if (shows_more(from.name, fmt::format("{}.{}", from.name.name, from.part),
                     fmt::format("{}.{}", name.name, guess.to), name.schema))
        ask_about(guess);
      if (ledger_.take_or_ask(from, column_id(name, guess.to), guess)) moves[guess.from] = guess.to;
    }
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
      if (!moves.contains(move.from) || moves.at(move.from) != move.to)
        aside_[{name, move.to}] = former_column(name, move.from);
      apply_rename(RenameColumn{name, move.from, move.to});
    }
  }

  const DiffInput& input_;
  const Dialect& dialect_;
  const DiffOptions& options_;
  RenameLedger ledger_;
  struct {
    Schema schema;
    std::size_t renames = 0;
  } settled_;  // the present schema when its schemas have their names, and how many renames that took
  std::map<QualifiedName, QualifiedName> former_;  // of tables: the name that the present schema has
  std::map<std::pair<QualifiedName, std::string>, std::string>
      aside_;  // columns that made room: what they are called without that
  Matched out_;
};

}  // namespace

Result<Matched> match(const DiffInput& input, const Dialect& dialect, const DiffOptions& options) {
  return Matcher(input, dialect, options).run();
}

}  // namespace schemac
