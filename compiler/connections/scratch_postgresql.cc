// A scratch database on a PostgreSQL server: empty as template0 makes it, with the encoding and the collation of the
// one beside it.
#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "connections/connection.h"
#include "connections/scratch.h"
#include "connections/secrets.h"

namespace schemac {
namespace {

// Row by name, because the catalogue has other columns in each version: the provider came with 15, its locale was
// renamed in 17.
constexpr const char* settings_query =
    "SELECT pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, to_jsonb(d) ->> 'datlocprovider', "
    "coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'), to_jsonb(d) ->> 'daticurules' "
    "FROM pg_database d WHERE d.datname = current_database()";

std::string provider_clause(const Rows& row, int version) {
  if (row.is_null(0, 3)) return {};
  const auto provider = row.text(0, 3);
  if (provider == "c") return " LOCALE_PROVIDER libc";
  const auto locale = string_literal(row.text(0, 4));
  if (provider == "b") return fmt::format(" LOCALE_PROVIDER builtin BUILTIN_LOCALE {}", locale);
  const auto rules =
      row.is_null(0, 5) || version < 16 ? std::string() : fmt::format(" ICU_RULES {}", string_literal(row.text(0, 5)));
  return fmt::format(" LOCALE_PROVIDER icu ICU_LOCALE {}{}", locale, rules);
}

Result<void> make(const std::string& beside, const std::string& name) {
  const auto connection = connect(beside, Access::administer);
  if (!connection) return std::unexpected(connection.error());
  const auto settings =
      (*connection)->query(std::vector<std::string>{settings_query}, "reading how databases are set up on");
  if (!settings) return std::unexpected(settings.error());
  const auto& row = *settings->front();
  const auto sql = fmt::format("CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}{}", name,
                               string_literal(row.text(0, 0)), string_literal(row.text(0, 1)),
                               string_literal(row.text(0, 2)), provider_clause(row, (*connection)->engine().major));
  if (auto made = (*connection)->execute(sql, "making a scratch database beside"); !made) return made;
  // Whoever finds one that a crash left behind knows what it is; a server that refuses the comment is no reason to
  // stop.
  (void)(*connection)
      ->execute(fmt::format("COMMENT ON DATABASE {} IS 'made by schemac for one run; may be dropped'", name),
                "describing a scratch database on");
  return {};
}

Result<void> remove(const std::string& beside, const std::string& name) {
  const auto connection = connect(beside, Access::administer);
  if (!connection) return std::unexpected(connection.error());
  if ((*connection)->engine().major >= 13)
    return (*connection)
        ->execute(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name), "removing a scratch database of");
  const auto ended =
      (*connection)
          ->execute(fmt::format("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}",
                                string_literal(name)),
                    "removing a scratch database of");
  if (!ended) return ended;
  return (*connection)->execute(fmt::format("DROP DATABASE IF EXISTS {}", name), "removing a scratch database of");
}

// The URL with another database in it: `postgresql://me:pw@host/shop?dbname=x&sslmode=disable` →
// `…/NAME?sslmode=disable`.
std::string with_database(const std::string& url, const std::string& name) {
  if (is_keyword_form(url)) return url + " dbname=" + name;  // the last one counts
  const auto authority = url.find("://") + 3;
  const auto question = std::min(url.find('?', authority), url.size());
  const auto path = std::min(url.find('/', authority), question);
  std::string parameters;
  for (auto at = question; at < url.size();) {
    const auto end = std::min(url.find('&', at + 1), url.size());
    const auto parameter = url.substr(at + 1, end - at - 1);
    if (!parameter.starts_with("dbname=")) parameters += (parameters.empty() ? "?" : "&") + parameter;
    at = end;
  }
  return url.substr(0, path) + "/" + name + parameters;
}

}  // namespace

ScratchParts scratch_on_postgresql(const std::string& beside, const std::string& name) {
  return {.place = with_database(beside, name),
          .make = [=] { return make(beside, name); },
          .remove = [=] { return remove(beside, name); }};
}

}  // namespace schemac
