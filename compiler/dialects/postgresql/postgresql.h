// PostgreSQL 12 to 18: what the rest of the compiler sees of this folder.
#pragma once

#include <span>

#include "dialects/registry.h"

namespace schemac {

const Dialect& postgresql_dialect();
Result<Schema> introspect_postgresql(Connection& connection, const IntrospectOptions& options);
Result<void> ask_postgresql(Connection& connection, Schema& wanted, std::span<const QualifiedName> tables);

}  // namespace schemac
