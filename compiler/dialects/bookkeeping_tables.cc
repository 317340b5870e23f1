#include "dialects/bookkeeping_tables.h"

#include <algorithm>
#include <array>

namespace schemac {

bool is_bookkeeping_table(std::string_view name) {
  static constexpr std::array<std::string_view, 19> names = {
      "alembic_version",       "_prisma_migrations",     "flyway_schema_history", "knex_migrations",
      "knex_migrations_lock",  "databasechangelog",      "databasechangeloglock", "django_migrations",
      "goose_db_version",      "schema_migrations",      "ar_internal_metadata",  "__diesel_schema_migrations",
      "SequelizeMeta",         "SequelizeData",          "typeorm_metadata",      "__drizzle_migrations",
      "__EFMigrationsHistory", "atlas_schema_revisions", "_sqlx_migrations"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace schemac
