#include "dialects/sqlite/definitions.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/diagnostic.h"
#include "base/overloaded.h"
#include "dialects/sqlite/expressions.h"
#include "dialects/sqlite/names.h"
#include "dialects/sqlite/types.h"

namespace schemac::sqlite {
namespace {

std::string attribute(const Attributes& attributes, const std::string& key) {
  const auto at = attributes.find(key);
  return at == attributes.end() ? std::string() : at->second;
}

std::string conflict(const Attributes& attributes, const std::string& key = "on_conflict") {
  const auto word = attribute(attributes, key);
  return word.empty() ? "" : " ON CONFLICT " + word;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

std::string list(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const auto& name : names) out.push_back(quote(name));
  return fmt::format("{}", fmt::join(out, ", "));
}

std::string key_columns(const Constraint& constraint, const Key& key) {
  const auto order = words_of(attribute(constraint.attributes, "order"));
  const auto collations = words_of(attribute(constraint.attributes, "collations"));
  std::vector<std::string> out;
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    auto text = quote(key.columns[i]);
    if (i < collations.size() && collations[i] != "-") text += " COLLATE " + quote(collations[i]);
    if (i < order.size() && order[i] == "desc") text += " DESC";
    out.push_back(std::move(text));
  }
  return fmt::format("{}", fmt::join(out, ", "));
}

std::string foreign_key(const Constraint& constraint, const ForeignKey& key) {
  auto out = fmt::format("FOREIGN KEY ({}) REFERENCES {}", list(key.columns), quote(key.references));
  if (!key.referenced_columns.empty()) out += fmt::format(" ({})", list(key.referenced_columns));
  if (key.on_delete != ReferentialAction::no_action) out += fmt::format(" ON DELETE {}", sql_name(key.on_delete));
  if (key.on_update != ReferentialAction::no_action) out += fmt::format(" ON UPDATE {}", sql_name(key.on_update));
  const auto match = key.match_full ? "FULL" : attribute(constraint.attributes, "match");
  if (!match.empty()) out += " MATCH " + match;
  if (constraint.deferrable)
    out += constraint.initially_deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE INITIALLY IMMEDIATE";
  return out;
}

std::string named(const ObjectName& name, std::string body) {
  return name.stated && !name.text.empty() ? fmt::format("CONSTRAINT {} {}", quote(name.text), body) : body;
}

// The key that is written beside its column: AUTOINCREMENT can stand nowhere else, and one column reads better so.
const Constraint* key_beside(const Table& table, const Column& column) {
  for (const auto& constraint : table.constraints) {
    const auto* key = std::get_if<Key>(&constraint.body);
    if (!key || !key->primary || key->columns != std::vector<std::string>{column.name} ||
        constraint.attributes.contains("collations"))
      continue;
    if (constraint.attributes.contains("order") && !constraint.attributes.contains("inline")) continue;
    return &constraint;
  }
  return nullptr;
}

bool is_beside(const Table& table, const Constraint& constraint) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const Column& column) { return key_beside(table, column) == &constraint; });
}

std::string default_clause(const Expression& value) {
  return is_literal(value.sql) ? " DEFAULT " + value.sql : fmt::format(" DEFAULT ({})", value.sql);
}

}  // namespace

std::string constraint_definition(const Constraint& constraint) {
  return named(constraint.name, std::visit(Overloaded{
                                               [&](const Key& key) {
                                                 return fmt::format("{} ({}){}", key.primary ? "PRIMARY KEY" : "UNIQUE",
                                                                    key_columns(constraint, key),
                                                                    conflict(constraint.attributes));
                                               },
                                               [&](const Check& check) {
                                                 return fmt::format("CHECK ({}){}", check.expression.sql,
                                                                    conflict(constraint.attributes));
                                               },
                                               [&](const ForeignKey& key) { return foreign_key(constraint, key); },
                                               [](const Exclusion&) -> std::string {
                                                 broken_invariant("SQLite is never asked for an exclusion constraint");
                                               },
                                           },
                                           constraint.body));
}

std::string column_definition(const Column& column, const Table* table) {
  auto out = quote(column.name);
  if (const auto type = type_sql(column.type); !type.empty()) out += " " + type;
  if (const auto* key = table ? key_beside(*table, column) : nullptr) {
    out += " " + named(key->name, "PRIMARY KEY");
    if (key->attributes.contains("inline")) out += " DESC";
    out += conflict(key->attributes);
    if (column.identity) out += " AUTOINCREMENT";
  }
  if (column.not_null) {
    const auto name = attribute(column.attributes, "not_null_constraint");
    out += " " + named({name, !name.empty()}, "NOT NULL") + conflict(column.attributes, "not_null_on_conflict");
  }
  if (column.default_value) out += default_clause(*column.default_value);
  if (column.collation) out += " COLLATE " + quote(*column.collation);
  if (column.generated)
    out += fmt::format(" GENERATED ALWAYS AS ({}) {}", column.generated->expression.sql,
                       column.generated->stored ? "STORED" : "VIRTUAL");
  return out;
}

std::string create_table_sql(const Table& table, const std::string& name) {
  std::vector<std::string> lines;
  for (const auto& column : table.columns) lines.push_back("  " + column_definition(column, &table));
  for (const auto& constraint : table.constraints)
    if (!is_beside(table, constraint)) lines.push_back("  " + constraint_definition(constraint));
  std::vector<std::string> options;
  if (table.attributes.contains("strict")) options.push_back("STRICT");
  if (table.attributes.contains("without_rowid")) options.push_back("WITHOUT ROWID");
  return fmt::format("CREATE TABLE {} (\n{}\n){}{}", quote(name), fmt::join(lines, ",\n"), options.empty() ? "" : " ",
                     fmt::join(options, ", "));
}

// `lower(name)`: COLLATE behind it is about the whole.
bool is_one_call(std::string_view sql) {
  const auto tokens = sql_tokens(sql, lexis);
  if (tokens.size() < 3 || tokens[0].kind != SqlTokenKind::word || tokens[1].text(sql) != "(") return false;
  int depth = 0;
  for (std::size_t at = 1; at + 1 < tokens.size(); ++at) {
    depth += tokens[at].text(sql) == "(" ? 1 : tokens[at].text(sql) == ")" ? -1 : 0;
    if (depth == 0) return false;
  }
  return depth == 1 && tokens.back().text(sql) == ")";
}

std::string create_index_sql(const QualifiedName& table, const Index& index) {
  std::vector<std::string> keys;
  for (const auto& key : index.keys) {
    auto text = !key.expression                                     ? quote(key.column)
                : key.collation && is_one_call(key.expression->sql) ? key.expression->sql
                                                                    : "(" + key.expression->sql + ")";
    if (key.collation) text += " COLLATE " + quote(*key.collation);
    if (key.descending) text += " DESC";
    keys.push_back(std::move(text));
  }
  auto out = fmt::format("CREATE {}INDEX {} ON {} ({})", index.unique ? "UNIQUE " : "", quote(index.name.text),
                         quote(table), fmt::join(keys, ", "));
  if (index.where) out += " WHERE " + index.where->sql;
  return out;
}

}  // namespace schemac::sqlite
