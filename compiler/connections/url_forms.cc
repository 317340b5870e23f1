#include "connections/url_forms.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <libpq-fe.h>

#include "base/sql_tokens.h"
#include "connections/connection.h"
#include "connections/secrets.h"

namespace schemac {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

// `postgresql+psycopg` → `postgresql`; empty for a scheme of no database.
std::string engine_of(std::string_view scheme) {
  const auto name = lower(scheme.substr(0, scheme.find('+')));
  if (is_one_of(name, {"postgresql", "postgres"})) return "postgresql";
  if (is_one_of(name, {"mysql", "mariadb", "mysql2"})) return "mysql";
  if (is_one_of(name, {"sqlite", "sqlite3", "file"})) return "sqlite";
  return {};
}

std::string_view without_jdbc(std::string_view place) {
  return lower(place.substr(0, 5)) == "jdbc:" ? place.substr(5) : place;
}

std::string_view scheme_of(std::string_view place) { return place.substr(0, std::min(place.find(':'), place.size())); }

bool libpq_knows(std::string_view option) {
  static const auto known = [] {
    std::vector<std::string> out = {"ssl"};
    PQconninfoOption* options = PQconndefaults();
    for (auto* one = options; one && one->keyword; ++one) out.emplace_back(one->keyword);
    PQconninfoFree(options);
    return out;
  }();
  return std::ranges::find(known, option) != known.end();
}

// Options of connection pools, drivers and ORMs, which change nothing about what is read. In lower case, without `_`
// and `-`.
bool says_nothing(std::string_view option) {
  return is_one_of(option, {"connectionlimit",
                            "pooltimeout",
                            "pgbouncer",
                            "sockettimeout",
                            "statementcachesize",
                            "sslidentity",
                            "sslpassword",
                            "singleusecleanup",
                            "preparedstatementcachesize",
                            "preparethreshold",
                            "stringtype",
                            "rewritebatchedinserts",
                            "targetservertype",
                            "loadbalancehosts",
                            "tcpkeepalive",
                            "binarytransfer",
                            "defaultrowfetchsize",
                            "logunclosedconnections",
                            "assumeminserverversion",
                            "reconnect",
                            "poolsize",
                            "maxoverflow",
                            "maxlifetime",
                            "pool",
                            "poolmaxsize",
                            "poolminsize",
                            "maxconns",
                            "minconns",
                            "uselibpqcompat",
                            "supa",
                            "workaround",
                            "maxidleconnectionlifetime",
                            "querytimeout",
                            "preparedstatements",
                            "statementtimeout",
                            "idletimeout",
                            "adapter",
                            "encoding",
                            "serverversion",
                            "charset",
                            "characterencoding",
                            "useunicode",
                            "servertimezone",
                            "allowmultiqueries",
                            "autoreconnect",
                            "zerodatetimebehavior",
                            "cacheprepstmts",
                            "preparedstatementcachequeries"});
}

// What other drivers call an option of libpq.
std::string libpq_name(const std::string& plain, const std::string& option) {
  static const std::map<std::string, std::string> names = {{"applicationname", "application_name"},
                                                           {"connecttimeout", "connect_timeout"},
                                                           {"logintimeout", "connect_timeout"},
                                                           {"timeout", "connect_timeout"},
                                                           {"username", "user"},
                                                           {"clientencoding", "client_encoding"}};
  const auto found = names.find(plain);
  return found == names.end() ? option : found->second;
}

// The first name in `-c search_path=app,public` or `--search_path=app`.
std::string first_of_path(const std::string& options) {
  const auto at = options.find("search_path=");
  if (at == std::string::npos) return {};
  const auto value = options.substr(at + 12, options.find_first_of(" \\", at + 12) - at - 12);
  for (std::size_t begin = 0; begin <= value.size();) {
    const auto end = std::min(value.find(',', begin), value.size());
    if (const auto name = value.substr(begin, end - begin); !name.empty() && name != "\"$user\"") return unquoted(name);
    begin = end + 1;
  }
  return {};
}

struct Option {
  std::string name;
  std::string plain;  // in lower case, without `_` and `-`
  std::string value;  // as written
};

std::vector<Option> options_of(std::string_view query) {
  std::vector<Option> out;
  for (std::size_t begin = 0; begin < query.size();) {
    const auto end = std::min(query.find('&', begin), query.size());
    const auto one = query.substr(begin, end - begin);
    begin = end + 1;
    if (one.empty()) continue;
    const auto equals = std::min(one.find('='), one.size());
    Option option{.name = std::string(one.substr(0, equals)), .plain = lower(one.substr(0, equals)), .value = {}};
    if (equals < one.size()) option.value = one.substr(equals + 1);
    std::erase_if(option.plain, [](char c) { return c == '_' || c == '-'; });
    out.push_back(std::move(option));
  }
  return out;
}

// A name with other signs in it may be a piece of a password that holds a `?` or an `&`.
std::unexpected<Diagnostics> unknown_option(const std::string& place, const Option& option) {
  const bool is_name = std::ranges::all_of(
      option.name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.'; });
  return failure("bad-url",
                 fmt::format("the URL of `{}` has {}, which schemac does not know", without_password(place),
                             is_name ? fmt::format("the option `{}`", option.name) : "an option"),
                 {}, "remove it from the URL");
}

Result<DatabaseUrl> postgresql_url(const std::string& place, std::string_view body) {
  DatabaseUrl out;
  std::vector<std::string> kept;
  const auto question = std::min(body.find('?'), body.size());
  for (const auto& option : options_of(body.substr(std::min(question + 1, body.size())))) {
    const auto value = percent_decoded(option.value);
    const auto name = libpq_name(option.plain, option.name);
    if (option.plain == "schema" || option.plain == "currentschema" || option.plain == "searchpath") {
      out.default_schema = first_of_path("search_path=" + value);
      out.is_narrow = option.plain == "schema";
    } else if (option.plain == "sslaccept") {  // Prisma's word: a certificate that is verified, or any
      if (value == "strict") kept.emplace_back("sslmode=verify-full");
    } else if (libpq_knows(name)) {
      if (name == "options" && out.default_schema.empty()) out.default_schema = first_of_path(value);
      const bool is_mode_of_asyncpg = name == "ssl" && value != "true";
      kept.push_back(fmt::format("{}={}", is_mode_of_asyncpg ? "sslmode" : name, option.value));
    } else if (!says_nothing(option.plain)) {
      return unknown_option(place, option);
    }
  }
  out.url = "postgresql:" + std::string(body.substr(0, question));
  if (!kept.empty()) out.url += fmt::format("?{}", fmt::join(kept, "&"));
  return out;
}

// User and password of JDBC stand among the options; the others are read, and refused, by the client's own reader of
// URLs.
DatabaseUrl mysql_url(std::string_view body) {
  DatabaseUrl out;
  std::vector<std::string> kept;
  std::string user, password;
  const auto question = std::min(body.find('?'), body.size());
  for (const auto& option : options_of(body.substr(std::min(question + 1, body.size())))) {
    if (option.plain == "user" || option.plain == "username")
      user = option.value;
    else if (option.plain == "password")
      password = option.value;
    else if (!says_nothing(option.plain))
      kept.push_back(option.name + "=" + option.value);
  }
  std::string authority(body.substr(0, question));
  if (!user.empty() && authority.find('@') == std::string::npos)
    authority.insert(2, user + (password.empty() ? "" : ":" + password) + "@");
  out.url = "mysql:" + authority;
  if (!kept.empty()) out.url += fmt::format("?{}", fmt::join(kept, "&"));
  return out;
}

}  // namespace

bool has_url_form(std::string_view place) {
  const auto rest = without_jdbc(place);
  const auto scheme = scheme_of(rest);
  const auto engine = scheme.size() < rest.size() ? engine_of(scheme) : std::string();
  if (engine.empty()) return false;
  return engine == "sqlite" || rest.substr(scheme.size()).starts_with("://");
}

Result<DatabaseUrl> read_url_form(const std::string& place) {
  if (!has_url_form(place)) return DatabaseUrl{place};
  const auto rest = without_jdbc(place);
  const auto scheme = scheme_of(rest);
  const auto engine = engine_of(scheme);
  const auto body = rest.substr(scheme.size() + 1);
  // the client's own reader tells what is wrong, without the password
  if (engine != "sqlite" && has_torn_password(rest)) return DatabaseUrl{fmt::format("{}:{}", engine, body)};
  if (engine == "postgresql") return postgresql_url(place, body);
  if (engine == "mysql") return mysql_url(body);
  return DatabaseUrl{"sqlite:" + std::string(body)};
}

}  // namespace schemac
