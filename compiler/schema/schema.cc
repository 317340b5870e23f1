#include "schema/schema.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/diagnostic.h"
#include "base/overloaded.h"

namespace schemac {
namespace {

void append_unique(std::vector<std::string>& out, const std::vector<std::string>& more) {
  for (const auto& name : more)
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
}

}  // namespace

std::string display(const Type& type) {
  std::string out = type.user_type ? display(*type.user_type) : type.name;
  if (!type.arguments.empty()) {
    const auto list = fmt::format("({})", fmt::join(type.arguments, ","));
    // `timestamp(3) without time zone`: the arguments belong behind the first word
    const auto zone = out.find(" with");
    out.insert(zone == std::string::npos ? out.size() : zone, list);
  }
  return type.array ? out + "[]" : out;
}

std::string constraint_label(const Constraint& constraint) {
  if (!constraint.name.text.empty()) return constraint.name.text;
  return std::visit(Overloaded{
                        [](const Key& key) {
                          return fmt::format("{} ({})", key.primary ? "primary key" : "unique",
                                             fmt::join(key.columns, ", "));
                        },
                        [](const Check& check) { return fmt::format("check ({})", check.expression.sql); },
                        [](const ForeignKey& key) {
                          return fmt::format("foreign key ({}) references {} ({})", fmt::join(key.columns, ", "),
                                             display(key.references), fmt::join(key.referenced_columns, ", "));
                        },
                        [](const Exclusion& exclusion) { return fmt::format("exclude {}", exclusion.definition.sql); },
                    },
                    constraint.body);
}

const Key* primary_key(const Table& table) {
  for (const auto& constraint : table.constraints)
    if (const auto* key = std::get_if<Key>(&constraint.body); key && key->primary) return key;
  return nullptr;
}

std::vector<std::string> used_columns(const Constraint& constraint) {
  return std::visit(Overloaded{
                        [](const Key& key) {
                          auto columns = key.columns;
                          append_unique(columns, key.include);
                          return columns;
                        },
                        [](const Check& check) { return check.expression.columns; },
                        [](const ForeignKey& key) { return key.columns; },
                        [](const Exclusion& exclusion) { return exclusion.definition.columns; },
                    },
                    constraint.body);
}

std::vector<std::string> used_columns(const Index& index) {
  std::vector<std::string> columns;
  for (const auto& key : index.keys) {
    if (key.expression)
      append_unique(columns, key.expression->columns);
    else
      append_unique(columns, {key.column});
  }
  append_unique(columns, index.include);
  if (index.where) append_unique(columns, index.where->columns);
  return columns;
}

std::vector<std::vector<std::string>> unique_column_sets(const Table& table) {
  std::vector<std::vector<std::string>> sets;
  for (const auto& constraint : table.constraints)
    if (const auto* key = std::get_if<Key>(&constraint.body)) sets.push_back(key->columns);
  for (const auto& index : table.indexes) {
    const bool plain = std::none_of(index.keys.begin(), index.keys.end(),
                                    [](const IndexKey& key) { return key.expression.has_value(); });
    if (!index.unique || index.where || !plain) continue;
    std::vector<std::string> columns;
    for (const auto& key : index.keys) columns.push_back(key.column);
    sets.push_back(std::move(columns));
  }
  return sets;
}

std::string_view kind_name(const Constraint& constraint) {
  return std::visit(Overloaded{
                        [](const Key& key) -> std::string_view { return key.primary ? "primary key" : "unique"; },
                        [](const Check&) -> std::string_view { return "check"; },
                        [](const ForeignKey&) -> std::string_view { return "foreign key"; },
                        [](const Exclusion&) -> std::string_view { return "exclude"; },
                    },
                    constraint.body);
}

std::string_view sql_name(ReferentialAction action) {
  switch (action) {
    case ReferentialAction::no_action: return "NO ACTION";
    case ReferentialAction::restrict_: return "RESTRICT";
    case ReferentialAction::cascade: return "CASCADE";
    case ReferentialAction::set_null: return "SET NULL";
    case ReferentialAction::set_default: return "SET DEFAULT";
  }
  broken_invariant("referential action has a name");
}

}  // namespace schemac
