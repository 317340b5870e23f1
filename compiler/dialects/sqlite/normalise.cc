#include "dialects/sqlite/normalise.h"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"
#include "dialects/sqlite/expressions.h"
#include "dialects/sqlite/names.h"
#include "dialects/sqlite/sql_objects.h"
#include "dialects/sqlite/types.h"
#include "dialects/sqlite/view_sizes.h"

namespace schemac::sqlite {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

// BINARY is what a column has when nothing is said.
void canonical_collation(Rare<std::string>& collation) {
  if (!collation) return;
  const auto name = upper(*collation);
  if (name == "NOCASE" || name == "RTRIM") collation = name;
  if (name == "BINARY") collation.reset();
}

void canonical_flag(Attributes& attributes, const std::string& key) {
  const auto at = attributes.find(key);
  if (at == attributes.end()) return;
  const auto value = lower(at->second);
  if (value == "false" || value == "off" || value == "0" || value == "no")
    attributes.erase(at);
  else
    at->second = "true";
}

void canonical_conflict(Attributes& attributes, const std::string& key) {
  const auto at = attributes.find(key);
  if (at == attributes.end()) return;
  at->second = upper(at->second);
  if (at->second == "ABORT") attributes.erase(at);  // the default
}

class Normaliser {
 public:
  explicit Normaliser(Schema& schema) : schema_(schema) {}

  Diagnostics run() {
    refuse_what_the_engine_lacks();
    unify_names();
    std::vector<QualifiedName> names;
    for (const auto& [name, table] : schema_.tables) {
      names.push_back(name);
      taken_.insert(lower(name.name));
      for (const auto& index : table->indexes)
        if (index.name.stated) taken_.insert(lower(index.name.text));
    }
    for (const auto& name : names) schema_.tables.change(name, [&](Table& table) { columns_of(table); });
    for (const auto& name : names) schema_.tables.change(name, [&](Table& table) { rest_of(table); });
    for (auto& problem : whole_statements(schema_)) found_.push_back(std::move(problem));
    if (comments_ > 0)
      found_.push_back(
          warning_at("no-comments",
                     fmt::format("found {} comment{}, expected none: SQLite does not store comments; they are ignored",
                                 comments_, comments_ == 1 ? "" : "s")));
    return std::move(found_);
  }

 private:
  void error(std::string code, std::string message) { found_.push_back(error_at(std::move(code), std::move(message))); }
  void drop_comment(Rare<std::string>& comment) {
    if (comment) ++comments_;
    comment.reset();
  }

  void refuse_what_the_engine_lacks() {
    for (const auto& [name, space] : schema_.namespaces)
      error("no-schemas", fmt::format("found schema `{}`: SQLite has no schemas", name));
    for (const auto& [name, type] : schema_.enums)
      error("no-enums",
            fmt::format("found enum `{}`: SQLite has no enum types; use `text` and a check of the allowed values",
                        name.name));
    for (const auto& [name, sequence] : schema_.sequences)
      error("no-sequences", fmt::format("found sequence `{}`: SQLite has no sequences", name.name));
    schema_.namespaces = {};
  }

  // `Users` and `users` are one table to SQLite.
  void unify_names() {
    std::map<std::string, QualifiedName> seen;
    for (const auto& [name, table] : schema_.tables) {
      if (!name.schema.empty())
        error("no-schemas", fmt::format("found table `{}.{}`: SQLite has no schemas", name.schema, name.name));
      const auto [at, fresh] = seen.emplace(lower(name.name), name);
      if (!fresh)
        error("duplicate-table", fmt::format("found tables `{}` and `{}`: names in SQLite are case-insensitive",
                                             at->second.name, name.name));
    }
  }

  void columns_of(Table& table) {
    drop_comment(table.comment);
    canonical_flag(table.attributes, "strict");
    canonical_flag(table.attributes, "without_rowid");
    std::set<std::string> seen;
    for (auto& column : table.columns) {
      if (!seen.insert(lower(column.name)).second)
        error("duplicate-column", fmt::format("found column `{}.{}` twice: names in SQLite are case-insensitive",
                                              table.name.name, column.name));
      column_of(table, column);
    }
  }

  void column_of(const Table& table, Column& column) {
    drop_comment(column.comment);
    column.type.portable = portable_type(column.type);
    canonical_collation(column.collation);
    canonical_conflict(column.attributes, "not_null_on_conflict");
    if (column.default_value) column.default_value = Expression{.sql = canonical_default(column.default_value->sql)};
    if (column.default_value && is_null_literal(column.default_value->sql)) column.default_value.reset();
    if (column.generated) column.generated->expression = canonical(column.generated->expression, table);
    if (column.identity) column.identity = Identity{.kind = IdentityKind::autoincrement};
    if (table.attributes.contains("strict") && !is_strict_type(column.type))
      error("unknown-type",
            fmt::format("found type `{}` of `{}.{}`: a STRICT table has INT, INTEGER, REAL, TEXT, BLOB and ANY",
                        type_short(column.type), table.name.name, column.name));
  }

  void rest_of(Table& table) {
    for (auto& constraint : table.constraints) constraint_of(table, constraint);
    drop_twins(table);
    for (auto& column : table.columns) column.not_null = column.not_null || is_implied_not_null(table, column);
    check_autoincrement(table);
    for (auto& index : table.indexes) index_of(table, index);
    std::sort(table.constraints.begin(), table.constraints.end(),
              [](const Constraint& a, const Constraint& b) { return order_of(a) < order_of(b); });
    std::sort(table.indexes.begin(), table.indexes.end(),
              [](const Index& a, const Index& b) { return a.name.text < b.name.text; });
  }

  static std::tuple<int, std::string, std::string> order_of(const Constraint& constraint) {
    const int kind = std::visit(Overloaded{
                                    [](const Key& key) { return key.primary ? 0 : 1; },
                                    [](const Check&) { return 2; },
                                    [](const ForeignKey&) { return 3; },
                                    [](const Exclusion&) { return 4; },
                                },
                                constraint.body);
    auto unnamed = constraint;
    unnamed.name = {};
    return {kind, constraint.name.text, lower(constraint_label(unnamed))};
  }

  void constraint_of(const Table& table, Constraint& constraint) {
    drop_comment(constraint.comment);
    if (!constraint.name.stated) constraint.name.text.clear();
    constraint.validated = true;  // SQLite has no NOT VALID; what a file asks for is what the engine always gives
    canonical_conflict(constraint.attributes, "on_conflict");
    std::visit(Overloaded{
                   [&](Key& key) { key_of(table, constraint, key); },
                   [&](Check& check) { check.expression = canonical(check.expression, table); },
                   [&](ForeignKey& key) { foreign_key_of(table, constraint, key); },
                   [&](Exclusion&) {
                     error("no-exclusion",
                           fmt::format("found an exclusion constraint on `{}`: SQLite has none", table.name.name));
                   },
               },
               constraint.body);
  }

  void key_of(const Table& table, Constraint& constraint, Key& key) {
    for (auto& column : key.columns) column = spelling_of_column(table, column);
    if (!key.include.empty())
      error("no-include", fmt::format("found INCLUDE in a key of `{}`: SQLite has none", table.name.name));
    if (key.nulls_not_distinct)
      error("no-nulls-not-distinct",
            fmt::format("found NULLS NOT DISTINCT in a key of `{}`: SQLite has none", table.name.name));
    if (constraint.attributes.contains("collations")) key_collations(table, constraint, key);
    if (!constraint.attributes.contains("inline")) {
      // the rowid's alias has no order, and ascending is what a key has when nothing is said
      const auto* only = key.columns.size() == 1 ? table.columns.find(key.columns[0]) : nullptr;
      const bool alias =
          key.primary && only && is_integer_word(only->type) && !table.attributes.contains("without_rowid");
      const auto order = constraint.attributes.find("order");
      if (order != constraint.attributes.end() && (alias || order->second.find("desc") == std::string::npos))
        constraint.attributes.erase(order);
    } else if (!key.primary || !is_integer_type(table, key)) {
      constraint.attributes.erase("inline");
    }
  }

  static bool is_integer_type(const Table& table, const Key& key) {
    const auto* only = key.columns.size() == 1 ? table.columns.find(key.columns[0]) : nullptr;
    return only && is_integer_word(only->type);
  }

  // Only what differs from the column's own collation is worth a word.
  static void key_collations(const Table& table, Constraint& constraint, const Key& key) {
    auto& words = constraint.attributes["collations"];
    std::vector<std::string> out;
    std::size_t at = 0;
    for (const auto& name : key.columns) {
      const auto end = std::min(words.find(' ', at), words.size());
      std::optional<std::string> collation = at < end ? words.substr(at, end - at) : "-";
      at = std::min(end + 1, words.size());
      const auto* column = table.columns.find(name);
      const auto own = column && column->collation ? *column->collation : "BINARY";
      const auto upper_case = upper(*collation);
      if (upper_case == "NOCASE" || upper_case == "RTRIM" || upper_case == "BINARY") collation = upper_case;
      out.push_back(*collation == own ? "-" : *collation);
    }
    words = fmt::format("{}", fmt::join(out, " "));
    if (words.find_first_not_of("- ") == std::string::npos) constraint.attributes.erase("collations");
  }

  void foreign_key_of(const Table& table, Constraint& constraint, ForeignKey& key) {
    for (auto& column : key.columns) column = spelling_of_column(table, column);
    if (!key.references.schema.empty())
      error("no-schemas", fmt::format("found a reference to `{}.{}`: SQLite has no schemas", key.references.schema,
                                      key.references.name));
    key.references = spelling_of_table(schema_, key.references);
    if (!key.on_delete_columns.empty())
      error("no-set-columns", fmt::format("found SET NULL with columns on `{}`: SQLite has none", table.name.name));
    if (const auto match = constraint.attributes.find("match"); match != constraint.attributes.end())
      match->second = upper(match->second);
    const bool self = key.references == table.name;
    const auto* parent = self ? &table : schema_.tables.find(key.references);
    if (!parent) return;
    for (auto& column : key.referenced_columns) column = spelling_of_column(*parent, column);
    const auto* primary = primary_key(*parent);
    if (key.referenced_columns.empty() && primary) {
      key.referenced_columns = primary->columns;
      for (auto& column : key.referenced_columns) column = spelling_of_column(*parent, column);
    }
  }

  // UNIQUE said twice is one constraint.
  static void drop_twins(Table& table) {
    std::vector<Constraint> kept;
    for (auto& constraint : table.constraints)
      if (std::find(kept.begin(), kept.end(), constraint) == kept.end()) kept.push_back(std::move(constraint));
    table.constraints = std::move(kept);
  }

  void check_autoincrement(const Table& table) {
    const auto* primary = primary_key(table);
    for (const auto& column : table.columns) {
      if (!column.identity) continue;
      const bool fits = primary && primary->columns == std::vector<std::string>{column.name} &&
                        is_integer_word(column.type) && !table.attributes.contains("without_rowid");
      if (!fits)
        error("no-identity", fmt::format("found identity on `{}.{}`: SQLite has AUTOINCREMENT only on a column of type "
                                         "`integer` that is the primary "
                                         "key of a table with a rowid",
                                         table.name.name, column.name));
    }
  }

  void index_of(const Table& table, Index& index) {
    drop_comment(index.comment);
    if (index.method != "btree")
      error("no-index-method",
            fmt::format("found index method `{}` on `{}`: SQLite has btree alone", index.method, table.name.name));
    if (!index.include.empty())
      error("no-include", fmt::format("found INCLUDE in an index of `{}`: SQLite has none", table.name.name));
    if (index.nulls_not_distinct)
      error("no-nulls-not-distinct",
            fmt::format("found NULLS NOT DISTINCT in an index of `{}`: SQLite has none", table.name.name));
    for (auto& key : index.keys) index_key_of(table, key);
    if (index.where) index.where = canonical(*index.where, table);
    if (index.name.text.empty()) index.name = {generated_name(table, index), false};
  }

  void index_key_of(const Table& table, IndexKey& key) {
    if (key.expression) {
      key.expression = canonical(*key.expression, table);
      make_plain(table, key);
    } else {
      key.column = spelling_of_column(table, key.column);
    }
    canonical_collation_of_key(table, key);
    if (key.operator_class)
      error("no-operator-class",
            fmt::format("found operator class `{}` on `{}`: SQLite has none", *key.operator_class, table.name.name));
    // NULLs are the smallest values there, and an index cannot say otherwise
    if (key.nulls_first && *key.nulls_first == key.descending)
      error("no-nulls-order",
            fmt::format("found NULLS {} in an index of `{}`: SQLite sorts NULLs as the smallest values",
                        *key.nulls_first ? "FIRST" : "LAST", table.name.name));
    key.nulls_first.reset();
  }

  // `(name)` is the column itself
  static void make_plain(const Table& table, IndexKey& key) {
    if (key.expression->columns.size() != 1 || key.expression->sql != quote(key.expression->columns[0])) return;
    if (!table.columns.find(key.expression->columns[0])) return;
    key.column = key.expression->columns[0];
    key.expression.reset();
  }

  static void canonical_collation_of_key(const Table& table, IndexKey& key) {
    if (!key.collation) return;
    const auto* column = key.expression ? nullptr : table.columns.find(key.column);
    const auto name = upper(*key.collation);
    if (name == "NOCASE" || name == "RTRIM" || name == "BINARY") key.collation = name;
    const auto own = column && column->collation ? *column->collation : "BINARY";
    if (!key.expression && *key.collation == own) key.collation.reset();
  }

  std::string generated_name(const Table& table, const Index& index) {
    auto name = table.name.name;
    for (const auto& key : index.keys) name += "_" + (key.expression ? "expr" : key.column);
    name += "_idx";
    auto out = name;
    for (int number = 1; !taken_.insert(lower(out)).second; ++number) out = name + std::to_string(number);
    return out;
  }

  Schema& schema_;
  Diagnostics found_;
  int comments_ = 0;
  std::set<std::string> taken_;
};

}  // namespace

Diagnostics normalise(Schema& schema) {
  std::vector<ViewText> views;
  for (const auto& [key, object] : schema.sql_objects)
    if (key.kind == "view") views.push_back({key.name.name, object->definition});
  auto found = overgrown_views(views);
  for (auto& diagnostic : Normaliser(schema).run()) found.push_back(std::move(diagnostic));
  return found;
}

bool is_implied_not_null(const Table& table, const Column& column) {
  const auto* key = primary_key(table);
  const auto is_column = [&](const std::string& name) { return equal_ignoring_case(name, column.name); };
  if (!key || std::none_of(key->columns.begin(), key->columns.end(), is_column)) return false;
  if (table.attributes.contains("without_rowid")) return true;
  const bool is_rowid =
      key->columns.size() == 1 && equal_ignoring_case(column.type.name, "integer") && column.type.arguments.empty();
  return table.attributes.contains("strict") && !is_rowid;
}

}  // namespace schemac::sqlite
