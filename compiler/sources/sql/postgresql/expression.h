// Expressions and queries of a parse tree, written out again the way the server prints what it stored: every operator
// in parentheses, every name with its schema, constants and operands with the conversions that PostgreSQL's rules of
// types add. What is not known here is written as it was said; where a server is at hand, it is asked.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sources/sql/postgresql/resolution.h"
#include "sources/sql/postgresql/state.h"
#include "sources/sql/postgresql/type_table.h"

namespace schemac::sql {

// A relation whose columns an expression may name.
struct ScopeRelation {
  std::string name;  // or its alias
  std::vector<Column> columns = {};
  std::vector<Output> outputs = {};  // of a query instead
  bool is_whole = false;             // these are all its columns, in their order
  bool is_merged = false;            // joined by USING or NATURAL: a column of two relations is neither's
};

struct CommonTable {
  std::string name;
  std::vector<Output> outputs = {};
  bool is_whole = false;
};

struct Scope {
  std::vector<ScopeRelation> relations = {};
  std::optional<Type> value = {};  // what VALUE is, in a domain
  bool qualified = false;          // columns are printed with their relation
  std::vector<CommonTable> common_tables = {};
  std::vector<std::string> not_columns = {};  // parameters of a routine
};

Scope scope_of(const State& state, const QualifiedName& relation);

// A value as it is printed, and its type as far as it is known.
struct Typed {
  std::string text = {};
  TypeId type = 0;
  std::string modifier = {};  // `(10,2)`
  bool literal = false;       // a string constant that takes the type that is wanted
  bool null = false;          // NULL of no type so far
  std::string content = {};   // of a literal
  bool constant = false;
  std::string unlabelled = {};  // a constant without its type
  bool cast = false;            // a conversion of `inner`
  bool implicit = false;        // one that is shown as an argument only
  std::string inner = {};
  std::string collation = {};  // of `x COLLATE c`: conversions go beneath it
  std::shared_ptr<Typed> collated = {};
  std::vector<Typed> row = {};  // of ROW(…)

  // Where the server leaves implicit conversions out: everywhere but as an argument.
  const std::string& bare() const { return implicit ? inner : text; }
};

class Writer {
 public:
  Writer(State& state, Scope scope) : state_(state), types_(state.types()), scope_(std::move(scope)) {}

  Typed write(const Node& node);
  // Of a column's or domain's type: it is converted as by an assignment.
  std::string write_as(const Node& node, const Type& type);
  // A DEFAULT; none where it comes to NULL, which the server does not keep.
  std::optional<std::string> default_value(const Node& node, const Type& type);
  std::optional<std::string> default_value(const Node& node, const Output& column);
  std::string condition(const Node& node);
  // An index's key: what has no type of its own is a text.
  Typed key(const Node& node);
  std::string query(const Node& select);
  // With names for its columns that stand outside: `CREATE VIEW v (a, b) AS …`. Those that it says itself are taken
  // out.
  std::string query_named(const Node& select, std::vector<std::string>& names);
  // What the query written last gives; unset where not all of it is known.
  std::optional<std::vector<Output>> outputs() const {
    return outputs_are_whole_ ? std::optional(outputs_) : std::nullopt;
  }
  // The column names of a query, as far as they can be told.
  std::vector<std::string> output_names(const Node& select);
  // `lower(email)` as an index's name calls it.
  static std::string column_label(const Node& node);

 private:
  // coercion.cc
  std::string printed(TypeId type, const std::string& modifier = {}) const;
  Typed typed_literal(const Typed& value, TypeId type, const std::string& modifier = {});
  Typed coerce(const Typed& value, TypeId target, Context context, bool shown = false);
  Typed coerce_to(const Typed& value, TypeId target, const std::string& modifier, Context context, bool shown);
  Typed with_collation(Typed value, const std::string& collation);
  Typed as_boolean(const Typed& value) { return coerce(value, types_.boolean, Context::assignment); }
  TypeId common_of(const std::vector<Typed>& values) const;
  std::string argument(const Typed& value, TypeId type) { return coerce(value, type, Context::implicit).text; }

  // expression.cc
  Typed constant(const Node& node);
  Typed column(const Node& node);
  Typed cast(const Node& node);
  Typed array(const Node& node, TypeId type = 0, const std::string& modifier = {});
  Typed boolean(const Node& node);
  Typed sublink(const Node& node);
  Typed case_of(const Node& node);
  Typed common(const std::string& word, const std::vector<Node>& arguments);
  Typed row(const Node& node);
  Typed indirection(const Node& node);
  Typed collate(const Node& node);
  std::string list_of(const std::vector<Node>& nodes);

  // calls.cc
  Typed call(const Node& node);
  Typed call_by_syntax(const std::string& name, const std::vector<Typed>& arguments, const Resolved& found);
  std::vector<std::string> arguments_of(const std::vector<Typed>& values, const Resolved& found);
  std::string window(const Node& node);
  std::string window_body(const Node& node);
  Typed xml(const Node& node);
  Typed xml_serialize(const Node& node);

  // operators.cc
  Typed operation(const Node& node);
  Typed binary(const std::string& op, const Typed& left, const Typed& right);
  Typed like_equality(const std::string& word, const Typed& left, const Typed& right);
  Typed compare_rows(const std::string& op, const Typed& left, const Typed& right);
  Typed any_of(const std::string& op, bool any, const Typed& left, const Typed& right);
  Typed membership(const Node& node);
  Typed between(const Node& node);
  Typed null_if(const Typed& left, const Typed& right);

  // query.cc
  std::string select_body(const Node& select);
  std::string values_rows(const Node& select);
  std::string with_clause(const Node& with);
  std::string from_item(const Node& item);
  std::string from_function(const Node& item);
  std::string join(const Node& item);
  std::string target(const Node& item, const std::string& name, bool is_shown);
  // Those of its columns that are more than a column of what it reads.
  std::vector<std::string> computed_names(const Node& select);
  std::string sort_list(const std::vector<Node>& items, const std::vector<std::string>& outputs = {});
  std::string output_or_key(const Node& item, const std::vector<std::string>& outputs);
  bool is_told_apart(const ScopeRelation& relation) const;
  std::string alias_of(const Node& alias);
  std::string relation_reference(const Node& range_var);
  std::string definitions(const std::vector<Node>& columns);
  std::string grouping(const Node& item, std::string_view around);
  std::string locking(const Node& select);
  std::string limits(const Node& select);
  std::optional<std::string> columns_of_star(const std::string& relation);
  void add_star(const std::string& relation);
  void enter(const Node& alias, std::string name, std::vector<Output> outputs, bool is_whole = false);

  State& state_;
  TypeTable& types_;
  Scope scope_;
  int queries_ = 0;  // how deep in queries: there a column keeps the relation it was said with
  std::size_t columns_named_ = 0;
  std::vector<Output> outputs_;    // of the query written last
  bool outputs_are_whole_ = true;  // no `*` among them stands for columns that are not known here
  std::vector<std::string> stated_names_;
  bool names_are_shown_ = true;     // nobody sees those of EXISTS (SELECT 1)
  std::size_t first_relation_ = 0;  // of the FROM at hand; those before are outer queries'
};

}  // namespace schemac::sql
