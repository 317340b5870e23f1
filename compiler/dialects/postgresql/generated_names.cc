#include "dialects/postgresql/generated_names.h"

#include <algorithm>
#include <functional>
#include <unordered_set>

#include "base/overloaded.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/normalise.h"

namespace schemac::postgresql {
namespace {

bool lacks_name(const ObjectName& name) { return name.text.empty(); }

bool lacks_names(const Table& table) {
  const auto unnamed = [](const auto& item) { return lacks_name(item.name); };
  return std::any_of(table.constraints.begin(), table.constraints.end(), unnamed) ||
         std::any_of(table.indexes.begin(), table.indexes.end(), unnamed) ||
         std::any_of(table.columns.begin(), table.columns.end(),
                     [](const Column& column) { return column.identity && lacks_name(column.identity->sequence); });
}

// The columns of an EXCLUDE, for its name: what stands before each WITH.
std::vector<std::string> excluded_columns(std::string_view sql) {
  std::vector<std::string> columns;
  const auto tokens = sql_tokens(sql, postgresql_lexis());
  std::size_t item = 0;  // where the present element begins; 0: outside of the list
  int depth = 0;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const auto text = tokens[at].text(sql);
    if (text == "(" && ++depth == 1) item = at + 1;
    if (text == ")" && --depth == 0) break;
    if (depth == 1 && text == ",") item = at + 1;
    if (depth != 1 || !equal_ignoring_case(text, "with") || at == item) continue;
    const auto first = tokens[item].text(sql);
    const bool single = item + 1 == at || tokens[item].kind == SqlTokenKind::quoted_identifier;
    columns.push_back(single
                          ? (tokens[item].kind == SqlTokenKind::word ? lower(first) : unquoted(first))
                          : expression_part(sql.substr(tokens[item].begin, tokens[at - 1].end - tokens[item].begin)));
  }
  return columns;
}

std::vector<std::string> named_parts(const Index& index) {
  std::vector<std::string> parts;
  const auto add = [&](std::string part) {
    // the engine numbers equal column names within one index
    auto name = part;
    for (int number = 1; std::find(parts.begin(), parts.end(), name) != parts.end(); ++number)
      name = part + std::to_string(number);
    parts.push_back(std::move(name));
  };
  for (const auto& key : index.keys) add(key.expression ? expression_part(key.expression->sql) : key.column);
  for (const auto& column : index.include) add(column);
  return parts;
}

class Namer {
 public:
  explicit Namer(Schema& schema) : schema_(schema) {
    for (const auto& [name, table] : schema_.tables) take(*table);
    for (const auto& [name, sequence] : schema_.sequences) relations_.insert(name);
  }

  // The engine's order: sequences, checks, keys, foreign keys; indexes are statements of their own.
  void name_all(Table& table) {
    for (auto& column : table.columns)
      if (column.identity && lacks_name(column.identity->sequence))
        column.identity->sequence = relation(table, column.name, "seq", false);
    sort_table(table);  // so that numbers do not depend on the order of declaration
    for (auto& constraint : table.constraints)
      if (lacks_name(constraint.name)) constraint.name = name_of(table, constraint);
    for (auto& index : table.indexes)
      if (lacks_name(index.name)) index.name = relation(table, columns_part(named_parts(index)), "idx", false);
  }

 private:
  void take(const Table& table) {
    const auto& schema = table.name.schema;
    relations_.insert(table.name);
    for (const auto& column : table.columns)
      if (column.identity) relations_.insert({schema, column.identity->sequence.text});
    for (const auto& index : table.indexes) relations_.insert({schema, index.name.text});
    for (const auto& constraint : table.constraints) {
      constraints_.insert({schema, constraint.name.text});
      if (std::holds_alternative<Key>(constraint.body) || std::holds_alternative<Exclusion>(constraint.body))
        relations_.insert({schema, constraint.name.text});
    }
  }

  ObjectName relation(const Table& table, const std::string& part, std::string_view label, bool constraint) {
    const auto& schema = table.name.schema;
    auto name = free_name(table.name.name, part, label, [&](const std::string& text) {
      return relations_.contains({schema, text}) || (constraint && constraints_.contains({schema, text}));
    });
    relations_.insert({schema, name});
    if (constraint) constraints_.insert({schema, name});
    return {std::move(name), false};
  }

  ObjectName constraint(const Table& table, const std::string& part, std::string_view label) {
    auto name = free_name(table.name.name, part, label, [&](const std::string& text) {
      return constraints_.contains({table.name.schema, text});
    });
    constraints_.insert({table.name.schema, name});
    return {std::move(name), false};
  }

  ObjectName name_of(const Table& table, const Constraint& unnamed) {
    return std::visit(Overloaded{
                          [&](const Key& key) {
                            if (key.primary) return relation(table, {}, "pkey", true);
                            auto columns = key.columns;
                            columns.insert(columns.end(), key.include.begin(), key.include.end());
                            return relation(table, columns_part(columns), "key", true);
                          },
                          [&](const Check& check) {
                            const auto& columns = check.expression.columns;
                            return constraint(table, columns.size() == 1 ? columns[0] : std::string(), "check");
                          },
                          [&](const ForeignKey& key) { return constraint(table, columns_part(key.columns), "fkey"); },
                          [&](const Exclusion& exclusion) {
                            return relation(table, columns_part(excluded_columns(exclusion.definition.sql)), "excl",
                                            true);
                          },
                      },
                      unnamed.body);
  }

  struct Hash {
    std::size_t operator()(const QualifiedName& name) const {
      const std::hash<std::string> hash;
      return hash(name.schema) * 31 + hash(name.name);
    }
  };
  using Names = std::unordered_set<QualifiedName, Hash>;

  Schema& schema_;
  Names relations_;
  Names constraints_;
};

}  // namespace

void make_up_names(Schema& schema) {
  std::vector<QualifiedName> unnamed;
  for (const auto& [name, table] : schema.tables)
    if (lacks_names(*table)) unnamed.push_back(name);
  if (unnamed.empty()) return;
  Namer namer(schema);
  for (const auto& name : unnamed) schema.tables.change(name, [&](Table& table) { namer.name_all(table); });
}

}  // namespace schemac::postgresql
