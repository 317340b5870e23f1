// The SQLite dialect: one value behind the Dialect interface, and the two functions that talk to a database.
//
// Attribute keys of this dialect:
//   table       `strict`, `without_rowid`                       value `true`
//   column      `not_null_on_conflict`, `not_null_constraint`   the clause and the name of a NOT NULL
//   constraint  `on_conflict`                                   ROLLBACK FAIL IGNORE REPLACE
//               `order`, `collations`                           of a key's columns, one word each: `asc desc`, `-
//               NOCASE` `inline`                                        `true`: an INTEGER PRIMARY KEY DESC beside its
//               column, which is no alias of the rowid `match`                                         a foreign key's
//               MATCH word other than FULL
#pragma once

#include <span>

#include "dialects/dialect.h"
#include "dialects/registry.h"

namespace schemac {

const Dialect& sqlite_dialect();

Result<Schema> introspect_sqlite(Connection& connection, const IntrospectOptions& options);
// Does nothing: SQLite stores the text that it is given.
Result<Diagnostics> ask_sqlite(Connection& connection, Schema& wanted, std::span<const QualifiedName> tables);

std::vector<UnresolvedName> unresolved_sqlite(const Schema& schema);

}  // namespace schemac
