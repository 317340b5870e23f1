// What the definition of an object refers to, statement by statement.
#pragma once

#include "dialects/postgresql/resolve/query_reader.h"

namespace schemac::postgresql {

class StatementReader {
 public:
  explicit StatementReader(Found& found) : found_(found), queries_(found) {}

  void read(const Node& statement);
  // The statements in the string that is the body of a routine in SQL, seen with its parameters.
  void read_body(const Node& routine, const std::vector<Node>& statements);

 private:
  void routine(const Node& statement);
  void define(const Node& statement);
  void trigger(const Node& statement);
  void rule(const Node& statement);
  void policy(const Node& statement);
  void statistics(const Node& statement);
  void index(const Node& statement);
  void create_table(const Node& statement);
  void alter_table(const Node& statement);
  void grant(const Node& statement);
  void about(std::string_view object_type, const Node& object);
  void about_relation(const std::vector<std::string>& names, bool ends_in_column);
  void about_trigger(const ObjectId& table, const std::string& name, const char* kind, const char* part);
  void collation_of_domain(const std::vector<std::string>& base);
  void about_index(const ObjectId& table, const std::string& name);
  void about_part_of_table(const char* kind, const std::vector<std::string>& names);
  std::optional<Level> scope_of_table(const Node& range_var, std::initializer_list<const char*> names);

  Found& found_;
  QueryReader queries_;
  bool is_comment_ = false;  // the server tells a type that a comment is about by its object alone
};

}  // namespace schemac::postgresql
