// Reads the statements of triggers, routines and events far enough to know what each name in them stands for. A name
// that a parameter or a DECLARE has taken is a variable, as the servers have it, whatever columns there are.
#pragma once

#include "dialects/mysql/query_reader.h"

namespace schemac::mysql {

class BodyReader : public QueryReader {
 public:
  using QueryReader::QueryReader;

  void declare(std::string variable) { variables_.push_back(std::move(variable)); }
  // NEW and OLD are rows of this one.
  void rows_of(const Table* table);

  // The statements from `begin` on.
  void body(std::size_t begin);

  // The names of parameters behind the parenthesis at `open`; the place behind its partner.
  std::size_t parameters(std::size_t open);

 private:
  std::size_t statement(std::size_t at);
  std::size_t block(std::size_t at);
  std::size_t statements_up_to(std::size_t at, std::string_view words);
  std::size_t branches(std::size_t at, std::size_t end);
  std::size_t loop(std::size_t at);
  std::size_t declaration(std::size_t at, std::size_t end);
  std::size_t end_of_statement(std::size_t at) const;
  // The first of the words that is part of no expression: THEN behind IF, not that of a CASE.
  std::size_t behind_expression(std::size_t begin, std::string_view words) const;

  void simple(std::size_t begin, std::size_t end);
  void insert(std::size_t begin, std::size_t end);
  void update(std::size_t begin, std::size_t end);
  void remove(std::size_t begin, std::size_t end);
  void type(std::size_t begin, std::size_t end);
  void definition(std::size_t begin, std::size_t end);
  void assignments(Range range, const QueryScope& scope);
  void columns(Range range, const QueryScope& scope);
  void expressions(Range range, const QueryScope& scope);
  std::size_t words(std::size_t at, std::string_view words) const;
  std::size_t table_name(std::size_t at, QueryScope& scope);

  QueryScope outermost_;
};

}  // namespace schemac::mysql
