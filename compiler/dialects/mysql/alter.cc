#include "dialects/mysql/alter.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/mysql/collations.h"
#include "dialects/mysql/definitions.h"
#include "dialects/mysql/locks.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/parameters.h"
#include "dialects/mysql/partition_changes.h"
#include "dialects/mysql/replaced_columns.h"
#include "dialects/mysql/types.h"
#include "dialects/mysql/unsafe_defaults.h"

namespace schemac::mysql {
namespace {

const Index* find_index(const Table& table, const std::string& name) {
  const auto at = std::find_if(table.indexes.begin(), table.indexes.end(),
                               [&](const Index& index) { return equal_ignoring_case(index.name.text, name); });
  return at == table.indexes.end() ? nullptr : &*at;
}

const Constraint* primary_constraint(const Table& table) {
  for (const auto& constraint : table.constraints)
    if (const auto* key = std::get_if<Key>(&constraint.body); key && key->primary) return &constraint;
  return nullptr;
}

// The positions of a longest run of numbers that rise: those columns need not move.
std::set<std::size_t> longest_rising(const std::vector<std::size_t>& numbers) {
  std::vector<std::size_t> length(numbers.size(), 1), before(numbers.size(), numbers.size());
  std::size_t best = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      if (numbers[j] < numbers[i] && length[j] + 1 > length[i]) length[i] = length[j] + 1, before[i] = j;
    if (length[i] > length[best]) best = i;
  }
  std::set<std::size_t> out;
  if (!numbers.empty())
    for (auto at = best; at < numbers.size(); at = before[at]) out.insert(numbers[at]);
  return out;
}

class Alteration {
 public:
  Alteration(const Table& before, const Table& after, const Engine& engine)
      : before_(before), after_(after), engine_(engine) {}

  std::vector<Statement> run() {
    find_replaced_columns();
    // every index would keep, as its own, what its table said when it was made
    leaves_block_size_ =
        !attribute(before_.attributes, "key_block_size").empty() &&
        attribute(before_.attributes, "key_block_size") != attribute(after_.attributes, "key_block_size");
    drop_constraints();
    drop_indexes();
    columns();
    add_indexes();
    add_constraints();
    versioning();
    options();
    auto partitions = partitioning();
    std::vector<Statement> out;
    changes_.clauses = clauses_.size();
    const auto algorithm = partitions.empty() ? settled(changes_, before_, after_, engine_) : Algorithm::copy;
    if (!clauses_.empty() || !partitions.empty()) {
      auto sql = fmt::format("ALTER TABLE {} {}", quote(after_.name), fmt::join(clauses_, ",\n  "));
      if (!partitions.empty()) sql += (clauses_.empty() ? "" : "\n") + partitions;
      if (changes_.fulltext > 1 && partitions.empty())
        sql += ", ALGORITHM=COPY";  // which MySQL does not think of by itself
      const bool asserted = partitions.empty() && can_assert(before_) && can_assert(after_);
      out.push_back(altering(std::move(sql), after_.name, algorithm, asserted));
    }
    if (!lent_.empty()) out.push_back(on_table(taking_back_defaults(after_, lent_), after_.name));
    std::ranges::move(apart_, std::back_inserter(out));
    return out;
  }

 private:
  static bool is_virtual(const Column& column) { return column.generated && !column.generated->stored; }

  void add(std::string clause, Algorithm algorithm) {
    clauses_.push_back(std::move(clause));
    changes_.algorithm = std::max(changes_.algorithm, algorithm);
    changes_.rebuilds = changes_.rebuilds || algorithm == Algorithm::rebuild;
  }

  // --- columns that go and come again under their name ---

  void find_replaced_columns() {
    for (const auto& column : after_.columns)
      if (const auto* had = before_.columns.find(column.name); had && is_replaced(*had, column))
        replaced_.insert(column.name);
  }

  bool uses_replaced(const std::vector<std::string>& columns) const {
    return std::any_of(columns.begin(), columns.end(),
                       [&](const std::string& column) { return replaced_.contains(column); });
  }

  // --- constraints ---

  bool is_kept(const Constraint& constraint, const Table& other) const {
    if (uses_replaced(used_columns(constraint))) return false;
    if (std::holds_alternative<Key>(constraint.body) && leaves_block_size_) return false;
    const auto wanted = constraint_definition(constraint, engine_);
    return std::any_of(other.constraints.begin(), other.constraints.end(),
                       [&](const Constraint& c) { return constraint_definition(c, engine_) == wanted; });
  }

  // Enforced or not: the one thing about a check that can change in place.
  const Constraint* switched(const Constraint& constraint) const {
    if (is_mariadb(engine_) || !std::holds_alternative<Check>(constraint.body)) return nullptr;
    for (const auto& other : after_.constraints)
      if (other.name.text == constraint.name.text && other.body == constraint.body &&
          other.attributes != constraint.attributes)
        return &other;
    return nullptr;
  }

  void drop_constraints() {
    for (const auto& constraint : before_.constraints) {
      if (is_beside_column(constraint) || is_kept(constraint, after_)) continue;
      const auto name = quote(constraint.name.text);
      if (const auto* key = std::get_if<Key>(&constraint.body)) {
        if (key->primary) add("DROP PRIMARY KEY", primary_constraint(after_) ? Algorithm::rebuild : Algorithm::copy);
      } else if (std::holds_alternative<ForeignKey>(constraint.body)) {
        add("DROP FOREIGN KEY " + name, Algorithm::inplace);
      } else if (const auto* other = switched(constraint); other && !uses_replaced(used_columns(constraint))) {
        add(fmt::format("ALTER CHECK {} {}", name,
                        other->attributes.contains("enforced") ? "NOT ENFORCED" : "ENFORCED"),
            Algorithm::copy);
        switched_.insert(constraint.name.text);
      } else {
        // the word that MariaDB and MySQL since 8.0.19 know
        const bool any_server = is_mariadb(engine_) || is_unstated(engine_);
        add((any_server ? "DROP CONSTRAINT " : "DROP CHECK ") + name, Algorithm::copy);
      }
    }
  }

  void add_constraints() {
    for (const auto& constraint : after_.constraints) {
      const auto* key = std::get_if<Key>(&constraint.body);
      if (key || is_beside_column(constraint) || is_kept(constraint, before_) ||
          switched_.contains(constraint.name.text))
        continue;
      if (const auto* reference = std::get_if<ForeignKey>(&constraint.body))
        settle_index_of(constraint.name.text, *reference);
      add("ADD " + constraint_definition(constraint, engine_), Algorithm::copy);
    }
  }

  // An index that the server made for another key of these columns would give way to one that is called after the new
  // key. Said aloud it stays; the table is copied anyway.
  void settle_index_of(const std::string& name, const ForeignKey& key) {
    for (const auto& index : before_.indexes) {
      std::vector<std::string> columns;
      for (const auto& part : index.keys) columns.push_back(part.column);
      if (index.unique || columns != key.columns || index.name.text == name || !kept_.contains(index.name.text) ||
          !settled_.insert(index.name.text).second)
        continue;
      add("DROP INDEX " + quote(index.name.text), Algorithm::inplace);
      add("ADD " + index_definition(index, engine_), Algorithm::inplace);
    }
  }

  // --- indexes ---

  std::string body_of(Index index) const {
    index.name = {};
    return index_definition(index, engine_);
  }

  bool keeps_definition(const Index& had, const Index& has) const {
    return index_definition(had, engine_) == index_definition(has, engine_) && !uses_replaced(used_columns(has)) &&
           had.name.text == has.name.text && !leaves_block_size_;
  }

  static Index shown(Index index) {
    index.attributes.erase("invisible");
    return index;
  }

  bool can_rename_index() const { return is_mariadb(engine_) ? is_at_least(engine_, 10, 5, 2) : true; }

  // An index of `before` that only takes another name.
  const Index* renamed_to(const Index& had) const {
    if (!can_rename_index() || uses_replaced(used_columns(had))) return nullptr;
    // other letters, large for small, are another name to the catalogue
    if (const auto* has = find_index(after_, had.name.text))
      return has->name.text != had.name.text && body_of(*has) == body_of(had) ? has : nullptr;
    for (const auto& index : after_.indexes)
      if (!find_index(before_, index.name.text) && !rename_targets_.contains(index.name.text) &&
          body_of(index) == body_of(had))
        return &index;
    return nullptr;
  }

  // MariaDB 11.4 takes an index for corrupted whose letters alone change in one step.
  void rename_index(const std::string& from, const std::string& to) {
    const bool in_two_steps = is_mariadb(engine_) && equal_ignoring_case(from, to);
    const auto name = in_two_steps ? from.substr(0, identifier_limit - 14) + "_schemac_aside" : to;
    add(fmt::format("RENAME INDEX {} TO {}", quote(from), quote(name)), changing_metadata(engine_));
    if (in_two_steps)
      apart_.push_back(
          on_table(fmt::format("ALTER TABLE {} RENAME INDEX {} TO {}", quote(after_.name), quote(name), quote(to)),
                   after_.name));
  }

  void drop_indexes() {
    for (const auto& had : before_.indexes) {
      const auto* has = find_index(after_, had.name.text);
      if (has && keeps_definition(had, *has)) {
        kept_.insert(has->name.text);
      } else if (has && has->name.text == had.name.text && keeps_definition(shown(had), shown(*has))) {
        const bool hidden = has->attributes.contains("invisible");
        const auto* word = is_mariadb(engine_) ? (hidden ? "IGNORED" : "NOT IGNORED")
                           : hidden            ? "INVISIBLE"
                                               : "VISIBLE";
        add(fmt::format("ALTER INDEX {} {}", quote(had.name.text), word), changing_metadata(engine_));
        kept_.insert(has->name.text);
      } else if (const auto* to = renamed_to(had)) {
        rename_index(had.name.text, to->name.text);
        rename_targets_.insert(to->name.text);
        kept_.insert(to->name.text);
      } else {
        add("DROP INDEX " + quote(had.name.text),
            has_hidden_column(before_, had) ? Algorithm::copy : Algorithm::inplace);
      }
    }
  }

  // MariaDB takes such an index for the one that goes in the same statement, and leaves it the comment that it has.
  bool differs_in_its_comment(Index index) const {
    if (index.method == "btree") return false;
    index.comment.reset();
    return std::any_of(before_.indexes.begin(), before_.indexes.end(), [&](Index had) {
      had.comment.reset();
      return !kept_.contains(had.name.text) && body_of(had) == body_of(index);
    });
  }

  void add_indexes() {
    if (const auto* key = primary_constraint(after_); key && !is_kept(*key, before_))
      add("ADD " + constraint_definition(*key, engine_), Algorithm::rebuild);
    for (const auto& index : after_.indexes) {
      if (kept_.contains(index.name.text)) continue;
      if (is_mariadb(engine_) && differs_in_its_comment(index)) {
        apart_.push_back(on_table(
            fmt::format("ALTER TABLE {} ADD {}", quote(after_.name), index_definition(index, engine_)), after_.name));
        continue;
      }
      add("ADD " + index_definition(index, engine_), adding_index(after_, index));
      if (index.method == "fulltext") ++changes_.fulltext;
    }
  }

  // --- columns ---

  // With the collation that it has, said or not.
  std::string full_definition(const Table& table, Column column) const {
    if (const auto collation = effective_collation(table, column); is_string(column.type) && !collation.empty())
      column.collation = collation;
    return column_definition(table, column, engine_);
  }

  const Column* same_letters(const Column& column) const {
    const auto at = std::find_if(before_.columns.begin(), before_.columns.end(), [&](const Column& had) {
      return had.name != column.name && equal_ignoring_case(had.name, column.name) && !after_.columns.find(had.name);
    });
    return at == before_.columns.end() ? nullptr : &*at;
  }

  void columns() {
    for (const auto& column : before_.columns) {
      const bool stays = after_.columns.find(column.name) && !replaced_.contains(column.name);
      const bool other_case = std::any_of(after_.columns.begin(), after_.columns.end(),
                                          [&](const Column& c) { return same_letters(c) == &column; });
      if (stays || other_case) continue;
      changes_.virtual_column = is_virtual(column);
      changes_.shifts_columns = true;
      add("DROP COLUMN " + quote(column.name), dropping_column(before_, column, engine_));
    }
    const auto in_place = columns_that_stay_put();
    for (std::size_t at = 0; at < after_.columns.size(); ++at) {
      const auto& column = after_.columns[at];
      const auto place = at == 0 ? std::string(" FIRST") : " AFTER " + quote(after_.columns[at - 1].name);
      const auto definition = column_definition(after_, column, engine_);
      const auto* had = replaced_.contains(column.name) ? nullptr : before_.columns.find(column.name);
      if (const auto* other = had ? nullptr : same_letters(column)) {
        add(fmt::format("CHANGE COLUMN {} {}{}", quote(other->name), definition, place), Algorithm::copy);
        changes_.says_columns = true;
        lend_default(column);
      } else if (!had) {
        const bool last = nothing_stays_behind(at);
        changes_.virtual_column = is_virtual(column) && last;
        changes_.displaces = changes_.displaces || !last;
        changes_.shifts_columns = true;
        add(fmt::format("ADD COLUMN {}{}", definition, last ? "" : place), adding_column(before_, column, engine_));
        lend_default(column);
      } else {
        const bool moved = !in_place.contains(at);
        changes_.shifts_columns = changes_.shifts_columns || moved;
        changes_.displaces = changes_.displaces || (moved && virtual_columns_move());
        const bool lent_alike = is_lent_a_default(*had, engine_) == is_lent_a_default(column, engine_);
        if (!moved && lent_alike && full_definition(before_, *had) == full_definition(after_, column)) continue;
        add(fmt::format("MODIFY COLUMN {}{}", definition, moved ? place : ""),
            changing_column(after_, *had, column, moved, engine_));
        changes_.says_columns = true;
        lend_default(column);
      }
    }
  }

  bool virtual_columns_move() const {
    return std::any_of(after_.columns.begin(), after_.columns.end(), [&](const Column& column) {
      return is_virtual(column) && before_.columns.position(column.name) != after_.columns.position(column.name);
    });
  }

  void lend_default(const Column& column) {
    if (is_lent_a_default(column, engine_)) lent_.push_back(column.name);
  }

  bool is_there(const Column& column) const {
    return before_.columns.find(column.name) && !replaced_.contains(column.name);
  }

  bool nothing_stays_behind(std::size_t at) const {
    for (auto next = at + 1; next < after_.columns.size(); ++next)
      if (is_there(after_.columns[next]) || same_letters(after_.columns[next])) return false;
    return true;
  }

  // Positions in the wanted table.
  std::set<std::size_t> columns_that_stay_put() const {
    std::vector<std::size_t> positions;
    for (const auto& column : before_.columns)
      if (const auto at = after_.columns.position(column.name);
          at < after_.columns.size() && !replaced_.contains(column.name))
        positions.push_back(at);
    return longest_rising(positions);
  }

  // --- the table itself ---

  void options() {
    for (const auto& [key, value] : after_.attributes)
      if (is_option(key) && attribute(before_.attributes, key) != value)
        add(option_clause(key, value, engine_), algorithm_of_option(key));
    for (const auto& [key, value] : before_.attributes)
      if (is_option(key) && !after_.attributes.contains(key) && !is_about_letters(key))
        add(option_left_out(key, engine_), algorithm_of_option(key));
    if (says_letters(before_) && !says_letters(after_)) add("DEFAULT CHARACTER SET=DEFAULT", Algorithm::copy);
    if (before_.comment != after_.comment)
      add("COMMENT=" + literal(after_.comment.value_or("")), changing_metadata(engine_));
  }

  static bool is_about_letters(const std::string& key) { return key == "collate" || key == "charset"; }
  // Where it does not, the table has those of its database.
  static bool says_letters(const Table& table) {
    return table.attributes.contains("collate") || table.attributes.contains("charset");
  }

  static bool is_option(const std::string& key) {
    return key != "partition_by" && key != "system_versioning" && key != "system_period" && key != "period";
  }

  Algorithm algorithm_of_option(const std::string& key) const {
    if (key.starts_with("stats_")) return is_mariadb(engine_) ? Algorithm::inplace : Algorithm::rebuild;
    return key == "row_format" ? Algorithm::rebuild : Algorithm::copy;
  }

  void versioning() {
    const auto had_period = attribute(before_.attributes, "system_period"),
               has_period = attribute(after_.attributes, "system_period");
    if (had_period.empty() && !has_period.empty())
      add(fmt::format("ADD PERIOD FOR SYSTEM_TIME ({})", quoted_names(has_period)), Algorithm::copy);
    const bool had = before_.attributes.contains("system_versioning"),
               has = after_.attributes.contains("system_versioning");
    if (!had && has) add("ADD SYSTEM VERSIONING", Algorithm::copy);
    if (had && !has) add("DROP SYSTEM VERSIONING", Algorithm::copy);
    if (!had_period.empty() && has_period.empty()) add("DROP PERIOD FOR SYSTEM_TIME", Algorithm::copy);
    const auto had_own = attribute(before_.attributes, "period"), has_own = attribute(after_.attributes, "period");
    if (!had_own.empty() && had_own != has_own)
      add("DROP PERIOD FOR " + without_columns(quoted_names(had_own)), Algorithm::copy);
    if (!has_own.empty() && had_own != has_own) add("ADD PERIOD FOR " + quoted_names(has_own), Algorithm::copy);
  }

  // "`p` (`a`, `b`)" → "`p`"
  static std::string without_columns(const std::string& period) {
    return std::string(sql_tokens(period, lexis).front().text(period));
  }

  std::string partitioning() {
    const auto had = attribute(before_.attributes, "partition_by"), has = attribute(after_.attributes, "partition_by");
    if (had == has) return {};
    if (!has.empty()) (void)partitioning_clause(has);
    if (const auto changes = partition_changes(before_.attributes, after_.attributes)) {
      for (const auto& change : *changes) {
        auto sql = fmt::format("ALTER TABLE {} {}", quote(after_.name), change.clause);
        apart_.push_back(change.copies ? altering(std::move(sql), after_.name, Algorithm::copy, false)
                                       : on_table(std::move(sql), after_.name));
      }
      return {};
    }
    return has.empty() ? "REMOVE PARTITIONING" : partitioning_clause(has);
  }

  const Table& before_;
  const Table& after_;
  const Engine& engine_;
  std::vector<std::string> clauses_;
  std::vector<Statement> apart_;
  std::vector<std::string> lent_;  // columns whose default is to be taken back
  Alterations changes_;
  bool leaves_block_size_ = false;
  std::set<std::string> replaced_, kept_, rename_targets_, switched_, settled_;
};

}  // namespace

static void append(std::vector<Statement>& to, std::vector<Statement> more) {
  std::ranges::move(more, std::back_inserter(to));
}

std::vector<Statement> alter_table(const Table& before, const Table& after, const Engine& engine) {
  if (const auto unfilled = with_unfilled_columns(before, after, engine)) {
    auto out = Alteration(before, *unfilled, engine).run();
    append(out, filling(before, *unfilled, after));
    append(out, alter_table(*unfilled, after, engine));
    return out;
  }
  const auto between = without_what_computes_from_dropped(before, after, engine);
  if (!between) return Alteration(before, after, engine).run();
  auto out = Alteration(before, *between, engine).run();
  append(out, Alteration(*between, after, engine).run());
  return out;
}

}  // namespace schemac::mysql
