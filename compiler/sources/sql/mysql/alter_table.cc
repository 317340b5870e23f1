// ALTER TABLE.
#include <algorithm>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/mysql/collations.h"
#include "dialects/mysql/types.h"
#include "operations/operation.h"
#include "sources/sql/mysql/folder.h"

namespace schemac::sql::mysql_text {
namespace {

namespace dialect = ::schemac::mysql;

template <class T>
T* as_rule(antlr4::ParserRuleContext* node) {
  return dynamic_cast<T*>(node);
}

Column* column_of(Table& table, const std::string& name) {
  const auto at = std::find_if(table.columns.begin(), table.columns.end(),
                               [&](const Column& column) { return equal_ignoring_case(column.name, name); });
  return at == table.columns.end() ? nullptr : &*at;
}

Index* index_of(Table& table, const std::string& name) {
  const auto at = std::find_if(table.indexes.begin(), table.indexes.end(),
                               [&](const Index& index) { return equal_ignoring_case(index.name.text, name); });
  return at == table.indexes.end() ? nullptr : &*at;
}

void set_flag(Attributes& attributes, const std::string& key, bool on) {
  if (on)
    attributes[key] = "true";
  else
    attributes.erase(key);
}

bool is_key(const Constraint& constraint) { return std::holds_alternative<Key>(constraint.body); }

// The column's part of an index goes, and with the last part the index.
void leave_out(Index& index, const std::string& column) {
  std::vector<std::string> lengths;
  if (const auto said = index.attributes.find("lengths"); said != index.attributes.end())
    for (std::size_t at = 0; at < said->second.size();) {
      const auto end = std::min(said->second.find(' ', at), said->second.size());
      lengths.push_back(said->second.substr(at, end - at));
      at = end + 1;
    }
  std::vector<IndexKey> keys;
  std::string left;
  for (std::size_t at = 0; at < index.keys.size(); ++at) {
    if (equal_ignoring_case(index.keys[at].column, column)) continue;
    keys.push_back(index.keys[at]);
    if (at < lengths.size()) left += (left.empty() ? "" : " ") + lengths[at];
  }
  if (keys.size() == index.keys.size()) return;
  index.keys = std::move(keys);
  if (left.find_first_not_of("- ") == std::string::npos)
    index.attributes.erase("lengths");
  else
    index.attributes["lengths"] = left;
}

}  // namespace

void Folder::alter_table(Grammar::AlterTableContext* statement) {
  auto table = table_at(statement->path(), statement->ifExists() != nullptr);
  if (!table) return;
  const auto name = table->name;
  auto renamed = name;
  for (auto* alteration : statement->alteration()) alter(alteration, *table, renamed);
  if (statement->partitioning()) elements_.read(statement->partitioning(), *table);
  if (!state_.problems.empty()) return;
  keep(std::move(*table), name);
  if (renamed != name) rename(name, renamed);
}

void Folder::alter(Grammar::AlterationContext* alteration, Table& table, QualifiedName& renamed) {
  if (alter_columns(alteration, table) || alter_keys(alteration, table)) return;
  if (auto* option = as_rule<Grammar::SetOptionContext>(alteration)) return set_option(option->tableOption(), table);
  if (auto* convert = as_rule<Grammar::ConvertToContext>(alteration)) return convert_to(convert, table);
  if (auto* to = as_rule<Grammar::RenameToContext>(alteration)) return void(renamed = own_name(to->path()));
  if (as_rule<Grammar::AddVersioningContext>(alteration)) return void(table.attributes["system_versioning"] = "true");
  if (as_rule<Grammar::DropVersioningContext>(alteration)) return void(table.attributes.erase("system_versioning"));
  if (as_rule<Grammar::ChangePartitionsContext>(alteration))
    return needs_server("partitions that are added or dropped one by one", alteration);
  // how it is done, keys switched off and on, the rows' order: nothing of it stays
}

// --- columns

std::size_t Folder::position_of(Grammar::PlaceContext* place, const Table& table) {
  if (!place) return table.columns.size();
  if (place->FIRST()) return 0;
  const auto name = Tree::name(place->name());
  for (std::size_t at = 0; at < table.columns.size(); ++at)
    if (equal_ignoring_case(table.columns[at].name, name)) return at + 1;
  error("unknown-column", fmt::format("no column `{}` in table `{}`", name, table.name.name), place);
  return table.columns.size();
}

void Folder::add_column(Grammar::ColumnContext* column, Grammar::PlaceContext* place, bool unless_there, Table& table) {
  const auto name = Tree::name(column->name());
  if (column_of(table, name)) {
    if (!unless_there)
      error("duplicate-column", fmt::format("found column `{}` in table `{}` already", name, table.name.name),
            column->name());
    return;
  }
  elements_.read(column, table, position_of(place, table));
}

void Folder::replace_column(const std::string& old_name, Grammar::ColumnContext* column, Grammar::PlaceContext* place,
                            bool may_be_missing, Table& table) {
  const auto* present = column_of(table, old_name);
  if (!present) {
    if (!may_be_missing)
      error("unknown-column", fmt::format("no column `{}` in table `{}`", old_name, table.name.name), column);
    return;
  }
  const auto exact = present->name;
  const auto name = Tree::name(column->name());
  // a check beside a column is a part of its definition
  std::erase_if(table.constraints, [&](const Constraint& constraint) {
    const auto beside = constraint.attributes.find("column");
    return beside != constraint.attributes.end() && beside->second == exact;
  });
  if (name != exact) rename_column(table, exact, name);
  const auto at = table.columns.position(name);
  table.columns.remove(name);
  elements_.read(column, table, place ? position_of(place, table) : at);
}

void Folder::rename_column(Table& table, const std::string& from, const std::string& to) {
  Schema alone = state_.schema;
  alone.tables.set(table.name, table);
  schemac::apply(Operation(RenameColumn{table.name, from, to}), alone);
  table = *alone.tables.find(table.name);
  alone.tables.erase(table.name);
  for (const auto& [name, other] : alone.tables)
    state_.schema.tables.set(name, *other);  // foreign keys that refer to it
}

void Folder::drop_column(const std::string& name, bool may_be_missing, antlr4::ParserRuleContext* at, Table& table) {
  const auto* column = column_of(table, name);
  if (!column) {
    if (!may_be_missing)
      error("unknown-column", fmt::format("no column `{}` in table `{}`", name, table.name.name), at);
    return;
  }
  const auto exact = column->name;
  table.columns.remove(exact);
  for (auto& index : table.indexes) leave_out(index, exact);
  std::erase_if(table.indexes, [](const Index& index) { return index.keys.empty(); });
  std::erase_if(table.constraints, [&](Constraint& constraint) {
    if (auto* key = std::get_if<Key>(&constraint.body)) {
      std::erase(key->columns, exact);
      return key->columns.empty();
    }
    const auto used = used_columns(constraint);
    return used.size() == 1 && used.front() == exact;  // a check of this column alone
  });
}

bool Folder::alter_columns(Grammar::AlterationContext* alteration, Table& table) {
  if (auto* add = as_rule<Grammar::AddColumnContext>(alteration)) {
    add_column(add->column(), add->place(), add->ifNotExists() != nullptr, table);
  } else if (auto* several = as_rule<Grammar::AddElementsContext>(alteration)) {
    for (auto* element : several->elements()->element()) elements_.read(element, table);
  } else if (auto* modify = as_rule<Grammar::ModifyColumnContext>(alteration)) {
    replace_column(Tree::name(modify->column()->name()), modify->column(), modify->place(),
                   modify->ifExists() != nullptr, table);
  } else if (auto* change = as_rule<Grammar::ChangeColumnContext>(alteration)) {
    replace_column(Tree::name(change->name()), change->column(), change->place(), change->ifExists() != nullptr, table);
  } else if (auto* drop = as_rule<Grammar::DropColumnContext>(alteration)) {
    drop_column(Tree::name(drop->name()), drop->ifExists() != nullptr, drop, table);
  } else if (auto* renaming = as_rule<Grammar::RenameColumnContext>(alteration)) {
    const auto* column = column_of(table, Tree::name(renaming->name(0)));
    if (column)
      rename_column(table, std::string(column->name), Tree::name(renaming->name(1)));
    else if (!renaming->ifExists())
      error("unknown-column",
            fmt::format("no column `{}` in table `{}`", Tree::name(renaming->name(0)), table.name.name),
            renaming->name(0));
  } else {
    const auto with_column = [&](Grammar::NameContext* name, const auto& adjust) {
      if (auto* column = column_of(table, Tree::name(name)))
        adjust(*column);
      else
        error("unknown-column", fmt::format("no column `{}` in table `{}`", Tree::name(name), table.name.name), name);
    };
    if (auto* set = as_rule<Grammar::SetDefaultContext>(alteration))
      with_column(set->name(),
                  [&](Column& column) { column.default_value = elements_.default_value(set->defaultValue()); });
    else if (auto* unset = as_rule<Grammar::DropDefaultContext>(alteration))
      with_column(unset->name(), [](Column& column) { column.default_value.reset(); });
    else if (auto* show = as_rule<Grammar::SetVisibilityContext>(alteration))
      with_column(show->name(),
                  [&](Column& column) { set_flag(column.attributes, "invisible", show->INVISIBLE() != nullptr); });
    else
      return false;
  }
  return true;
}

// --- keys and constraints

bool Folder::alter_keys(Grammar::AlterationContext* alteration, Table& table) {
  const auto missing = [&](std::string_view what, const std::string& name, bool may_be_missing) {
    if (!may_be_missing)
      error("unknown-" + std::string(what), fmt::format("no {} `{}` of table `{}`", what, name, table.name.name),
            alteration);
  };
  const auto drop_constraint = [&](const std::string& name, const auto& fits) {
    return std::erase_if(table.constraints, [&](const Constraint& constraint) {
             return fits(constraint) && equal_ignoring_case(constraint.name.text, name);
           }) > 0;
  };
  if (auto* add = as_rule<Grammar::AddElementContext>(alteration)) {
    elements_.read(add->element(), table);
  } else if (as_rule<Grammar::DropPrimaryContext>(alteration)) {
    std::erase_if(table.constraints, is_key);
  } else if (auto* key = as_rule<Grammar::DropKeyContext>(alteration)) {
    const auto name = Tree::name(key->name());
    if (equal_ignoring_case(name, "primary"))
      std::erase_if(table.constraints, is_key);
    else if (std::erase_if(table.indexes,
                           [&](const Index& index) { return equal_ignoring_case(index.name.text, name); }) == 0)
      missing("index", name, key->ifExists() != nullptr);
  } else if (auto* foreign = as_rule<Grammar::DropForeignContext>(alteration)) {
    const auto name = Tree::name(foreign->name());
    if (!drop_constraint(name, [](const Constraint& c) { return std::holds_alternative<ForeignKey>(c.body); }))
      missing("foreign key", name, foreign->ifExists() != nullptr);
  } else if (auto* constraint = as_rule<Grammar::DropConstraintContext>(alteration)) {
    const auto name = Tree::name(constraint->name());
    const bool gone = equal_ignoring_case(name, "primary")
                          ? std::erase_if(table.constraints, is_key) > 0
                          : drop_constraint(name, [](const Constraint& c) { return !is_key(c); }) ||
                                std::erase_if(table.indexes, [&](const Index& index) {
                                  return index.unique && equal_ignoring_case(index.name.text, name);
                                }) > 0;
    if (!gone) missing("constraint", name, constraint->ifExists() != nullptr);
  } else if (auto* renaming = as_rule<Grammar::RenameKeyContext>(alteration)) {
    auto* index = index_of(table, Tree::name(renaming->name(0)));
    if (index)
      index->name = {Tree::name(renaming->name(1)), true};
    else
      missing("index", Tree::name(renaming->name(0)), renaming->ifExists() != nullptr);
  } else if (auto* show = as_rule<Grammar::AlterIndexContext>(alteration)) {
    auto* index = index_of(table, Tree::name(show->name()));
    if (index)
      set_flag(index->attributes, "invisible", show->INVISIBLE() || (show->IGNORED() && !show->NOT()));
    else
      missing("index", Tree::name(show->name()), show->ifExists() != nullptr);
  } else if (auto* enforce = as_rule<Grammar::AlterCheckContext>(alteration)) {
    const auto name = Tree::name(enforce->name());
    const auto at = std::find_if(table.constraints.begin(), table.constraints.end(), [&](const Constraint& c) {
      return std::holds_alternative<Check>(c.body) && equal_ignoring_case(c.name.text, name);
    });
    if (at == table.constraints.end())
      missing("check", name, false);
    else if (enforce->enforcement()->NOT())
      at->attributes["enforced"] = "false";
    else
      at->attributes.erase("enforced");
  } else {
    return false;
  }
  return true;
}

// --- options

// A table's collation is for columns to come: those that are there keep theirs.
void Folder::keep_collations(Table& table, antlr4::ParserRuleContext* at) {
  const auto own = table.attributes.find("collate");
  for (auto& column : table.columns) {
    if (!dialect::is_string(column.type) || column.collation) continue;
    if (own == table.attributes.end())
      return needs_server("another character set for a table whose first one only the server knows", at);
    column.collation = own->second;
  }
}

void Folder::set_option(Grammar::TableOptionContext* option, Table& table) {
  const bool charset = as_rule<Grammar::TableCharsetContext>(option) != nullptr;
  if (charset || as_rule<Grammar::TableCollateContext>(option)) keep_collations(table, option);
  if (charset) table.attributes.erase("collate");
  elements_.read(option, table);
}

void Folder::convert_to(Grammar::ConvertToContext* convert, Table& table) {
  const auto charset = lower(tree_.plain(convert->charset(0)));
  const auto collation = convert->charset(1) ? lower(tree_.plain(convert->charset(1)))
                                             : dialect::default_collation(charset, state_.schema.engine);
  for (auto& column : table.columns) {
    if (!dialect::is_string(column.type)) continue;
    if (dialect::is_blob(column.type) && !column.collation && !table.attributes.contains("collate"))
      return needs_server("CONVERT TO of texts whose character set only the server knows, which may make them longer",
                          convert);
    if (dialect::is_blob(column.type) &&
        dialect::charset_of(dialect::effective_collation(table, column)) != dialect::canonical_charset(charset))
      return needs_server("CONVERT TO of texts, which may make them longer", convert);
    column.collation.reset();
  }
  table.attributes["collate"] = collation;
}

}  // namespace schemac::sql::mysql_text
