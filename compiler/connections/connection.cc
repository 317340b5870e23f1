#include "connections/connection.h"

#include "connections/mysql.h"
#include "connections/postgresql.h"
#include "connections/secrets.h"
#include "connections/sqlite.h"
#include "connections/url_forms.h"

namespace schemac {
namespace {

bool is_sqlite_url(std::string_view place) { return place.starts_with("sqlite:"); }

Result<std::unique_ptr<Connection>> connected(const std::string& written, Access access, const Limits& limits) {
  const auto form = read_url_form(written);
  if (!form) return std::unexpected(form.error());
  const auto& place = form->url;
  if (is_postgresql_url(place)) return connect_postgresql(place, access, limits);
  if (is_mysql_url(place)) return connect_mysql(place, access, limits);
  if (place.find("://") == std::string::npos || is_sqlite_url(place)) return connect_sqlite(place, access);
  return failure("unknown-database",
                 "`" + place.substr(0, place.find("://")) +
                     "://` is not a supported database; schemac connects to `postgresql://`, `mysql://` and `sqlite:`");
}

}  // namespace

bool is_database_url(std::string_view place) {
  return has_url_form(place) || is_postgresql_url(place) || is_mysql_url(place) || is_sqlite_url(place);
}

Result<std::vector<Attempted>> Connection::attempt(std::span<const std::string>, std::span<const AttemptGroup>,
                                                   std::string_view) {
  broken_invariant("attempts are made on PostgreSQL alone");
}

Result<std::unique_ptr<Connection>> connect(const std::string& place, Access access, const Limits& limits) {
  auto connection = connected(place, access, limits);
  if (!connection) return std::unexpected(without_secrets(std::move(connection.error()), place));
  return connection;
}

}  // namespace schemac
