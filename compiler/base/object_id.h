// Names of things, exact as the engine stores them.
//
// `QualifiedName` is what the model is keyed by. `ObjectId` names anything an operation can make, use or drop, down to
// a column's values; the graph's edges are made from nothing else.
#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace schemac {

// `schema` is empty where the engine has none (SQLite).
struct QualifiedName {
  std::string schema;
  std::string name;

  auto operator<=>(const QualifiedName&) const = default;
};

// For messages: `name`, or `schema.name` unless the schema is the engine's default one (`public`).
std::string display(const QualifiedName& name);

enum class ObjectKind {
  schema,
  table,
  column,              // part = column
  column_type,         // part = column; the type, changed in place
  column_values,       // part = column; what the rows hold
  column_default,      // part = column; default, identity, generation
  column_nullability,  // part = column
  relation_name,       // one name space for tables, indexes, sequences, views
  constraint,          // part = constraint; its name within the table
  key,                 // part = the columns of a unique key, in key order, joined with ','
  index,
  sequence,
  type,  // enums (and the row type of a table: they share a name space)
  enum_label,
  sql_object,  // given as raw SQL; part = kind
};

struct ObjectId {
  ObjectKind kind = ObjectKind::table;
  QualifiedName name;
  std::string part = {};

  auto operator<=>(const ObjectId&) const = default;
};

std::string_view kind_name(ObjectKind kind);  // "table", "column type", …
std::string display(const ObjectId& id);      // `users.email`, `billing.orders`

}  // namespace schemac
