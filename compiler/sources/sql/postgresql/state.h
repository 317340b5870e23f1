// What the statements so far have made: the growing schema, the search path, and what a server would know besides:
// which names are taken, whose partition a table is, who owns what.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/postgresql/parse_tree.h"
#include "schema/intents.h"
#include "sources/source.h"
#include "sources/sql/postgresql/type_table.h"
#include "sources/sql/statements.h"

namespace schemac::sql {

using postgresql::Node;

// A sequence's column, for those that a serial or an identity brought along.
using ColumnSequences = std::map<QualifiedName, ColumnName>;

// A column that a query gives.
struct Output {
  std::string name;
  TypeId type = 0;
  std::string modifier = {};
};

// Who may do what with an object: by grantee and right, and whether it may be passed on.
struct Rights {
  std::string kind;   // `table`, `column`, `function`, …
  std::string space;  // the schema
  std::string name;
  std::string target;  // behind ON
  std::string prefix = {};
  std::string column = {};
  std::map<std::string, std::map<std::string, bool>> base = {};  // what such an object is born with
  std::map<std::string, std::map<std::string, bool>> held = {};
  ObjectId object = {};
};

// Default privileges of whoever runs the file.
struct DefaultRights {
  Schema before;       // what was there before them
  std::string family;  // `tables`
  std::string space;   // empty: all schemas
  std::map<std::string, std::map<std::string, bool>> held;
};

class State {
 public:
  Schema schema;
  Intents intents;
  std::map<ObjectId, Span> declared;
  std::string default_schema = "public";  // where a session looks that sets no path
  std::vector<std::string> search_path = {"public"};
  Diagnostics problems;
  Diagnostics remarks;

  std::multiset<QualifiedName> constraint_names;   // by schema
  std::map<QualifiedName, QualifiedName> indexes;  // those behind constraints as well, to their tables
  ColumnSequences column_sequences;
  std::set<std::string> temporary;                    // relations of the session: what is said of them is passed over
  std::map<QualifiedName, QualifiedName> partitions;  // to their parents
  std::map<ObjectId, std::string> owners;             // where someone stated one
  std::string role;                                   // SET ROLE; empty: whoever runs the file
  std::map<QualifiedName, Table> partition_tables;  // a partition's own constraints and indexes, for names and lookups

  // Of an index ON ONLY a partitioned table: the partitions that have none of their own in it yet.
  std::map<QualifiedName, std::set<QualifiedName>> indexes_of_partitions;

  std::map<QualifiedName, std::vector<Output>> views;  // their columns, where all are known
  std::map<QualifiedName, Table> foreign_tables;       // not managed; views may look at them
  bool takes_away = false;        // something was dropped or got another name: bodies may still say the old one
  std::set<SqlObjectKey> unread;  // as written: the server's spelling is not known

  std::map<QualifiedName, std::vector<std::string>> partition_keys;  // the columns' names, empty for an expression
  std::vector<std::string> last_partition_key;
  std::map<SqlObjectKey, Rights> rights;
  std::vector<DefaultRights> default_rights;
  std::map<QualifiedName, Type> domain_types;
  std::map<QualifiedName, std::string> domain_collations;
  std::map<QualifiedName, std::string> range_subtypes;
  std::multimap<std::pair<std::string, std::string>, SqlObjectKey> routines;  // by schema and name, without arguments

  // Made when somebody asks for the first time.
  TypeTable& types();

  // --- the statement at hand
  void begin(const Statement& statement) { statement_ = &statement; }
  const Statement& statement() const { return *statement_; }
  Span place(const Node& node = {}) const;  // of the node, or of the whole statement's first line
  bool failed() const { return !problems.empty(); }
  // What only a server can tell.
  void needs_server(std::string_view what, const Node& at = {});
  void wrong(std::string code, std::string message, const Node& at = {});

  // --- names
  // Where an object without a schema is made.
  std::string creation_schema() const;
  QualifiedName created(const Node& range_var) const;
  QualifiedName created(const std::vector<std::string>& names) const;
  // An existing relation of any kind; said to be missing where there is none and `must` is set.
  std::optional<QualifiedName> relation(const Node& range_var, bool must = true);
  std::optional<QualifiedName> relation(const std::vector<std::string>& names) const;
  bool is_relation(const QualifiedName& name) const;
  // `view`, `materialized view`, `partition`, `table`, `sequence`, `composite type`, or empty.
  std::string relation_kind(const QualifiedName& name) const;
  std::optional<QualifiedName> find(const std::vector<std::string>& names,
                                    const std::vector<std::string>& kinds) const;  // among SQL objects
  std::optional<QualifiedName> find_index(const std::vector<std::string>& names) const;

  bool is_taken(const std::string& space, const std::string& name) const;
  // Names that the server would choose; the name is not taken yet.
  std::string relation_name(const std::string& space, const std::string& part1, const std::string& part2,
                            std::string_view label, bool constraint) const;
  std::string constraint_name(const std::string& space, const std::string& part1, const std::string& part2,
                              std::string_view label) const;

  // --- objects
  // ------------------------------------------------------------------------------------------------------------- The
  // name is a copy: it may be one of those that change. Calls `change` on the table, be it a partition's own things;
  // false when there is none.
  bool change_table(QualifiedName name, const std::function<void(Table&)>& change);
  bool add_constraint(const QualifiedName& table, Constraint constraint);
  bool add_index(const QualifiedName& table, Index index);
  const Table* table(const QualifiedName& name) const;
  // All columns, those of parents first.
  std::vector<Column> columns_of(const QualifiedName& relation) const;

  void put(std::string kind, QualifiedName name, std::string definition, std::vector<std::string> shape = {});
  void erase(const std::string& kind, const QualifiedName& name) { schema.sql_objects.erase({kind, name}); }
  bool has(const std::string& kind, const QualifiedName& name) const {
    return schema.sql_objects.contains({kind, name});
  }
  void set_comment(const ObjectId& id, const std::string& reference, const std::optional<std::string>& comment);

  // Declares where an object stands, for messages and intents.
  void declare(const ObjectId& id, const Node& at = {});

 private:
  bool change_in_place(const QualifiedName& name, const std::function<void(Table&)>& change);
  void take_name(const QualifiedName& table, const Constraint& constraint);

  const Statement* statement_ = nullptr;
  std::unique_ptr<TypeTable> types_;
};

}  // namespace schemac::sql
