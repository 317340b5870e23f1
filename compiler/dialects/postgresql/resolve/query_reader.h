// Follows a parse tree with PostgreSQL's rules of scope, and tells a `Found` what each name in it means.
//
// A name is looked for in the innermost query first: among the columns of its FROM items, then in the queries around
// it. Common tables hide relations, aliases hide what they stand for, a subquery in FROM sees its neighbours only where
// it is LATERAL. Not modelled: fields of composite values, which need parentheses and never look like a column alone.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dialects/postgresql/parse_tree.h"
#include "dialects/postgresql/resolve/found.h"

namespace schemac::postgresql {

bool is_query(std::string_view node_kind);  // SELECT, INSERT, UPDATE, DELETE, MERGE

// The columns that a query shows. Not known where a function or a relation that is not modelled takes part with `*`.
struct Shown {
  bool known = true;
  std::vector<std::string> names = {};
  bool certain = true;  // what the server calls an expression is told for all of them
};

// One item of FROM, or what stands for one: a trigger's NEW, a routine's parameters.
struct Item {
  std::string name;                       // its alias, or the relation's own name
  std::optional<ObjectId> relation = {};  // unset for subqueries, functions, common tables
  bool is_alias = false;                  // the name is not the relation's own
  bool columns_known = true;
  std::vector<std::string> columns = {};    // as they are called here
  std::vector<std::string> originals = {};  // as the relation calls them, where an alias renames them
  bool certain = false;      // no column but these; of a relation without a name here, `name` is all there is
  bool is_nameless = false;  // the server chooses the name
};

struct Level {
  std::vector<Item> items = {};
  std::map<std::string, Shown> common_tables = {};
  const Level* outer = nullptr;
  bool is_open = false;  // names may come from elsewhere: VALUE of a domain
};

class QueryReader {
 public:
  explicit QueryReader(Found& found) : found_(found) {}

  // SELECT, VALUES, INSERT, UPDATE, DELETE, MERGE; what a statement of another kind holds is walked through.
  Shown statement(const Node& node, const Level* outer);
  // Any expression, or a list of clauses with expressions.
  void expression(const Node& node, const Level& level);
  void type_name(const Node& node);
  // `public.users`, of RangeVar's own: told as needed, with its place. Unset where it is no object of the schema.
  std::optional<ObjectId> relation(const Node& range_var);
  void routine(const std::vector<std::string>& names, std::int64_t location, std::optional<std::size_t> arguments,
               const std::vector<std::string>& types = {});

  // The same where it has to be one: a name that is none is a miss.
  std::optional<ObjectId> needed_relation(const Node& range_var);
  // A column that a statement names outside of expressions.
  void named_column(const ObjectId& relation, const std::string& column, std::int64_t location);

  // The relation as an item of a scope, under its own name or another.
  Item item_of(const ObjectId& relation, const std::string& name, bool is_alias);

 private:
  Shown select(const Node& node, const Level* outer);
  Shown set_operation(const Node& node, const Level* outer);
  Shown targets(const Node& list_owner, std::string_view field, const Level& level);
  void changed_columns(const Node& node, std::string_view field, const std::optional<ObjectId>& relation);
  void with_clause(const Node& node, Level& level);
  void from_item(const Node& node, Level& level);
  void join(const Node& node, Level& level);
  void join_columns(const std::vector<std::string>& names, const Level& level, std::size_t begin, std::size_t middle);
  void range_var(const Node& node, Level& level);
  Shown insert(const Node& node, const Level* outer);
  Shown update(const Node& node, const Level* outer);
  Shown remove(const Node& node, const Level* outer);
  Shown merge(const Node& node, const Level* outer);
  void column(const Node& node, const Level& level, bool is_output_name);
  void star(const std::vector<std::string>& names, const Level& level, Shown* shown);
  void needs_of_column(const Item& item, const std::string& column);
  void miss_column(const Node& node, const std::vector<std::string>& names, const Level& level);
  void miss_relation_in_string(const QualifiedName& name, const Node& constant);
  void call(const Node& node, const Level& level);
  void cast(const Node& node, const Level& level);
  void functional_dependency(const Node& select, const Level& level);
  std::string type_of(const Node& node, const Level& level) const;
  Shown columns_of_view(const ObjectId& view);

  Found& found_;
  int depth_ = 0;  // of views that show what views show
  // Those that have been read: each is read once, however many views of views name it.
  std::shared_ptr<std::map<ObjectId, Shown>> views_ = std::make_shared<std::map<ObjectId, Shown>>();
};

}  // namespace schemac::postgresql
