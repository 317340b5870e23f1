// Finds the objects of a schema by the names that SQL text gives them: relations, types and routines, along a search
// path.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "schema/schema.h"

namespace schemac::postgresql {

// A relation's columns; what a view shows is known once its query was read.
struct RelationColumns {
  bool known = false;
  std::vector<std::string> names = {};
};

class Lookup {
 public:
  // Unqualified names are looked for in `search_path`, in this order. The schema must outlive the lookup.
  Lookup(const Schema& schema, std::vector<std::string> search_path);

  const Schema& schema() const { return schema_; }

  // A table, a view, a materialized view, a partition, a sequence or a composite type; `name.schema` may be empty.
  // Tables come as ObjectKind::table, sequences as ObjectKind::sequence, the others as ObjectKind::sql_object.
  std::optional<ObjectId> relation(const QualifiedName& name) const;
  // An enum, a domain, a composite type, a range type or the row type of a relation.
  std::optional<ObjectId> type(const QualifiedName& name) const;
  // Every routine of that name, whatever its arguments.
  std::vector<ObjectId> routines(const QualifiedName& name) const;
  // False where a relation of that name, in any schema where none is said, may be there all the same: the server's own,
  // a sequence behind an identity, what is not managed.
  bool lacks_relation(const QualifiedName& name) const;
  bool lacks_type(const QualifiedName& name) const;
  bool lacks_routine(const QualifiedName& name) const;
  bool is_ambiguous(const std::string& relation) const;  // several schemas have one of that name
  // Every column is known: none comes from a parent or a type elsewhere.
  bool knows_columns_of(const ObjectId& relation) const;
  bool has_column_somewhere(const std::string& column) const;
  // With those that it inherits, as far as its parents are known.
  std::vector<std::string> columns_of(const Table& table) const;
  // The table at the top, for a partition: it has the partition's columns.
  const Table* table_of(const ObjectId& relation) const;

 private:
  // Every name that a relation, a type or a routine has, by name, then schema: `{name, schema}`.
  struct Names {
    std::set<QualifiedName> relations, types, routines;
  };
  const Names& names() const;
  bool is_sequence_of_column(const QualifiedName& name) const;
  template <class Find>
  auto along_the_path(const QualifiedName& name, Find&& find) const -> decltype(find(name));

  const Schema& schema_;
  std::vector<std::string> search_path_;
  std::map<QualifiedName, ObjectId> relations_;  // of those that are SQL objects
  std::map<QualifiedName, ObjectId> types_;      // likewise
  std::map<QualifiedName, std::vector<ObjectId>> routines_;
  // made when somebody asks for the first time
  mutable std::optional<Names> names_ = {};
  mutable std::optional<std::set<QualifiedName>> column_sequences_ = {};
};

// Of `f(integer, text)`: `integer`, `text`.
std::vector<std::string> argument_types(const std::string& routine);

}  // namespace schemac::postgresql
