#include "connections/mysql_url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "connections/connection.h"
#include "connections/secrets.h"

namespace schemac {
namespace {

std::unexpected<Diagnostics> unreadable(std::string_view url, std::string what) {
  auto diagnostic = error_at(
      "bad-url",
      fmt::format("the URL of `{}` cannot be read as mysql://user:password@host:port/database?option=value: {}",
                  without_password(url), what));
  diagnostic.notes.push_back(note_at(
      "`@`, `:`, `/`, `?`, `#` and `%` inside a user name or a password are written as %40 %3A %2F %3F %23 %25"));
  return std::unexpected(Diagnostics{std::move(diagnostic)});
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::optional<Tls> tls_mode(std::string word) {
  word = lower(word);
  std::replace(word.begin(), word.end(), '-', '_');
  if (word == "disabled" || word == "disable" || word == "false") return Tls::disabled;
  if (word == "preferred" || word == "prefer") return Tls::preferred;
  if (word == "required" || word == "require" || word == "true" || word == "skip_verify") return Tls::required;
  if (word == "verify_ca") return Tls::verify_ca;
  if (word == "verify_identity" || word == "verify_full" || word == "strict") return Tls::verify_identity;
  return std::nullopt;
}

// Parameters of other programs' URLs that change nothing about what is read.
bool says_nothing(std::string_view key) {
  static constexpr auto keys = std::to_array<std::string_view>(
      {"connection_limit", "pool_timeout", "socket_timeout", "pgbouncer", "charset", "parsetime", "loc",
       "serverversion", "sslpassword", "timezone", "allowpublickeyretrieval", "max_idle_connection_lifetime"});
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// What other programs call it: JDBC `useSSL=true`, SQLAlchemy `ssl_verify_cert=true`, Prisma `sslaccept=strict`. The
// strictest of several holds.
std::string take_switch(MysqlUrl& out, std::string_view raw_key, const std::string& key, const std::string& value) {
  const bool on = value == "true" || value == "1" || value == "strict";
  const bool off = value == "false" || value == "0" || value == "accept_invalid_certs";
  if (!on && !off) return fmt::format("found `{}={}`, expected `true` or `false`", raw_key, value);
  auto wanted = Tls::required;
  if (key == "sslverifycert" || key == "verifyservercertificate") wanted = Tls::verify_ca;
  if (key == "sslverifyidentity" || key == "sslaccept") wanted = Tls::verify_identity;
  const bool refuses = key == "ssldisabled" ? on : off && (key == "ssl" || key == "usessl");
  if (refuses)
    out.tls = Tls::disabled;
  else if (on && key != "ssldisabled")
    out.tls = std::max(out.tls, wanted);
  return {};
}

// The error's words; empty when the parameter was understood.
std::string take_parameter(MysqlUrl& out, std::string_view raw_key, const std::string& value) {
  auto key = lower(raw_key);
  std::erase(key, '-');
  std::erase(key, '_');
  if (key == "socket" || key == "unixsocket") {
    out.socket = value;
  } else if (key == "sslmode" || key == "tls") {
    const auto mode = tls_mode(value);
    if (!mode)
      return fmt::format("found `{}={}`, expected DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY", raw_key,
                         value);
    out.tls = *mode;
  } else if (key == "ssl" || key == "usessl" || key == "requiressl" || key == "ssldisabled" || key == "sslverifycert" ||
             key == "sslverifyidentity" || key == "verifyservercertificate" || key == "sslaccept") {
    return take_switch(out, raw_key, key, lower(value));
  } else if (key == "sslca" || key == "sslcert" || key == "sslkey") {
    (key == "sslca" ? out.ca : key == "sslcert" ? out.certificate : out.key) = value;
  } else if (key == "connecttimeout") {
    const auto seconds = number(value);
    if (!seconds || *seconds == 0) return fmt::format("found `{}={}`, expected seconds", raw_key, value);
    out.connect_seconds = *seconds;
  } else if (!says_nothing(lower(raw_key))) {
    return fmt::format(
        "found the option `{}`, expected `socket`, `ssl-mode`, `ssl-ca`, `ssl-cert`, `ssl-key` or `connect_timeout`",
        raw_key);
  }
  return {};
}

}  // namespace

Result<MysqlUrl> parse_mysql_url(std::string_view url) {
  MysqlUrl out;
  auto rest = url.substr(url.find("://") + 3);
  rest = rest.substr(0, rest.find('#'));
  if (const auto query = rest.find('?'); query != std::string_view::npos) {
    auto parameters = rest.substr(query + 1);
    rest = rest.substr(0, query);
    while (!parameters.empty()) {
      const auto end = std::min(parameters.find('&'), parameters.size());
      const auto one = parameters.substr(0, end);
      parameters.remove_prefix(std::min(end + 1, parameters.size()));
      const auto equals = std::min(one.find('='), one.size());
      const auto value = percent_decoded(one.substr(std::min(equals + 1, one.size())));
      if (one.empty()) continue;
      if (auto problem = take_parameter(out, one.substr(0, equals), value); !problem.empty())
        return unreadable(url, std::move(problem));
    }
  }
  // as MySQL's own programs have it: who names an authority wants it to vouch for the server
  if (!out.ca.empty() && out.tls == Tls::preferred) out.tls = Tls::verify_ca;
  if (has_torn_password(url)) return unreadable(url, "the password contains a reserved character");
  if (const auto slash = rest.find('/'); slash != std::string_view::npos) {
    out.database = percent_decoded(rest.substr(slash + 1));
    rest = rest.substr(0, slash);
  }
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
    const auto who = rest.substr(0, at);
    const auto colon = std::min(who.find(':'), who.size());
    out.user = percent_decoded(who.substr(0, colon));
    out.has_password = colon < who.size();
    if (out.has_password) out.password = percent_decoded(who.substr(colon + 1));
    rest = rest.substr(at + 1);
  }
  const bool bracketed = rest.starts_with('[');
  const auto colon = bracketed ? rest.find(':', rest.find(']')) : rest.rfind(':');
  if (colon != std::string_view::npos) {
    const auto port = number(rest.substr(colon + 1));
    if (!port || *port == 0 || *port > 65535) return unreadable(url, "the port is not a number");
    out.port = *port;
    rest = rest.substr(0, colon);
  }
  out.host = percent_decoded(bracketed ? rest.substr(1, rest.find(']') - 1) : rest);
  if (out.host.starts_with('/') && out.socket.empty()) out.socket = std::exchange(out.host, {});
  if (out.database.empty()) return unreadable(url, "it does not name a database");
  return out;
}

}  // namespace schemac
