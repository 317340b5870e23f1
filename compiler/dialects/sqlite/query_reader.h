// Reads expressions, queries and the statements of triggers as SQLite's grammar has them, and finds what each name
// means. It knows as much of the grammar as tells a name from a keyword, a type, a collation, a function or an alias;
// precedence does not matter.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/sql_tokens.h"
#include "dialects/sqlite/scopes.h"
#include "schema/schema.h"

namespace schemac::sqlite {

// Thrown at a token that the grammar has no place for.
struct UnknownSyntax {};

class QueryReader {
 public:
  QueryReader(std::string_view sql, const Schema& schema, std::set<std::string> views_being_read = {});

  // An expression of `table`'s own: a check, a generated column, the key or predicate of an index.
  void read_table_expression(const Table& table);
  // CREATE VIEW: the columns that it gives.
  Columns read_view();
  // CREATE TRIGGER: what it is on.
  ObjectId read_trigger();

  // In the order of the text.
  std::vector<Reference> references() const;

 private:
  // --- tokens
  bool done() const { return at_ >= tokens_.size(); }
  std::string_view text(std::size_t ahead = 0) const;
  bool is(std::string_view word, std::size_t ahead = 0) const;
  bool is_one_of(std::string_view words, std::size_t ahead = 0) const;
  bool is_quoted(std::size_t ahead = 0) const;
  bool is_string(std::size_t ahead = 0) const;
  bool is_word(std::size_t ahead = 0) const;
  bool can_be_name(std::size_t ahead = 0) const;
  bool accept(std::string_view word);
  void expect(std::string_view word);
  std::string name();
  void skip_type();

  // --- what names mean
  Scope& new_scope(const Scope* parent);
  void refer(ObjectId object, std::size_t token);
  Relation relation_of(const std::string& name, std::size_t token, bool is_qualified);
  Columns columns_of_view(const SqlObject& view);
  Relation target();  // of INSERT, UPDATE, DELETE, ON
  void column_of(const Relation& relation);
  void column_list(const Relation& relation);

  // --- expressions (in `scope_`)
  void expression();
  void expressions();
  void operand();
  bool continues();
  void in_operator();
  void case_expression();
  void call();
  void over();
  void window_definition();
  void frame_bound();
  void column_name(bool prefers_alias = false, bool is_output_name = false);
  bool is_whole_path(std::string_view ends) const;
  void ordering();

  // --- queries
  bool begins_query(std::size_t ahead = 0) const;
  Columns query(const Scope* parent);
  void common_table_expressions(const Scope* parent);
  Columns core(Scope& scope);
  Columns values(Scope& scope);
  void result_column(Scope& scope, std::vector<std::pair<std::string, bool>>& results);
  void from_clause(Scope& scope);
  void joined_relation(Scope& scope);
  void alias_of(Relation& relation);
  void skip_index_hint();
  static Columns columns_of(const Scope& scope, const std::vector<std::pair<std::string, bool>>& results);

  // --- statements of triggers
  void statement(const Scope* parent);
  void insert(const Scope* parent);
  void update(const Scope* parent);
  void delete_from(const Scope* parent);
  void upsert(const Relation& target, Scope& scope);
  void assignments(const Relation& target);
  void conflict_clause();

  std::string_view sql_;
  const Schema& schema_;
  std::set<std::string> views_being_read_;
  // What views show that have been read: each is read once, however many views of views name it.
  std::shared_ptr<std::map<std::string, Columns>> views_ = std::make_shared<std::map<std::string, Columns>>();
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
  std::deque<Scope> scopes_;
  const Scope* scope_ = nullptr;
  std::vector<std::pair<std::string, Columns>> common_tables_;  // in sight, innermost last
  std::vector<Mention> mentions_;
  std::vector<Reference> found_;
};

}  // namespace schemac::sqlite
