// Renames as people give them: `users.name:full_name`, `billing.orders.total:amount`, `people:users`.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "dialects/dialect.h"
#include "schema/schema.h"

namespace schemac {

struct RenameOrder {
  QualifiedName table;  // a column's; empty name: the rename is of a table, type or sequence
  std::string from;
  std::string to;
  std::string text;         // as it was given
  bool remembered = false;  // from renames.toml: it may have been carried out long ago
  bool used = false;
};

Result<RenameOrder> parse_rename_order(const std::string& text, const Schema& schema, const DialectTraits& traits);

// `name` or `schema.name`.
QualifiedName qualified(const std::string& text, const std::string& schema);

}  // namespace schemac
