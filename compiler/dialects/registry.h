// The engines schemac knows: one line each in registry.cc.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "connections/connection.h"
#include "dialects/dialect.h"
#include "operations/online_copy.h"
#include "schema/table_pool.h"

namespace schemac {

struct IntrospectOptions {
  std::vector<std::string> only_schemas = {};  // empty: all that are not the engine's own
  std::vector<std::string> exclude = {};       // patterns: `audit.*`, `*_old`
  std::vector<std::string> include = {};       // what is left alone otherwise, by its word: `owners`
  std::shared_ptr<TablePool> pool = {};        // of databases that are compared: what both have is kept once
};

struct DialectEntry {
  const Dialect* dialect;
  // Reads the whole catalogue in a read-only transaction and returns it normalised.
  Result<Schema> (*introspect)(Connection& connection, const IntrospectOptions& options);
  // Spells the expressions of `wanted` as the engine itself would store them, on temporary objects in a transaction that is
  // always rolled back. Only expressions of tables named in `tables` are asked about. Does nothing for an engine that
  // stores what it is given.
  Result<Diagnostics> (*ask)(Connection& connection, Schema& wanted, std::span<const QualifiedName> tables);
  // Other programs that do what a statement does without keeping those out who write; nullptr where nobody knows any.
  std::vector<OnlineCopy> (*online_copies)(const Statement& statement, const Schema& before, const Schema& after) = nullptr;
};

std::span<const DialectEntry> dialects();
const DialectEntry* find_dialect(std::string_view name);  // also by alias: `postgres`, `pg`, `sqlite3`

}  // namespace schemac
