// One table's block, from its lines to a Table.
#pragma once

#include "dialects/sql_text.h"
#include "sources/schemac/names.h"
#include "sources/schemac/resolve.h"

namespace schemac::language {

class TableResolver {
 public:
  // `known_types` is kept from table to table: of types that no text declares, whether the engine has them.
  TableResolver(const TableSyntax& syntax, const FileSyntax& file, const Names& names, const Dialect& dialect,
                Resolved& out, std::map<std::string, bool>& known_types);

  Table run();

 private:
  void error(std::string code, std::string message, Range at, std::string hint = {});
  void require(const Text& text, SqlPlace place, const std::string& what);
  Attributes attributes(const std::vector<AttributeSyntax>& written, ParameterOf owner);
  void remember(ObjectId id, const ObjectSyntax& object, Range at, Intent intent = {});

  void add(const ColumnSyntax& column);
  void refuse_repetition(const std::vector<Range>& clauses, const std::string& owner);
  Span place_of_column(const std::string& name) const;
  Type type_of(const ColumnSyntax& column);
  bool is_known_to_engine(const Type& type);
  void unknown_type(const QualifiedName& name, Range at);
  void generate(Column& out, const ColumnSyntax& column);
  void add(const ConstraintSyntax& constraint);
  void add(const IndexSyntax& index);
  void add(const Text& comment);
  void add(const BackSyntax& back);

  std::variant<Key, Check, ForeignKey, Exclusion> body_of(const ConstraintSyntax& constraint);
  ForeignKey foreign_key(const ConstraintSyntax& constraint);
  void refuse_foreign_options(const ConstraintSyntax& constraint);
  IndexKey index_key(const IndexKeySyntax& key);
  std::vector<std::string> own_columns(const std::vector<Word>& words, std::string_view what);
  std::optional<std::string> column_of(const QualifiedName& table, const Word& word, std::string_view what);
  ObjectName name_of(const std::optional<Word>& word, std::string_view kind);
  std::string collation(const Path& path);

  const TableSyntax& syntax_;
  const FileSyntax& file_;
  const Names& names_;
  const Dialect& dialect_;
  Resolved& out_;
  std::map<std::string, bool>& known_types_;
  Table table_;
  std::map<std::string, Range> constraint_names_;
  std::map<std::string, Range> index_names_;
  std::optional<Range> primary_key_;
};

}  // namespace schemac::language
