// MySQL 5.7 to 8.4 and MariaDB 10.6 to 11: one value behind the Dialect interface, and the functions that talk to a
// server. MariaDB is told from MySQL by its version, which counts from 10.
#pragma once

#include <span>

#include "dialects/dialect.h"
#include "dialects/registry.h"

namespace schemac {

const Dialect& mysql_dialect();
Result<Schema> introspect_mysql(Connection& connection, const IntrospectOptions& options);
// Fills in what a text leaves to the database that it is for: the version and the collation of its tables. Expressions
// are not asked about.
Result<Diagnostics> ask_mysql(Connection& connection, Schema& wanted, std::span<const QualifiedName> tables);

Result<std::string> sql_mode_of_mysql(Connection& connection);
std::vector<UnresolvedName> unresolved_mysql(const Schema& schema);

}  // namespace schemac
