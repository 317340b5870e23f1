#include "dialects/registry.h"

#include <array>

#include "dialects/mysql/mysql.h"
#include "dialects/mysql/online_copy.h"
#include "dialects/postgresql/postgresql.h"
#include "dialects/sqlite/sqlite.h"
#include "schema/engine_version.h"

namespace schemac {

std::span<const DialectEntry> dialects() {
  static const std::array entries = {
      DialectEntry{&postgresql_dialect(), introspect_postgresql, ask_postgresql, nullptr, unresolved_postgresql},
      DialectEntry{&mysql_dialect(), introspect_mysql, ask_mysql, mysql::online_copies, unresolved_mysql,
                   sql_mode_of_mysql},
      DialectEntry{&sqlite_dialect(), introspect_sqlite, ask_sqlite, nullptr, unresolved_sqlite},
  };
  return entries;
}

const DialectEntry* find_dialect(std::string_view name) {
  const auto called = engine_called(name).dialect;
  for (const auto& entry : dialects())
    if (entry.dialect->traits().name == called) return &entry;
  return nullptr;
}

}  // namespace schemac
