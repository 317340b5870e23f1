#include "rules/held_rows.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"
#include "base/sql_tokens.h"
#include "rules/equality.h"

namespace schemac {
namespace {

std::string attribute(const Attributes& attributes, std::string_view key) {
  const auto at = attributes.find(std::string(key));
  return at == attributes.end() ? std::string() : at->second;
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

// --- unique keys

// One value of a unique key. Of `a(10)` MySQL compares ten characters, or bytes; 0: all of them.
struct UniqueValue {
  std::string column;                   // or an expression
  std::vector<Equality> equality = {};  // the column's, or those of the columns that the expression names
  std::string operator_class = {};
  std::size_t length = 0;
};

// A PRIMARY KEY, a UNIQUE, or a unique index.
struct UniqueKey {
  std::vector<UniqueValue> values = {};
  const Expression* where = nullptr;
  bool nulls_not_distinct = false;
  std::string period = {};  // WITHOUT OVERLAPS
  bool deferrable = false;  // ON CONFLICT takes none that is
};

// A table, and the schema that says what its collations and domains are.
struct Holder {
  const Table& table;
  const Schema& schema;
};

std::vector<Equality> equality(const Holder& holder, const std::vector<std::string>& columns,
                               const std::string& collation) {
  std::vector<Equality> out;
  for (const auto& name : columns)
    if (const auto* column = holder.table.columns.find(name))
      out.push_back(equality_of(holder.schema, holder.table, *column, collation == "-" ? std::string() : collation));
  return out;
}

void add_lengths(UniqueKey& key, const Attributes& attributes) {
  const auto lengths = words(attribute(attributes, "lengths"));
  for (std::size_t i = 0; i < lengths.size() && i < key.values.size(); ++i)
    std::from_chars(lengths[i].data(), lengths[i].data() + lengths[i].size(), key.values[i].length);
}

UniqueKey unique_key(const Constraint& constraint, const Holder& holder) {
  const auto& body = std::get<Key>(constraint.body);
  const auto& columns = body.columns;
  const auto& attributes = constraint.attributes;
  UniqueKey key{.nulls_not_distinct = body.nulls_not_distinct || body.primary,
                .period = attribute(attributes, "period") + attribute(attributes, "without_overlaps"),
                .deferrable = constraint.deferrable};
  const auto collations = words(attribute(attributes, "collations"));
  for (std::size_t i = 0; i < columns.size(); ++i)
    key.values.push_back(
        {columns[i], equality(holder, {columns[i]}, i < collations.size() ? collations[i] : std::string())});
  add_lengths(key, attributes);
  return key;
}

UniqueKey unique_key(const Index& index, const Holder& holder) {
  UniqueKey key{.where = index.where ? &*index.where : nullptr, .nulls_not_distinct = index.nulls_not_distinct};
  for (const auto& value : index.keys)
    key.values.push_back({value.expression ? value.expression->sql : value.column,
                          equality(holder, value.expression ? value.expression->columns : std::vector{value.column},
                                   value.collation.value_or("")),
                          value.operator_class.value_or("")});
  add_lengths(key, index.attributes);
  return key;
}

bool can_be_null(const UniqueKey& key, const Table& table) {
  return !std::all_of(key.values.begin(), key.values.end(), [&](const UniqueValue& value) {
    const auto* column = table.columns.find(value.column);
    return column && column->not_null;
  });
}

// Two values that `wide` takes for different are different to `narrow`.
bool tells_no_more_apart(const UniqueValue& narrow, const UniqueValue& wide) {
  const bool shorter = narrow.length != 0 && (wide.length == 0 || narrow.length <= wide.length);
  const bool same_equality =
      std::ranges::equal(narrow.equality, wide.equality,
                         [](const Equality& now, const Equality& before) { return !may_tell_more_apart(now, before); });
  return narrow.column == wide.column && same_equality && narrow.operator_class == wide.operator_class &&
         (shorter || narrow.length == wide.length);
}

// Rows that differ by `narrow`, which is a key of `table`, differ by `wide`.
bool holds_all_of(const UniqueKey& narrow, const UniqueKey& wide, const Table& table, const Spelling& spelling) {
  if (narrow.period != wide.period || (narrow.deferrable && !wide.deferrable)) return false;
  if (wide.nulls_not_distinct && !narrow.nulls_not_distinct && can_be_null(narrow, table)) return false;
  if (narrow.where && !(wide.where && implies(wide.where->sql, narrow.where->sql, spelling))) return false;
  return std::all_of(narrow.values.begin(), narrow.values.end(), [&](const UniqueValue& value) {
    return std::any_of(wide.values.begin(), wide.values.end(),
                       [&](const UniqueValue& other) { return tells_no_more_apart(value, other); });
  });
}

// By any key of the table. A primary key that becomes UNIQUE has lost NOT NULL, which is the column's affair.
bool is_held(UniqueKey key, const Holder& holder, const Spelling& spelling, bool primary = false) {
  if (primary) key.nulls_not_distinct = false;
  const auto& table = holder.table;
  return std::any_of(table.constraints.begin(), table.constraints.end(),
                     [&](const Constraint& constraint) {
                       return std::holds_alternative<Key>(constraint.body) &&
                              holds_all_of(unique_key(constraint, holder), key, table, spelling);
                     }) ||
         std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
           return index.unique && index.valid && holds_all_of(unique_key(index, holder), key, table, spelling);
         });
}

// --- checks and foreign keys

bool is_enforced(const Constraint& constraint) { return attribute(constraint.attributes, "enforced") != "false"; }

// What is said of old rows, and of new ones.
bool holds_as_much(const Constraint& now, const Constraint& before) {
  return (is_enforced(now) || !is_enforced(before)) && (now.validated || !before.validated);
}

// Several checks together may say what one said.
bool is_held(const Check& check, const Constraint& constraint, const Table& table, const Spelling& spelling) {
  std::string all;
  for (const auto& other : table.constraints) {
    const auto* now = std::get_if<Check>(&other.body);
    if (!now || !holds_as_much(other, constraint) || (now->no_inherit && !check.no_inherit)) continue;
    if (implies(now->expression.sql, check.expression.sql, spelling)) return true;
    all += fmt::format("{}({})", all.empty() ? "" : " AND ", now->expression.sql);
  }
  return !all.empty() && implies(all, check.expression.sql, spelling);
}

// The columns of a foreign key, each with the one that it refers to, in no order.
std::vector<std::pair<std::string, std::string>> column_pairs(const ForeignKey& key) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t i = 0; i < key.columns.size(); ++i)
    pairs.emplace_back(key.columns[i], i < key.referenced_columns.size() ? key.referenced_columns[i] : std::string());
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

bool is_held(const ForeignKey& key, const Constraint& constraint, const Table& table) {
  return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& other) {
    const auto* now = std::get_if<ForeignKey>(&other.body);
    return now && now->references == key.references && column_pairs(*now) == column_pairs(key) &&
           (now->match_full || !key.match_full) && holds_as_much(other, constraint);
  });
}

bool is_held(const Exclusion& exclusion, const Table& table) {
  return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& other) {
    const auto* now = std::get_if<Exclusion>(&other.body);
    return now && *now == exclusion;
  });
}

// Something is called that, or stands on the same columns: it is there, and says less.
bool has_successor(const Constraint& constraint, const Table& table) {
  const auto uses = used_columns(constraint);
  return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& other) {
    if (other.body.index() != constraint.body.index() || !is_enforced(other)) return false;
    return (constraint.name.stated && other.name.text == constraint.name.text) || used_columns(other) == uses;
  });
}

// The loss of a column's values has been asked for; a computed column has none.
bool goes_with_its_columns(const std::vector<std::string>& columns, const Pair<const Table*>& tables) {
  return std::any_of(columns.begin(), columns.end(), [&](const std::string& name) {
    const auto* had = tables.from->columns.find(name);
    return had && !had->generated && !tables.to->columns.find(name);
  });
}

// --- what a constraint does by itself

// How much is gone with the row that others refer to: nothing, what they say of it, the whole rows.
int severity(ReferentialAction action) {
  switch (action) {
    case ReferentialAction::no_action:
    case ReferentialAction::restrict_: return 0;
    case ReferentialAction::set_null:
    case ReferentialAction::set_default: return 1;
    case ReferentialAction::cascade: return 2;
  }
  return 2;
}

bool is_on_new_columns(const ForeignKey& key, const Table& before) {
  return !std::all_of(key.columns.begin(), key.columns.end(),
                      [&](const auto& name) { return before.columns.find(name) != nullptr; });
}

bool sets_other_columns(const ForeignKey& now, const ForeignKey& before) {
  const auto set = [](const ForeignKey& key) {
    return key.on_delete_columns.empty() ? key.columns : key.on_delete_columns;
  };
  const auto had = set(before);
  const auto sets = set(now);
  return severity(now.on_delete) == 1 && !std::all_of(sets.begin(), sets.end(), [&](const auto& name) {
           return std::find(had.begin(), had.end(), name) != had.end();
         });
}

void add_actions(const ForeignKey& key, const QualifiedName& name, const Table& before, Losses& losses) {
  int deleted = 0, updated = 0;
  bool sets_more = false;
  for (const auto& other : before.constraints) {
    const auto* had = std::get_if<ForeignKey>(&other.body);
    if (!had || had->columns != key.columns || had->references != key.references) continue;
    deleted = std::max(deleted, severity(had->on_delete));
    if (had->on_update != ReferentialAction::cascade) updated = std::max(updated, severity(had->on_update));
    sets_more = sets_more || sets_other_columns(key, *had);
  }
  const auto parent = display(key.references);
  if (severity(key.on_delete) > deleted || (sets_more && severity(key.on_delete) == deleted))
    losses.push_back(
        {"add-cascade",
         key.on_delete == ReferentialAction::cascade
             ? fmt::format("deleting a row of {1} now deletes the rows of {0} that reference it", display(name), parent)
             : fmt::format("rows of {} lose what they hold in ({}) with the row of {} that they refer to: {}",
                           display(name),
                           fmt::join(key.on_delete_columns.empty() ? key.columns : key.on_delete_columns, ", "), parent,
                           sql_name(key.on_delete))});
  // ON UPDATE CASCADE keeps what refers to what
  if (key.on_update != ReferentialAction::cascade && severity(key.on_update) > updated)
    losses.push_back(
        {"add-cascade", fmt::format("rows of {} lose what they hold in ({}) when the key in {} changes: {}",
                                    display(name), fmt::join(key.columns, ", "), parent, sql_name(key.on_update))});
}

std::optional<std::string> effect_on_conflict(std::string_view clause) {
  if (equal_ignoring_case(clause, "replace")) return "deletes rows that are in the way of a new one";
  if (equal_ignoring_case(clause, "ignore")) return "leaves out rows that are against it, without an error";
  return std::nullopt;
}

}  // namespace

std::optional<Loss> looser_rows(const Constraint& constraint, const Pair<const Table*>& tables,
                                const Pair<const Schema*>& schemas, const Spelling& spelling) {
  const auto& wanted = *tables.to;
  if (goes_with_its_columns(used_columns(constraint), tables)) return std::nullopt;
  const bool is_looser = has_successor(constraint, wanted);
  const auto lost = [&](std::string_view rule) {
    return Loss{rule, fmt::format("{1} no longer constrains {0}{2}", display(wanted.name), constraint_label(constraint),
                                  is_looser ? " (its replacement may allow more rows)" : "")};
  };
  return std::visit(Overloaded{
                        [&](const Key& key) -> std::optional<Loss> {
                          if (is_held(unique_key(constraint, {*tables.from, *schemas.from}), {wanted, *schemas.to},
                                      spelling, key.primary))
                            return std::nullopt;
                          return lost("drop-unique");
                        },
                        [&](const Check& check) -> std::optional<Loss> {
                          if (!is_enforced(constraint) || is_held(check, constraint, wanted, spelling))
                            return std::nullopt;
                          return lost(is_looser ? "widen-check" : "drop-check");
                        },
                        [&](const ForeignKey& key) -> std::optional<Loss> {
                          if (!is_enforced(constraint) || is_held(key, constraint, wanted)) return std::nullopt;
                          return lost("drop-foreign-key");
                        },
                        [&](const Exclusion& exclusion) -> std::optional<Loss> {
                          if (is_held(exclusion, wanted)) return std::nullopt;
                          return lost("drop-unique");
                        },
                    },
                    constraint.body);
}

std::optional<Loss> looser_rows(const Index& index, const Pair<const Table*>& tables,
                                const Pair<const Schema*>& schemas, const Spelling& spelling) {
  const auto& wanted = *tables.to;
  if (!index.unique || !index.valid || goes_with_its_columns(used_columns(index), tables) ||
      is_held(unique_key(index, {*tables.from, *schemas.from}), {wanted, *schemas.to}, spelling))
    return std::nullopt;
  const bool is_looser = std::any_of(wanted.indexes.begin(), wanted.indexes.end(),
                                     [&](const Index& now) { return now.name.text == index.name.text; });
  return Loss{"drop-unique", fmt::format("unique index {1} no longer constrains {0}{2}", display(wanted.name),
                                         index.name.text, is_looser ? " (its replacement allows more rows)" : "")};
}

Losses new_effects_on_rows(const Constraint& constraint, const Pair<const Table*>& tables) {
  Losses losses;
  const auto& [before, after] = tables;
  if (const auto* key = std::get_if<ForeignKey>(&constraint.body); key && !is_on_new_columns(*key, *before))
    add_actions(*key, after->name, *before, losses);
  const auto clause = attribute(constraint.attributes, "on_conflict");
  const auto effect = effect_on_conflict(clause);
  const bool had_it = std::any_of(before->constraints.begin(), before->constraints.end(), [&](const Constraint& had) {
    return had.body == constraint.body && attribute(had.attributes, "on_conflict") == clause;
  });
  if (effect && !had_it)
    losses.push_back(
        {"swallow-rows", fmt::format("{} of {} {}", constraint_label(constraint), display(after->name), *effect)});
  return losses;
}

Losses new_effects_on_rows(const Column& column, const Pair<const Table*>& tables) {
  const auto clause = attribute(column.attributes, "not_null_on_conflict");
  const auto* had = tables.from->columns.find(column.name);
  if (!had || attribute(had->attributes, "not_null_on_conflict") == clause) return {};
  const auto name = fmt::format("{}.{}", display(tables.to->name), column.name);
  if (equal_ignoring_case(clause, "replace"))
    return {{"swallow-rows", fmt::format("{} takes its default for NULL, without an error", name)}};
  if (equal_ignoring_case(clause, "ignore"))
    return {{"swallow-rows", fmt::format("rows with NULL in {} are left out, without an error", name)}};
  return {};
}

}  // namespace schemac
