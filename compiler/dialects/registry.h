// The engines schemac knows: one line each in registry.cc.
#pragma once

#include <memory>
#include <set>
#include <span>
#include <string_view>

#include "connections/connection.h"
#include "dialects/dialect.h"
#include "dialects/unresolved_name.h"
#include "operations/online_copy.h"
#include "schema/table_pool.h"

namespace schemac {

struct IntrospectOptions {
  std::vector<std::string> only_schemas = {};           // empty: all that are not the engine's own
  std::vector<std::string> exclude = {};                // patterns: `audit.*`, `*_old`
  std::shared_ptr<std::set<std::string>> matched = {};  // is told which patterns of `exclude` named something
  std::vector<std::string> include = {};                // what is left alone otherwise, by its word: `owners`
  std::shared_ptr<TablePool> pool = {};                 // of databases that are compared: what both have is kept once

  // Whether a pattern of `exclude` that `matches(pattern)` takes something out, and which ones do.
  template <class Matches>
  bool leaves_out(Matches&& matches) const {
    bool any = false;
    for (const auto& pattern : exclude) {
      if (!matches(pattern)) continue;
      any = true;
      if (matched) matched->insert(pattern);
    }
    return any;
  }
};

struct DialectEntry {
  const Dialect* dialect;
  // Reads the whole catalogue in a read-only transaction and returns it normalised.
  Result<Schema> (*introspect)(Connection& connection, const IntrospectOptions& options);
  // Spells the expressions of `wanted` as the engine itself would store them, on temporary objects in a transaction
  // that is always rolled back. Only expressions of tables named in `tables` are asked about. Does nothing for an
  // engine that stores what it is given.
  Result<Diagnostics> (*ask)(Connection& connection, Schema& wanted, std::span<const QualifiedName> tables);
  // Other programs that do what a statement does without keeping those out who write; nullptr where nobody knows any.
  std::vector<OnlineCopy> (*online_copies)(const Statement& statement, const Schema& before,
                                           const Schema& after) = nullptr;
  // Names in the schema's texts that mean nothing in it, as far as the schema tells.
  std::vector<UnresolvedName> (*unresolved_names)(const Schema& schema) = nullptr;
  // The SQL mode of a client that sets none, by which a file for this server is read; nullptr where there are no modes.
  Result<std::string> (*sql_mode)(Connection& connection) = nullptr;
};

std::span<const DialectEntry> dialects();
const DialectEntry* find_dialect(std::string_view name);  // also by alias: `postgres`, `pg`, `sqlite3`

}  // namespace schemac
