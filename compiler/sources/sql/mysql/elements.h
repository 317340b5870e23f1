// What stands between the parentheses of CREATE TABLE, and behind them, into a table of the model. Nothing is
// normalised yet.
#pragma once

#include "sources/sql/mysql/modes.h"
#include "sources/sql/mysql/tree.h"

namespace schemac::sql::mysql_text {

class Elements {
 public:
  // What is found wrong goes to `problems`, what only a reader has to know to `remarks`.
  Elements(const Tree& tree, const Engine& engine, const Modes& mode, Diagnostics& problems, Diagnostics& remarks)
      : tree_(tree), engine_(engine), mode_(mode), problems_(problems), remarks_(remarks) {}

  void read(Grammar::ElementContext* element, Table& table);
  // At `at`; the keys and checks beside it go to the table.
  void read(Grammar::ColumnContext* column, Table& table, std::size_t at);
  void read(Grammar::TableOptionContext* option, Table& table);
  void read(Grammar::PartitioningContext* partitioning, Table& table);

  void key_parts(Grammar::KeyPartsContext* parts, Index& index) const;
  void index_option(Grammar::IndexOptionContext* option, Index& index) const;
  static void index_type(Grammar::IndexTypeContext* type, Index& index);
  Expression default_value(Grammar::DefaultValueContext* value) const;
  QualifiedName table_name(Grammar::PathContext* path) const;

 private:
  void column_type(Grammar::TypeContext* type, Column& column, Table& table);
  void column_clause(Grammar::ColumnClauseContext* clause, Column& column, Table& table);
  void primary_key(const Index& parts, Table& table) const;
  void key(Index index, Grammar::ConstraintNameContext* constraint, Grammar::IndexNameContext* name,
           Grammar::KeyPartsContext* parts, const std::vector<Grammar::IndexOptionContext*>& options, Table& table);
  void check(ObjectName name, Grammar::GroupContext* group, Grammar::EnforcementContext* enforcement,
             const std::string& column, Table& table);
  void foreign_key(ObjectName name, std::vector<std::string> columns, Grammar::ReferencesContext* references,
                   Table& table);

  std::string expression(Grammar::GroupContext* group) const;
  std::string without_pipes(std::string text, antlr4::ParserRuleContext* at) const;
  static ObjectName stated(Grammar::ConstraintNameContext* name);

  const Tree& tree_;
  const Engine& engine_;
  const Modes& mode_;
  Diagnostics& problems_;
  Diagnostics& remarks_;
};

}  // namespace schemac::sql::mysql_text
