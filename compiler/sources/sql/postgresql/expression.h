// Expressions and queries of a parse tree, written out again the way the server prints what it stored: every operator in parentheses, every
// name with its schema, constants and operands with the casts that the server adds, as far as types are known here. What is not known is
// written as it was said; where a server is at hand, it is asked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sources/sql/postgresql/state.h"

namespace schemac::sql {

// A relation whose columns an expression may name.
struct ScopeRelation {
  std::string name;  // or its alias
  std::vector<Column> columns;
};

struct Scope {
  std::vector<ScopeRelation> relations = {};
  std::optional<Type> value = {};  // what VALUE is, in a domain
  bool qualified = false;          // columns are printed with their relation
  std::vector<std::string> common_tables = {};
  std::vector<std::string> not_columns = {};  // parameters of a routine
};

Scope scope_of(const State& state, const QualifiedName& relation);

// A value and its type, as far as it is known: without arguments, empty when unknown.
struct Typed {
  std::string text;
  std::string type = {};
  bool literal = false;      // a string constant that takes the type that is wanted
  std::string content = {};  // of such a constant
  bool constant = false;
  bool of_domain = false;  // the type is the domain's base, and stands in a cast wherever an operator takes the value
};

class Writer {
 public:
  Writer(State& state, Scope scope) : state_(state), scope_(std::move(scope)) {}

  Typed write(const Node& node);
  // Of a column's or domain's type: a constant takes it.
  std::string write_as(const Node& node, const Type& type);
  std::string condition(const Node& node) { return settled(write(node), "boolean"); }
  std::string query(const Node& select);
  // The column names of a query, as far as they can be told.
  std::vector<std::string> output_names(const Node& select);
  // `lower(email)` as an index's name calls it.
  static std::string column_label(const Node& node);

 private:
  // expression.cc
  std::string settled(const Typed& value, const std::string& type) const;
  std::string converted(const Typed& value, const std::string& type) const;
  Typed constant(const Node& node);
  Typed column(const Node& node);
  Typed cast(const Node& node);
  Typed cast_array(const Node& node, Type type);
  Typed boolean(const Node& node);
  Typed call(const Node& node);
  Typed sublink(const Node& node);
  Typed case_of(const Node& node);
  Typed common(const std::string& word, const std::vector<Node>& arguments);
  Typed array(const Node& node);
  Typed row(const Node& node);
  Typed indirection(const Node& node);
  std::string list_of(const std::vector<Node>& nodes);
  std::string common_type(const std::vector<Typed>& values) const;
  std::string window(const Node& node);
  std::string window_body(const Node& node);
  std::string call_by_syntax(const Node& node, const std::string& name, const std::vector<Typed>& arguments);

  // operators.cc
  Typed operation(const Node& node);
  Typed binary(const std::string& op, Typed left, Typed right);
  Typed any_of(const std::string& op, const std::string& word, const Typed& left, Typed right);
  Typed membership(const Node& node);
  Typed between(const Node& node);
  std::string element_of(const std::string& array) const;
  std::string base_type(const std::string& type) const;

  // query.cc
  std::string select_body(const Node& select);
  std::string values_rows(const Node& select);
  std::string with_clause(const Node& with);
  std::string from_item(const Node& item);
  std::string from_function(const Node& item);
  std::string join(const Node& item);
  std::string target(const Node& item);
  std::string sort_list(const std::vector<Node>& items);
  std::string alias_of(const Node& alias);
  std::string relation_reference(const Node& range_var);
  std::string definitions(const std::vector<Node>& columns);
  std::string grouping(const Node& item);
  std::string locking(const Node& select);
  std::string limits(const Node& select);

  State& state_;
  Scope scope_;
  int queries_ = 0;  // how deep in queries: there a column keeps the relation it was said with
};

}  // namespace schemac::sql
