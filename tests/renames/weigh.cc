// What tests/renames/train and evaluate know about renames they ask the compiler itself through this program, so that
// what is measured is what ships.
//
//   schemac_rename_weigh evidence FILE…             the evidence for every pair in doubt, a line of JSON each
//   schemac_rename_weigh guess MODEL AT_LEAST FILE… what is found with these weights (`-`: the shipped ones), a line of
//   JSON each schemac_rename_weigh guess-texts …              the same, as if the newer side were a text somebody wrote
//
// The files are histories: a line of JSON is one table's, or several tables', state before and after
// (tests/renames/README.md).
#include <fstream>
#include <iostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dialects/registry.h"
#include "diff/renames/guess.h"
#include "operations/rename.h"

namespace schemac::test {
namespace {

using Json = nlohmann::json;

std::vector<std::string> strings(const Json& list) { return list.get<std::vector<std::string>>(); }

Type type_of(const std::string& text, const Dialect& dialect) {
  if (auto type = dialect.parse_type(text)) return *type;
  return {.name = text};  // a type that the history's own tool makes up
}

ReferentialAction action_of(const Json& word) {
  if (word == "CASCADE") return ReferentialAction::cascade;
  if (word == "SET NULL") return ReferentialAction::set_null;
  if (word == "RESTRICT") return ReferentialAction::restrict_;
  return ReferentialAction::no_action;
}

Column column_of(const Json& json, const Dialect& dialect) {
  Column column{
      .name = json["name"], .type = type_of(json["type"], dialect), .not_null = !json["nullable"].get<bool>()};
  if (json["default"].is_string()) column.default_value = Expression{.sql = json["default"]};
  if (json.contains("generated") && json["generated"].is_string())
    column.generated = Generated{.expression = {.sql = json["generated"]}};
  return column;
}

Index index_of(const Json& json) {
  Index index{.name = {},
              .keys = {},
              .unique = json["unique"],
              .method = json["method"].is_string() ? json["method"] : "btree"};
  if (json["name"].is_string()) index.name = {json["name"], true};
  for (const auto& column : strings(json["columns"])) {
    IndexKey key;
    if (column.find('(') == std::string::npos)
      key.column = column;
    else
      key.expression = Expression{.sql = column};
    index.keys.push_back(std::move(key));
  }
  return index;
}

Constraint named(const Json& name, decltype(Constraint::body) body) {
  Constraint constraint{.name = {}, .body = std::move(body)};
  if (name.is_string()) constraint.name = {name, true};
  return constraint;
}

Table table_of(const Json& json, const Dialect& dialect) {
  Table table{.name = {dialect.traits().default_schema, json["table"]}};
  for (const auto& column : json["columns"]) table.columns.add(column_of(column, dialect));
  if (!json["primary_key"].empty())
    table.constraints.push_back(named({}, Key{.primary = true, .columns = strings(json["primary_key"])}));
  for (const auto& unique : json["uniques"])
    table.constraints.push_back(named(unique["name"], Key{.columns = strings(unique["columns"])}));
  for (const auto& key : json["fks"])
    table.constraints.push_back(named(key["name"], ForeignKey{.columns = strings(key["columns"]),
                                                              .references = {table.name.schema, key["ref_table"]},
                                                              .referenced_columns = strings(key["ref_columns"]),
                                                              .on_update = action_of(key["on_update"]),
                                                              .on_delete = action_of(key["on_delete"])}));
  for (const auto& check : json["checks"]) {
    std::string text = check["def"];
    if (text.starts_with("CHECK ")) text = text.substr(6);
    table.constraints.push_back(named(check["name"], Check{.expression = {.sql = text}}));
  }
  for (const auto& index : json["indexes"]) table.indexes.push_back(index_of(index));
  return table;
}

struct Unit {
  Json json;
  Pair<Schema> schemas;
};

Unit unit_of(const std::string& line, const Dialect& dialect) {
  Unit unit{.json = Json::parse(line), .schemas = {}};
  const auto add = [&](Schema& schema, const Json& json) {
    auto table = table_of(json, dialect);
    schema.tables.set(table.name, std::move(table));
  };
  if (unit.json["unit"] == "columns") {
    add(unit.schemas.from, unit.json["before"]);
    add(unit.schemas.to, unit.json["after"]);
  } else {
    for (const auto& table : unit.json["dropped_tables"]) add(unit.schemas.from, table);
    for (const auto& table : unit.json["added_tables"]) add(unit.schemas.to, table);
  }
  for (auto* schema : {&unit.schemas.from, &unit.schemas.to}) {
    schema->engine.dialect = dialect.traits().name;
    (void)dialect.normalise(*schema);  // a history tells of one table alone: what it refers to is not there
  }
  return unit;
}

std::vector<const Table*> alone(const Schema& schema, const Schema& other) {
  std::vector<const Table*> out;
  for (const auto& [name, table] : schema.tables)
    if (!other.tables.contains(name)) out.push_back(table.get());
  return out;
}

template <std::size_t N>
Json line_of(const Unit& unit, std::string_view kind, const std::string& from, const std::string& to,
             const std::array<double, N>& evidence) {
  return {{"unit", unit.json["id"]}, {"kind", kind}, {"from", from}, {"to", to}, {"evidence", evidence}};
}

// Renamed tables are taken as known: the columns are looked at by themselves.
void print_evidence(Unit unit, const Dialect& dialect) {
  const Coverage coverage;
  if (unit.json["unit"] == "tables") {
    const TablesInDoubt tables(unit.schemas.from, unit.schemas.to, alone(unit.schemas.from, unit.schemas.to),
                               alone(unit.schemas.to, unit.schemas.from));
    for (const auto& pair : tables.pairs())
      std::cout << line_of(unit, "table", tables.gone()[pair.gone]->name.name, tables.come()[pair.come]->name.name,
                           tables.evidence(pair))
                << '\n';
    return;
  }
  const auto before = unit.schemas.from.tables.begin()->first, after = unit.schemas.to.tables.begin()->first;
  if (before != after) rename_table_everywhere(unit.schemas.from, before, after);
  const TableStates states{*unit.schemas.from.tables.find(after), *unit.schemas.to.tables.find(after), dialect,
                           coverage};
  const ColumnsInDoubt columns(states);
  for (std::size_t g = 0; g < columns.gone().size() && !columns.empty(); ++g)
    for (std::size_t c = 0; c < columns.come().size(); ++c)
      if (!columns.ruled_out(g, c))
        std::cout << line_of(unit, "column", columns.gone()[g]->name, columns.come()[c]->name, columns.evidence(g, c))
                  << '\n';
}

template <std::size_t N>
void read_weights(const Json& json, Weights<N>& weights) {
  weights.bias = json["bias"];
  weights.of = json["of"].get<std::array<double, N>>();
}

void print_guesses(Unit unit, const Dialect& dialect, const RenameModel& model, double at_least, bool authored) {
  const auto say = [&](std::string_view kind, const std::string& from, const std::string& to, double likelihood,
                       const std::vector<std::string>& why) {
    std::cout << Json{{"unit", unit.json["id"]},  {"kind", kind},  {"from", from}, {"to", to},
                      {"likelihood", likelihood}, {"reasons", why}}
              << '\n';
  };
  const TablesInDoubt tables(unit.schemas.from, unit.schemas.to, alone(unit.schemas.from, unit.schemas.to),
                             alone(unit.schemas.to, unit.schemas.from));
  Schema renamed = unit.schemas.from;
  for (const auto& guess : guess_tables(tables, model, {at_least})) {
    say("table", guess.from.name, guess.to.name, guess.likelihood, guess.reasons);
    rename_table_everywhere(renamed, guess.from, guess.to);
  }
  if (unit.json["unit"] == "tables") return;
  const Coverage coverage;
  for (const auto& [name, wanted] : unit.schemas.to.tables)
    if (const Table* have = renamed.tables.find(name))
      for (const auto& guess : guess_columns({*have, *wanted, dialect, coverage, authored}, model, {at_least}))
        say("column", guess.from, guess.to, guess.likelihood, guess.reasons);
}

template <class Kind>
Json kinds(std::size_t count) {
  Json out = Json::array();
  for (std::size_t i = 0; i < count; ++i) out.push_back(evidence_name(static_cast<Kind>(i)));
  return out;
}

int run(std::vector<std::string> arguments) {
  const auto* entry = find_dialect("postgresql");
  if (arguments.empty() || !entry) return 64;
  const bool authored = arguments[0] == "guess-texts";
  const bool guessing = authored || arguments[0] == "guess";
  RenameModel model = trained_model();
  double at_least = 0;
  std::size_t first = 1;
  if (guessing) {
    if (arguments.size() < 3) return 64;
    if (arguments[1] != "-") {
      std::ifstream stream(arguments[1]);
      const auto json = Json::parse(stream);
      read_weights(json["columns"], model.columns);
      read_weights(json["tables"], model.tables);
    }
    at_least = std::stod(arguments[2]);
    first = 3;
  } else {
    std::cout << Json{{"columns", kinds<ColumnEvidence>(column_evidence_count)},
                      {"tables", kinds<TableEvidence>(table_evidence_count)}}
              << '\n';
  }
  for (std::size_t i = first; i < arguments.size(); ++i) {
    std::ifstream stream(arguments[i]);
    for (std::string line; std::getline(stream, line);)
      if (guessing)
        print_guesses(unit_of(line, *entry->dialect), *entry->dialect, model, at_least, authored);
      else
        print_evidence(unit_of(line, *entry->dialect), *entry->dialect);
  }
  return 0;
}

}  // namespace
}  // namespace schemac::test

int main(int argc, char** argv) { return schemac::test::run({argv + 1, argv + argc}); }
