// CREATE, DROP and RENAME of tables and indexes.
#include <algorithm>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/mysql/collations.h"
#include "dialects/mysql/definitions.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/normalise.h"
#include "dialects/mysql/parameters.h"
#include "dialects/mysql/size_limits.h"
#include "dialects/mysql/types.h"
#include "operations/operation.h"
#include "sources/sql/mysql/folder.h"

namespace schemac::sql::mysql_text {
namespace {

namespace dialect = ::schemac::mysql;

bool is_foreign_key(const Constraint& constraint) { return std::holds_alternative<ForeignKey>(constraint.body); }

// Where nothing is said of it, older servers have it keep the time of each change.
void promote_first_timestamp(Table& table, const Engine& engine) {
  const auto first = std::find_if(table.columns.begin(), table.columns.end(),
                                  [](const Column& column) { return column.type.name == "timestamp"; });
  if (first == table.columns.end() || first->attributes.contains("on_update") ||
      !dialect::is_lent_a_default(*first, engine))
    return;
  const auto now = first->type.arguments.empty() ? std::string("CURRENT_TIMESTAMP")
                                                 : fmt::format("CURRENT_TIMESTAMP({})", first->type.arguments[0]);
  first->default_value = Expression{now};
  first->attributes["on_update"] = now;
}

int number_behind(std::string_view text, std::string_view start) {
  if (!text.starts_with(start) || text.size() == start.size()) return 0;
  const auto digits = text.substr(start.size());
  return digits.find_first_not_of("0123456789") == std::string_view::npos ? std::atoi(std::string(digits).c_str()) : 0;
}

}  // namespace

void Folder::error(std::string code, std::string message, antlr4::ParserRuleContext* at) {
  state_.problems.push_back(error_at(std::move(code), std::move(message), tree_.where(at)));
}

void Folder::needs_server(const std::string& what, antlr4::ParserRuleContext* at) {
  auto problem = error_at("needs-server", fmt::format("{} cannot be resolved without a server", what), tree_.where(at));
  problem.notes.push_back(note_at("load the file into a temporary database: `--scratch=mysql://…`"));
  state_.problems.push_back(std::move(problem));
}

QualifiedName Folder::own_name(Grammar::PathContext* path) {
  auto name = elements_.table_name(path);
  if (name.schema.empty()) return name;
  if (state_.database.empty()) state_.database = name.schema;
  if (name.schema != state_.database)
    error("two-databases",
          fmt::format("found database `{}` beside `{}`, expected one: a schema is one database's", name.schema,
                      state_.database),
          path);
  return {{}, name.name};
}

std::optional<Table> Folder::table_at(Grammar::PathContext* path, bool may_be_missing) {
  const auto name = own_name(path);
  if (const auto* table = state_.schema.tables.find(name)) return *table;
  if (!may_be_missing && !state_.temporary.contains(name))
    error("unknown-table", fmt::format("no table `{}` at this place of the file", name.name), path);
  return std::nullopt;
}

// `orders_ibfk_2`, `orders_chk_1`, `CONSTRAINT_1`: one more than the last of them.
void Folder::name_constraints(Table& table, const Engine& engine) {
  const auto check_stem = dialect::is_mariadb(engine) ? std::string("CONSTRAINT_") : table.name.name + "_chk_";
  const auto key_stem = table.name.name + "_ibfk_";
  int checks = 0, keys = 0;
  for (const auto& constraint : table.constraints) {
    checks = std::max(checks, number_behind(constraint.name.text, check_stem));
    keys = std::max(keys, number_behind(constraint.name.text, key_stem));
  }
  for (auto& constraint : table.constraints) {
    if (!constraint.name.text.empty() || std::holds_alternative<Key>(constraint.body)) continue;
    if (std::holds_alternative<Check>(constraint.body) && constraint.attributes.contains("column")) continue;
    constraint.name = {
        is_foreign_key(constraint) ? key_stem + std::to_string(++keys) : check_stem + std::to_string(++checks), false};
  }
}

// MariaDB takes `uca1400_ai_ci` for the one of the character set at hand.
void Folder::complete_collations(Table& table) const {
  const auto complete = [](std::string collation, const std::string& charset) {
    return collation.starts_with("uca1400_") && !charset.empty() ? charset + "_" + collation : collation;
  };
  auto& attributes = table.attributes;
  const auto said = attributes.find("charset");
  auto own = attributes.find("collate");
  if (own != attributes.end())
    own->second =
        complete(own->second, said == attributes.end() ? std::string() : dialect::canonical_charset(said->second));
  const auto of_table = said != attributes.end()  ? dialect::canonical_charset(said->second)
                        : own != attributes.end() ? dialect::charset_of(own->second)
                                                  : std::string();
  for (auto& column : table.columns) {
    const auto its = column.attributes.find("charset");
    if (column.collation)
      column.collation = complete(*column.collation,
                                  its == column.attributes.end() ? of_table : dialect::canonical_charset(its->second));
  }
}

void Folder::fix_references(Table& table) {
  for (auto& constraint : table.constraints)
    if (auto* key = std::get_if<ForeignKey>(&constraint.body); key && key->references.schema == state_.database)
      key->references.schema.clear();
}

// An index that was made for a foreign key alone goes when another does as well.
void Folder::drop_superseded(Table& table) const {
  const auto made = state_.for_foreign_keys.find(table.name);
  if (made == state_.for_foreign_keys.end()) return;
  std::erase_if(table.indexes, [&](const Index& index) {
    if (!made->second.contains(index.name.text)) return false;
    std::vector<std::string> columns;
    for (const auto& key : index.keys) columns.push_back(key.column);
    Table others = table;
    std::erase_if(others.indexes, [&](const Index& other) { return other.name.text == index.name.text; });
    return dialect::has_index_for(others, columns);
  });
}

// MariaDB cuts a text in a key to a length of its own.
void Folder::refuse_unknown_lengths(const Table& table) {
  for (const auto& index : table.indexes) {
    if (index.method != "btree" || index.unique || index.attributes.contains("lengths")) continue;
    for (const auto& key : index.keys) {
      const auto* column = table.columns.find(key.column);
      if (!column || !dialect::is_blob(column->type)) continue;
      if (dialect::is_mariadb(state_.schema.engine) && dialect::may_cut_keys(table)) continue;
      const auto place = state_.declared.find({ObjectKind::table, table.name});
      state_.problems.push_back(error_at(
          "needs-server",
          fmt::format(
              "found `{}.{}` in an index without a length, expected one, as `{}(100)`: it is a text of any length",
              table.name.name, key.column, key.column),
          place == state_.declared.end() ? Span{} : place->second));
    }
  }
}

void Folder::keep(Table table, const QualifiedName& name) {
  table.name = name;
  complete_collations(table);
  fix_references(table);
  name_constraints(table, state_.schema.engine);
  drop_superseded(table);
  refuse_unknown_lengths(table);
  Schema alone{.engine = state_.schema.engine};
  alone.tables.set(name, table);
  auto all = dialect::unknown_parameters(table);
  std::ranges::move(dialect::normalise(alone), std::back_inserter(all));
  for (auto& found : all) {
    if (const auto place = state_.declared.find({ObjectKind::table, name}); place != state_.declared.end())
      found.where = place->second;
    (found.severity == Severity::error ? state_.problems : state_.remarks).push_back(std::move(found));
  }
  const auto& canonical = *alone.tables.find(name);
  std::set<std::string> before, made;
  for (const auto& index : table.indexes) before.insert(index.name.text);
  const auto& known = state_.for_foreign_keys[name];
  for (const auto& index : canonical.indexes) {
    const bool unnamed = std::any_of(table.indexes.begin(), table.indexes.end(),
                                     [&](const Index& i) { return i.name.text.empty() && i.keys == index.keys; });
    if (known.contains(index.name.text) || (!before.contains(index.name.text) && !unnamed))
      made.insert(index.name.text);
  }
  state_.for_foreign_keys[name] = std::move(made);
  state_.schema.tables.set(name, canonical);
}

void Folder::create_table(Grammar::CreateTableContext* statement) {
  const auto name = own_name(statement->path(0));
  const bool there = state_.schema.tables.contains(name);
  if (there && statement->ifNotExists()) return;
  if (there && !statement->REPLACE())
    return error("duplicate-table", fmt::format("found table `{}` a second time, expected one", name.name),
                 statement->path(0));
  if (statement->query()) return needs_server("a table made of a query", statement->query());
  state_.declared[{ObjectKind::table, name}] = tree_.where(statement->path(0));
  if (statement->LIKE()) return create_like(name, statement->path(1));
  Table table{.name = name};
  if (const auto own = state_.default_collations.find(state_.database); own != state_.default_collations.end())
    table.attributes["collate"] = own->second;
  bool says_collation = false;
  if (statement->elements())
    for (auto* element : statement->elements()->element()) elements_.read(element, table);
  promote_first_timestamp(table, state_.schema.engine);
  for (auto* option : statement->tableOption()) {
    const bool charset = dynamic_cast<Grammar::TableCharsetContext*>(option) != nullptr;
    if (charset && !says_collation) table.attributes.erase("collate");
    says_collation = says_collation || dynamic_cast<Grammar::TableCollateContext*>(option) != nullptr;
    elements_.read(option, table);
  }
  if (statement->partitioning()) elements_.read(statement->partitioning(), table);
  for (const auto& column : table.columns)
    if (state_.problems.empty())
      state_.declared[{ObjectKind::column, name, column.name}] = tree_.where(statement->path(0));
  if (table.columns.empty())
    return error("no-columns", fmt::format("found table `{}` without columns, expected at least one", name.name),
                 statement->path(0));
  keep(std::move(table), name);
}

// Everything but the foreign keys, and the checks under names of its own.
void Folder::create_like(const QualifiedName& name, Grammar::PathContext* like) {
  auto table = table_at(like);
  if (!table) return;
  table->name = name;
  std::erase_if(table->constraints, is_foreign_key);
  for (auto& constraint : table->constraints)
    if (std::holds_alternative<Check>(constraint.body) && !dialect::is_mariadb(state_.schema.engine))
      constraint.name = {};
  keep(std::move(*table), name);
}

void Folder::drop_table(Grammar::DropTableContext* statement) {
  for (auto* path : statement->path()) {
    const auto table = table_at(path, statement->ifExists() != nullptr);
    if (!table) continue;
    state_.schema.tables.erase(table->name);
    state_.for_foreign_keys.erase(table->name);
    std::erase_if(state_.triggers, [&](const TriggerPlace& trigger) {
      const bool its = trigger.moment.starts_with(table->name.name + " ");
      if (its) state_.schema.sql_objects.erase({"trigger", {{}, trigger.name}});
      return its;
    });
  }
}

void Folder::rename(const QualifiedName& from, const QualifiedName& to) {
  schemac::apply(Operation(RenameTable{from, to}), state_.schema);
  if (const auto made = state_.for_foreign_keys.find(from); made != state_.for_foreign_keys.end()) {
    state_.for_foreign_keys[to] = made->second;
    state_.for_foreign_keys.erase(from);
  }
  if (const auto at = state_.declared.find({ObjectKind::table, from}); at != state_.declared.end())
    state_.declared[{ObjectKind::table, to}] = at->second;
}

void Folder::rename_table(Grammar::RenameTableContext* statement) {
  for (auto* renaming : statement->renaming()) {
    const auto to = own_name(renaming->path(1));
    const auto table = table_at(renaming->path(0), statement->ifExists() != nullptr);
    if (!table) continue;
    if (std::any_of(state_.triggers.begin(), state_.triggers.end(),
                    [&](const TriggerPlace& trigger) { return trigger.moment.starts_with(table->name.name + " "); }))
      return needs_server("a new name for a table that has triggers", renaming);
    if (state_.schema.tables.contains(to))
      return error("duplicate-table", fmt::format("found table `{}` there already", to.name), renaming->path(1));
    rename(table->name, to);
  }
}

void Folder::create_index(Grammar::CreateIndexContext* statement) {
  auto table = table_at(statement->path());
  if (!table) return;
  const auto method = statement->FULLTEXT()  ? "fulltext"
                      : statement->SPATIAL() ? "spatial"
                      : statement->VECTOR()  ? "vector"
                                             : "btree";
  Index index{.name = {Tree::name(statement->name()), true},
              .keys = {},
              .unique = statement->UNIQUE() != nullptr,
              .method = method};
  const auto same = [&](const Index& other) { return equal_ignoring_case(other.name.text, index.name.text); };
  const bool there = std::any_of(table->indexes.begin(), table->indexes.end(), same);
  if (there && statement->ifNotExists()) return;
  if (there && !statement->REPLACE())
    return error("duplicate-index",
                 fmt::format("found index `{}` of table `{}` a second time", index.name.text, table->name.name),
                 statement->name());
  std::erase_if(table->indexes, same);
  elements_.key_parts(statement->keyParts(), index);
  Elements::index_type(statement->indexType(), index);
  for (auto* option : statement->indexOption()) elements_.index_option(option, index);
  table->indexes.push_back(std::move(index));
  const auto name = table->name;
  keep(std::move(*table), name);
}

void Folder::drop_index(Grammar::DropIndexContext* statement) {
  auto table = table_at(statement->path());
  if (!table) return;
  const auto name = Tree::name(statement->name());
  if (equal_ignoring_case(name, "primary")) {
    std::erase_if(table->constraints,
                  [](const Constraint& constraint) { return std::holds_alternative<Key>(constraint.body); });
  } else if (std::erase_if(table->indexes,
                           [&](const Index& index) { return equal_ignoring_case(index.name.text, name); }) == 0) {
    if (!statement->ifExists())
      error("unknown-index", fmt::format("no index `{}` of table `{}`", name, table->name.name), statement->name());
    return;
  }
  const auto of = table->name;
  keep(std::move(*table), of);
}

}  // namespace schemac::sql::mysql_text
