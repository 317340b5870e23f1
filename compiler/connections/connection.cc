#include "connections/connection.h"

#include "connections/mysql.h"
#include "connections/postgresql.h"
#include "connections/sqlite.h"
#include "connections/url_forms.h"

namespace schemac {
namespace {

bool is_sqlite_url(std::string_view place) { return place.starts_with("sqlite:"); }

}  // namespace

bool is_database_url(std::string_view place) { return has_url_form(place); }

Result<std::unique_ptr<Connection>> connect(const std::string& written, Access access) {
  const auto form = read_url_form(written);
  if (!form) return std::unexpected(form.error());
  const auto& place = form->url;
  if (is_postgresql_url(place)) return connect_postgresql(place, access);
  if (is_mysql_url(place)) return connect_mysql(place, access);
  if (place.find("://") == std::string::npos || is_sqlite_url(place)) return connect_sqlite(place, access);
  return failure("unknown-database", "`" + place.substr(0, place.find("://")) +
                                         "://` is no database schemac can connect to; it knows `postgresql://`, `mysql://` and `sqlite:`");
}

}  // namespace schemac
