// PostgreSQL 12 to 18: what the rest of the compiler sees of this folder.
//
// Attribute keys of this dialect; every other key is a storage parameter by its own name (`fillfactor`,
// `toast.autovacuum_enabled`):
//   table       `inherits` public.a, "B".c (the table then holds its own columns alone), `partition_by` RANGE (at),
//               `unlogged` true, `replica_identity` full|nothing, `tablespace`, `access_method`
//   column      `statistics`, `storage` plain|external|main|extended, `compression` pglz|lz4, `n_distinct`,
//               `n_distinct_inherited`
//   index       `tablespace`; `replica_identity` true: the table's rows are told apart by it; `clustered` true: CLUSTER
//               orders the table's rows by it
//   constraint  as its index; PostgreSQL 18: `enforced` false, `period` true (WITHOUT OVERLAPS, PERIOD)
//   sequence    `unlogged` true
#pragma once

#include <span>

#include "dialects/registry.h"

namespace schemac {

const Dialect& postgresql_dialect();
Result<Schema> introspect_postgresql(Connection& connection, const IntrospectOptions& options);
Result<Diagnostics> ask_postgresql(Connection& connection, Schema& wanted, std::span<const QualifiedName> tables);
std::vector<UnresolvedName> unresolved_postgresql(const Schema& schema);

}  // namespace schemac
