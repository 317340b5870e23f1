// Renames as people give them: `users.name:full_name`, `billing.orders.total:amount`, `people:users`.
//
// A name that holds a point, a colon or a double quote stands in double quotes, as in SQL: `"v1.2"."from:to":"from"`.
// So does a routine's, before its arguments: `f(integer, text):g(integer, text)`.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "dialects/dialect.h"
#include "schema/schema.h"

namespace schemac {

struct RenameOrder {
  QualifiedName table;  // a column's; empty name: the rename is of a table, type or sequence
  std::string from;     // a column's as it is; else as it was given, in quotes where it must be
  std::string to;
  std::string text;         // as it was given
  bool remembered = false;  // from renames.toml: it may have been carried out long ago
  bool used = false;
};

Result<RenameOrder> parse_rename_order(const std::string& text, const Schema& schema, const DialectTraits& traits);

// `name` or `schema.name`.
QualifiedName qualified(const std::string& text, const std::string& schema);

// The other way round: a name as it stands in an order.
std::string name_in_order(std::string_view name);
std::string name_in_order(const QualifiedName& name);  // without `public`

}  // namespace schemac
