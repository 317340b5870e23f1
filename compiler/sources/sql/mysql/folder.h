// What the statements of all kinds need of the state: names, tables, problems at their places.
#pragma once

#include "sources/sql/mysql/elements.h"
#include "sources/sql/mysql/fold.h"

namespace schemac::sql::mysql_text {

class Folder {
 public:
  Folder(State& state, const Tree& tree)
      : state_(state), tree_(tree), elements_(tree, state.schema.engine, state.mode, state.problems, state.remarks) {}

  void create_table(Grammar::CreateTableContext* statement);
  void alter_table(Grammar::AlterTableContext* statement);
  void drop_table(Grammar::DropTableContext* statement);
  void rename_table(Grammar::RenameTableContext* statement);
  void create_index(Grammar::CreateIndexContext* statement);
  void drop_index(Grammar::DropIndexContext* statement);
  void create_object(Grammar::CreateObjectContext* statement);
  void drop_object(Grammar::DropObjectContext* statement);

 private:
  void error(std::string code, std::string message, antlr4::ParserRuleContext* at);
  void needs_server(const std::string& what, antlr4::ParserRuleContext* at);
  // Without the database, which is one and the same everywhere.
  QualifiedName own_name(Grammar::PathContext* path);
  // A copy of what is there; an error where it is not, unless that is allowed.
  std::optional<Table> table_at(Grammar::PathContext* path, bool may_be_missing = false);
  // Canonical, with the names that the server makes up, and in its place.
  void keep(Table table, const QualifiedName& name);
  static void name_constraints(Table& table, const Engine& engine);
  void fix_references(Table& table);
  void refuse_unknown_lengths(const Table& table);
  void complete_collations(Table& table) const;
  void drop_superseded(Table& table) const;

  void create_like(const QualifiedName& name, Grammar::PathContext* like);
  void rename(const QualifiedName& from, const QualifiedName& to);

  void alter(Grammar::AlterationContext* alteration, Table& table, QualifiedName& renamed);
  bool alter_columns(Grammar::AlterationContext* alteration, Table& table);
  bool alter_keys(Grammar::AlterationContext* alteration, Table& table);
  void replace_column(const std::string& old_name, Grammar::ColumnContext* column, Grammar::PlaceContext* place,
                      bool may_be_missing, Table& table);
  void add_column(Grammar::ColumnContext* column, Grammar::PlaceContext* place, bool unless_there, Table& table);
  void drop_column(const std::string& name, bool may_be_missing, antlr4::ParserRuleContext* at, Table& table);
  std::size_t position_of(Grammar::PlaceContext* place, const Table& table);
  void set_option(Grammar::TableOptionContext* option, Table& table);
  void convert_to(Grammar::ConvertToContext* convert, Table& table);
  void keep_collations(Table& table, antlr4::ParserRuleContext* at);
  void rename_column(Table& table, const std::string& from, const std::string& to);

  State& state_;
  const Tree& tree_;
  Elements elements_;
};

}  // namespace schemac::sql::mysql_text
