#include "connections/mysql.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <optional>

#include <errmsg.h>
#include <fmt/format.h>
#include <mysql.h>
#include <poll.h>

#include "base/sql_tokens.h"
#include "connections/mysql_url.h"
#include "connections/secrets.h"
#include "schema/engine_version.h"

namespace schemac {
namespace {

// What is read must not depend on who reads: no quotes of another kind, no zone, no shortened lists.
constexpr std::string_view pinned_settings =
    "SET SESSION sql_mode = '', sql_quote_show_create = 1, time_zone = '+00:00', group_concat_max_len = 1000000, "
    "lc_time_names = 'en_US'";

// A message of many statements stays far below the smallest usual max_allowed_packet.
constexpr std::size_t longest_message = 400'000;

using Handle = std::unique_ptr<MYSQL, decltype(&mysql_close)>;
using ResultHandle = std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)>;

class MysqlRows final : public Rows {
 public:
  explicit MysqlRows(ResultHandle result) : result_(std::move(result)), width_(mysql_num_fields(result_.get())) {
    while (MYSQL_ROW row = mysql_fetch_row(result_.get())) {
      const auto* lengths = mysql_fetch_lengths(result_.get());
      rows_.push_back({row, std::vector<unsigned long>(lengths, lengths + width_)});
    }
  }

  std::size_t size() const override { return rows_.size(); }
  // a server may answer with fewer columns than it was asked for
  bool is_null(std::size_t row, std::size_t column) const override {
    return column >= width_ || rows_[row].values[column] == nullptr;
  }
  std::string_view text(std::size_t row, std::size_t column) const override {
    return is_null(row, column) ? std::string_view()
                                : std::string_view(rows_[row].values[column], rows_[row].lengths[column]);
  }

 private:
  struct Row {
    MYSQL_ROW values;
    std::vector<unsigned long> lengths;
  };
  ResultHandle result_{nullptr, &mysql_free_result};
  std::size_t width_ = 0;
  std::vector<Row> rows_;
};

struct ServerError {
  unsigned code = 0;
  std::string state;
  std::string message;
};

ServerError error_of(MYSQL* connection) {
  return {mysql_errno(connection), mysql_sqlstate(connection), mysql_error(connection)};
}

struct Advice {
  std::string_view code;
  std::string_view next;
};

Advice advice_for(unsigned code) {
  switch (code) {
    case 1045: return {"wrong-password", "check the user and password in the URL, or the password in MYSQL_PWD"};
    case 1044:
    case 1142:
    case 1143:
    case 1227:
    case 1370: return {"missing-rights", "connect as a user with the privilege, or grant it"};
    case 1049: return {"no-such-database", "check the database's name in the URL, or create it first"};
    case 1040: return {"too-many-connections", "retry when a connection is free"};
    case 1290:
    case 1792: return {"read-only-server", "connect to a server that accepts writes"};
    case 1205:
      return {"lock-timeout", "see SHOW PROCESSLIST for who holds the lock, or wait longer with --lock-timeout"};
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST: return {"connection-lost", "nothing was changed; retry when the server responds"};
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case CR_UNKNOWN_HOST:
      return {"server-unreachable", "check that the server is running and that the URL has the right host and port"};
    case CR_PLUGIN_NOT_ALLOWED:
      return {
          "unsafe-password",
          "it is sent only to a server whose certificate is verified (`ssl-mode=VERIFY_IDENTITY`) or over a socket"};
    case CR_SSL_CONNECTION_ERROR:
      return {"no-tls", "check the certificate options in the URL; `ssl-mode=DISABLED` connects without TLS"};
    default: return {"server-error", ""};
  }
}

class MysqlConnection final : public Connection {
 public:
  MysqlConnection(Handle connection, std::string_view url, bool takes_batches)
      : connection_(std::move(connection)),
        takes_batches_(takes_batches),
        name_(without_password(url)),
        secrets_(secrets_of(url)) {
    if (const char* password = std::getenv("MYSQL_PWD"); password && *password) secrets_.emplace_back(password);
  }
  ~MysqlConnection() override = default;
  MysqlConnection(const MysqlConnection&) = delete;
  MysqlConnection& operator=(const MysqlConnection&) = delete;

  Engine engine() const override {
    if (told_) return *told_;
    const auto version = static_cast<int>(mysql_get_server_version(connection_.get()));
    const bool mariadb = version != 0 && mariadb_connection(connection_.get());  // 0: nobody has greeted
    return {.dialect = "mysql",
            .major = version / 10'000,
            .minor = packed_minor(version / 100 % 100, version % 100, mariadb ? Flavour::mariadb : Flavour::mysql)};
  }
  // What greets may be a proxy with a version of its own.
  Result<void> ask_engine() {
    static const std::vector<std::string> questions = {"SELECT @@version, @@version_comment",
                                                       "SHOW GLOBAL VARIABLES LIKE 'aurora_version'"};
    const auto answers = query(questions, "asking for the version of");
    if (!answers) return std::unexpected(answers.error());
    const auto& version = *(*answers)[0];
    if (version.size() == 1) told_ = engine_of(version.text(0, 0), version.text(0, 1), (*answers)[1]->size() > 0);
    return {};
  }
  std::string display_name() const override { return name_; }

  Result<std::vector<std::unique_ptr<Rows>>> query(std::span<const std::string> queries,
                                                   std::string_view doing) override {
    std::vector<std::unique_ptr<Rows>> answers;
    for (std::size_t begin = 0; begin < queries.size();) {
      std::string message;
      auto end = begin;
      const auto fits = [&] { return takes_batches_ && message.size() + queries[end].size() < longest_message; };
      for (; end < queries.size() && (end == begin || fits()); ++end)
        (message += queries[end]) += ";\n";
      message.resize(message.size() - 2);
      if (auto error = run(message, &answers)) return std::unexpected(Diagnostics{told(*error, doing)});
      if (answers.size() != end || std::ranges::any_of(answers, [](const auto& rows) { return !rows; }))
        return std::unexpected(Diagnostics{without_rows(doing)});
      begin = end;
    }
    return answers;
  }

  Result<void> execute(std::string_view script, std::string_view doing) override {
    if (auto error = run(script, nullptr)) return std::unexpected(Diagnostics{told(*error, doing)});
    return {};
  }

  Diagnostic told(const ServerError& error, std::string_view doing) const {
    const auto advice = advice_for(error.code);
    const auto title = is_mariadb(engine()) ? "MariaDB" : "MySQL";
    auto diagnostic =
        error_at(std::string(advice.code), scrubbed(fmt::format("{} says [{} {}] {}, while {} `{}`", title, error.code,
                                                                error.state, error.message, doing, name_),
                                                    secrets_));
    if (!advice.next.empty()) diagnostic.notes.push_back(note_at(std::string(advice.next)));
    return diagnostic;
  }

  Diagnostic without_rows(std::string_view doing) const {
    auto diagnostic =
        error_at("no-rows", fmt::format("the server answered a query without rows, while {} `{}`", doing, name_));
    diagnostic.notes.push_back(note_at("check that host and port in the URL belong to a MySQL or MariaDB server"));
    return diagnostic;
  }

 private:
  std::optional<ServerError> run(std::string_view message, std::vector<std::unique_ptr<Rows>>* answers) {
    MYSQL* raw = connection_.get();
    const auto last = message.find_last_not_of(" \n\t;");
    message =
        message.substr(0, last == std::string_view::npos ? 0 : last + 1);  // an empty statement at the end is an error
    if (message.empty()) return std::nullopt;
    if (mysql_real_query(raw, message.data(), message.size())) return error_of(raw);
    for (int next = 0; next == 0; next = mysql_next_result(raw)) {
      ResultHandle result(mysql_store_result(raw), &mysql_free_result);
      if (!result && mysql_field_count(raw) != 0) return error_of(raw);
      if (answers) answers->push_back(result ? std::make_unique<MysqlRows>(std::move(result)) : nullptr);
      if (!mysql_more_results(raw)) return std::nullopt;
    }
    return error_of(raw);
  }

  // `10.11.6-MariaDB-log`, `8.0.11-TiDB-v7.5.0`, `8.0.33-25` of `Percona Server (GPL), Release 25`; nothing for what is
  // no version.
  std::optional<Engine> engine_of(std::string_view version, std::string_view comment, bool is_aurora) const {
    std::array<int, 3> parts = {};
    const char *at = version.data(), *const end = at + version.size();
    for (std::size_t part = 0; part < parts.size(); ++part) {
      const auto [behind, error] = std::from_chars(at, end, parts.at(part));
      if (error != std::errc() || parts.at(part) < 0 || parts.at(part) > 99) return std::nullopt;
      const bool has_more = part + 1 < parts.size();
      if (has_more && (behind == end || *behind != '.')) return std::nullopt;
      at = behind + (has_more ? 1 : 0);
    }
    const auto says = [&](std::string_view word) {
      return lower(version).contains(word) || lower(comment).contains(word);
    };
    const auto flavour = says("mariadb") || mariadb_connection(connection_.get()) ? Flavour::mariadb
                         : is_aurora                                              ? Flavour::aurora
                         : says("tidb")                                           ? Flavour::tidb
                         : says("percona")                                        ? Flavour::percona
                                                                                  : Flavour::mysql;
    return Engine{.dialect = "mysql", .major = parts[0], .minor = packed_minor(parts[1], parts[2], flavour)};
  }

  Handle connection_;
  bool takes_batches_;  // several statements in one message
  std::optional<Engine> told_ = {};
  std::string name_;
  std::vector<std::string> secrets_;
};

const char* or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

// Ways of proving who one is. Two more send the password as it is: only over a socket, or to a server whose certificate
// was verified, because whoever stands in between chooses the way.
constexpr std::string_view ways_without_password =
    "mysql_native_password,caching_sha2_password,sha256_password,client_ed25519,auth_gssapi_client";
constexpr std::string_view ways_with_password = ",mysql_clear_password,dialog";

bool verifies(const MysqlUrl& url) { return url.tls == Tls::verify_identity || url.tls == Tls::verify_ca; }

// How long the client library waits for the next bytes: what a statement may take, and what the network takes.
unsigned seconds_of_silence(Access access, const Limits& limits) {
  const auto longest = access == Access::read ? limits.statement + std::chrono::seconds(5) : std::chrono::minutes(10);
  return static_cast<unsigned>(std::chrono::duration_cast<std::chrono::seconds>(longest).count());
}

unsigned whole_seconds(std::chrono::milliseconds time) {
  return static_cast<unsigned>(std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(time).count()));
}

// The client library counts the time to the next byte, and a server that sends one now and then would hold it for ever:
// the whole of connecting has its end too.
void connect_in_time(MYSQL* raw, const MysqlUrl& url, const char* host, const char* password, unsigned long flags) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(url.connect_seconds);
  MYSQL* done = nullptr;
  int waits = mysql_real_connect_start(&done, raw, host, or_null(url.user), password, url.database.c_str(), url.port,
                                       or_null(url.socket), flags);
  while (waits != 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    pollfd socket{.fd = static_cast<int>(mysql_get_socket(raw)), .events = 0, .revents = 0};
    if ((waits & MYSQL_WAIT_READ) != 0) socket.events |= POLLIN;
    if ((waits & MYSQL_WAIT_WRITE) != 0) socket.events |= POLLOUT;
    if ((waits & MYSQL_WAIT_EXCEPT) != 0) socket.events |= POLLPRI;
    const int ready = left > 0 ? poll(&socket, 1, static_cast<int>(left)) : 0;
    if (ready < 0 && errno == EINTR) continue;
    int came = ready > 0 ? 0 : MYSQL_WAIT_TIMEOUT;
    if ((socket.revents & (POLLIN | POLLERR | POLLHUP)) != 0) came |= MYSQL_WAIT_READ & waits;
    if ((socket.revents & (POLLOUT | POLLERR | POLLHUP)) != 0) came |= MYSQL_WAIT_WRITE & waits;
    if ((socket.revents & POLLPRI) != 0) came |= MYSQL_WAIT_EXCEPT & waits;
    waits = mysql_real_connect_cont(&done, raw, came);
  }
}

// A reader asks thousands of questions (SHOW CREATE of every table) in few messages: they are schemac's own, with names
// in quotes, and the session is read-only. Elsewhere a message is one statement to the server: whatever the text of a
// schema file says in it, nothing behind a `;` is run.
bool takes_batches(Access access) { return access == Access::read; }

Handle attempt(const MysqlUrl& url, bool tls, Access access, unsigned silence) {
  Handle handle(mysql_init(nullptr), &mysql_close);
  if (!handle) broken_invariant("the client library has memory for a connection");
  MYSQL* raw = handle.get();
  mysql_options(raw, MYSQL_OPT_CONNECT_TIMEOUT, &url.connect_seconds);
  mysql_options(raw, MYSQL_OPT_READ_TIMEOUT, &silence);
  mysql_options(raw, MYSQL_OPT_WRITE_TIMEOUT, &silence);
  mysql_options(raw, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_options4(raw, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "schemac");
  const auto ways = fmt::format("{}{}", ways_without_password,
                                !url.socket.empty() || (tls && verifies(url)) ? ways_with_password : "");
  mysql_options(raw, MARIADB_OPT_RESTRICTED_AUTH, ways.c_str());
  const my_bool enforce = tls, verify = tls && verifies(url);
  if (tls) mysql_ssl_set(raw, or_null(url.key), or_null(url.certificate), or_null(url.ca), nullptr, nullptr);
  mysql_options(raw, MYSQL_OPT_SSL_ENFORCE, &enforce);
  mysql_options(raw, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
  const char* environment = std::getenv("MYSQL_PWD");
  const char* password = url.has_password ? url.password.c_str() : environment;
  const char* host = url.socket.empty() ? (url.host.empty() ? "127.0.0.1" : url.host.c_str()) : "localhost";
  mysql_options(raw, MYSQL_OPT_NONBLOCK, nullptr);
  connect_in_time(raw, url, host, password, takes_batches(access) ? CLIENT_MULTI_STATEMENTS : 0);
  return handle;
}

}  // namespace

bool is_mysql_url(std::string_view place) { return place.starts_with("mysql://") || place.starts_with("mariadb://"); }

Result<std::unique_ptr<Connection>> connect_mysql(const std::string& place, Access access, const Limits& limits) {
  const auto url = parse_mysql_url(place);
  if (!url) return std::unexpected(url.error());
  const bool wants_tls = url->tls != Tls::disabled && (url->tls != Tls::preferred || url->socket.empty());
  auto handle = attempt(*url, wants_tls, access, seconds_of_silence(access, limits));
  if (mysql_errno(handle.get()) == CR_SSL_CONNECTION_ERROR && url->tls == Tls::preferred)
    handle = attempt(*url, false, access, seconds_of_silence(access, limits));
  auto error = error_of(handle.get());
  // the library puts bytes of its own memory in place of the name
  if (error.code == CR_PLUGIN_NOT_ALLOWED) error.message = "the server asks for the password in clear text";
  // which the library asks for, and does without where the server has none
  const bool must_be_tls = url->tls == Tls::required || verifies(*url);
  if (error.code == 0 && must_be_tls && url->socket.empty() && !mysql_get_ssl_cipher(handle.get()))
    error = {CR_SSL_CONNECTION_ERROR, "HY000", "the server does not offer TLS"};
  auto connection = std::make_unique<MysqlConnection>(std::move(handle), place, takes_batches(access));
  if (error.code != 0) return std::unexpected(Diagnostics{connection->told(error, "connecting to")});
  // the collation that the server goes with, where the client library has one of its own
  std::string settings = "SET NAMES utf8mb4";
  if (access == Access::read)
    settings += fmt::format("; {}; SET SESSION lock_wait_timeout = {}; SET SESSION TRANSACTION READ ONLY",
                            pinned_settings, whole_seconds(limits.lock));
  if (auto done = connection->execute(settings, "preparing the session with"); !done)
    return std::unexpected(done.error());
  if (auto done = connection->ask_engine(); !done) return std::unexpected(done.error());
  const auto engine = connection->engine();
  if (engine.major < 5 || (engine.major == 5 && minor_of(engine) < 7))
    return failure("server-too-old", fmt::format("`{2}` runs MySQL {0}.{1}, but 5.7 or newer is required", engine.major,
                                                 minor_of(engine), connection->display_name()));
  return connection;
}

}  // namespace schemac
