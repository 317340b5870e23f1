#include "connections/postgresql.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "base/sql_tokens.h"
#include "connections/secrets.h"

namespace schemac {
namespace {

constexpr int default_connect_seconds = 10;

// What a session reads must not depend on who reads. extra_float_digits = 1 prints floating defaults in the shortest form that
// reads back exactly, whatever the role or the database has set; an empty search path makes every name come qualified.
constexpr std::string_view pinned_settings =
    "SET search_path = ''; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1; "
    "SET bytea_output = 'hex'; SET xmlbinary = 'base64'; SET quote_all_identifiers = off; SET standard_conforming_strings = on; "
    "SET client_min_messages = warning; SET jit = off";

using ResultHandle = std::unique_ptr<PGresult, decltype(&PQclear)>;
using ConnectionHandle = std::unique_ptr<PGconn, decltype(&PQfinish)>;

// The answer to a COPY … TO STDOUT: the same texts as a SELECT's, without libpq's two words of bookkeeping for every value. A
// catalogue of 10,000 tables has a million values, most of them NULL or one letter.
class CopiedRows final : public Rows {
 public:
  explicit CopiedRows(std::size_t columns) : columns_(columns) {}

  // One line of COPY's text format, with its line end.
  void add(std::string_view line) {
    starts_.push_back(text_.size());
    const auto first = ends_.size();
    if (line.ends_with('\n')) line.remove_suffix(1);
    while (ends_.size() < first + columns_) {
      const auto end = std::min(line.find('\t'), line.size());
      add_value(line.substr(0, end));
      line.remove_prefix(std::min(end + 1, line.size()));
    }
  }

  // Every row of an answer that did not come by COPY.
  void add(const PGresult* result) {
    for (int row = 0; row < PQntuples(result); ++row) {
      starts_.push_back(text_.size());
      for (int column = 0; column < PQnfields(result); ++column) {
        text_.append(PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column)));
        end_value(PQgetisnull(result, row, column));
      }
    }
  }

  std::size_t size() const override { return starts_.size(); }
  bool is_null(std::size_t row, std::size_t column) const override { return ends_[row * columns_ + column] & null_bit; }
  std::string_view text(std::size_t row, std::size_t column) const override {
    const auto* ends = &ends_[row * columns_];
    const std::size_t begin = column == 0 ? 0 : ends[column - 1] & ~null_bit;
    return {text_.data() + starts_[row] + begin, (ends[column] & ~null_bit) - begin};
  }

 private:
  static constexpr std::uint32_t null_bit = 1u << 31;  // a row has less than a gigabyte

  void add_value(std::string_view value) {
    const bool null = value == "\\N";
    if (!null) {
      if (value.find('\\') == std::string_view::npos)
        text_ += value;
      else
        add_escaped(value);
    }
    end_value(null);
  }

  void end_value(bool null) {
    const auto end = static_cast<std::uint32_t>(text_.size() - starts_.back());
    ends_.push_back(null ? end | null_bit : end);
  }

  // The server escapes these and nothing else, each as one letter.
  void add_escaped(std::string_view value) {
    constexpr std::string_view letters = "bfnrtv";
    constexpr std::string_view meant = "\b\f\n\r\t\v";
    for (std::size_t at = 0; at < value.size(); ++at) {
      if (value[at] != '\\' || at + 1 == value.size()) {
        text_ += value[at];
        continue;
      }
      const auto letter = letters.find(value[++at]);
      text_ += letter == std::string_view::npos ? value[at] : meant[letter];
    }
  }

  std::size_t columns_;
  std::string text_;
  std::vector<std::size_t> starts_;  // of each row
  std::vector<std::uint32_t> ends_;  // of each value, counted from the start of its row
};

// What returns rows goes as COPY, everything else as it is.
std::string as_copy(const std::string& query) {
  const auto begin = query.find_first_not_of(" \n\t(");
  const auto end = query.find_last_not_of(" \n\t;");
  if (begin == std::string::npos || end == std::string::npos) return query;
  const auto word = lower(query.substr(begin, query.find_first_of(" \n\t(*", begin) - begin));
  if (word != "select" && word != "with" && word != "values") return query;
  return "COPY (" + query.substr(0, end + 1) + "\n) TO STDOUT";  // the last line may end in a comment
}

// What went wrong, in libpq's or the server's words.
struct ServerError {
  std::string state;    // SQLSTATE, empty when the server did not answer
  std::string message;  // primary text
  std::string detail;
  std::string hint;
};

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text ? text : "";
}

std::string first_line(std::string_view text) {
  const auto end = text.find('\n');
  return std::string(text.substr(0, end));
}

ServerError error_of(const PGresult* result) {
  ServerError error{field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_MESSAGE_PRIMARY), field(result, PG_DIAG_MESSAGE_DETAIL),
                    field(result, PG_DIAG_MESSAGE_HINT)};
  if (error.message.empty()) error.message = first_line(PQresultErrorMessage(result));
  return error;
}

// While connecting there is no result to ask; with verbose errors the state stands in the text: `FATAL:  28P01: password …`.
ServerError connecting_error(const PGconn* connection) {
  ServerError error;
  const std::string text = PQerrorMessage(connection);
  error.message = first_line(text);
  const auto severity = text.find("FATAL:  ");
  if (severity == std::string::npos) return error;
  const auto state = severity + 8;
  if (text.size() > state + 7 && text.substr(state + 5, 2) == ": ") {
    error.state = text.substr(state, 5);
    error.message = first_line(std::string_view(text).substr(state + 7));
  }
  return error;
}

struct Advice {
  std::string_view code;
  std::string_view next;  // what to do
};

Advice advice_for(const ServerError& error) {
  if (error.state == "28P01" || error.message.find("no password supplied") != std::string::npos)
    return {"wrong-password", "check the password in the URL, in PGPASSWORD or in the password file"};
  if (error.state == "28000") return {"login-refused", "check the user in the URL and the server's pg_hba.conf"};
  if (error.state == "3D000") return {"no-such-database", "check the database's name in the URL, or create it first"};
  if (error.state == "42501") return {"missing-rights", "connect as a role that may, or have the right granted"};
  if (error.state == "53300") return {"too-many-connections", "try again when a connection is free"};
  if (error.state == "57P03") return {"server-starting", "try again when the server is up"};
  if (error.state == "57P01" || error.state == "57P02" || error.state.starts_with("08"))
    return {"connection-lost", "nothing was changed by what was being read; try again when the server answers"};
  if (error.state == "25006") return {"read-only-server", "connect to a server that accepts writes"};
  return {"server-error", ""};
}

std::string sentence(const ServerError& error) {
  std::string out = error.state.empty() ? error.message : fmt::format("PostgreSQL says [{}] {}", error.state, error.message);
  if (!error.detail.empty()) out += fmt::format(" ({})", error.detail);
  return out;
}

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(ConnectionHandle connection, std::string url)
      : connection_(std::move(connection)), name_(without_password(url)), secrets_(secrets_of(url)) {
    if (const char* password = std::getenv("PGPASSWORD"); password && *password) secrets_.emplace_back(password);
  }
  ~PostgresqlConnection() override = default;
  PostgresqlConnection(const PostgresqlConnection&) = delete;
  PostgresqlConnection& operator=(const PostgresqlConnection&) = delete;

  Engine engine() const override {
    const int version = PQserverVersion(connection_.get());
    return {"postgresql", version / 10000, version >= 100000 ? version % 10000 : version / 100 % 100};
  }
  std::string display_name() const override { return name_; }

  Result<std::vector<std::unique_ptr<Rows>>> query(std::span<const std::string> queries, std::string_view doing) override {
    std::string message;
    for (const auto& query : queries) (message += as_copy(query)) += ";\n";
    std::vector<std::unique_ptr<Rows>> answers;
    bool copied = false;  // a COPY ends with an answer of its own
    const auto error = run(message, [&](const ResultHandle& result) {
      if (PQresultStatus(result.get()) == PGRES_COPY_OUT)
        answers.push_back(copied_rows(static_cast<std::size_t>(PQnfields(result.get()))));
      else if (!copied)
        answers.push_back(returned_rows(result.get()));
      copied = PQresultStatus(result.get()) == PGRES_COPY_OUT;
    });
    if (error) return std::unexpected(Diagnostics{told(*error, doing)});
    return answers;
  }

  Result<void> execute(std::string_view script, std::string_view doing) override {
    const auto error = run(std::string(script), [](const ResultHandle&) {});
    if (error) return std::unexpected(Diagnostics{told(*error, doing)});
    return {};
  }

  Diagnostic told(const ServerError& error, std::string_view doing) const {
    const auto advice = advice_for(error);
    auto diagnostic = error_at(std::string(advice.code), scrubbed(fmt::format("{}, while {} `{}`", sentence(error), doing, name_), secrets_));
    if (!error.hint.empty()) diagnostic.notes.push_back(note_at(scrubbed("PostgreSQL's hint: " + error.hint, secrets_)));
    if (!advice.next.empty()) diagnostic.notes.push_back(note_at(std::string(advice.next)));
    return diagnostic;
  }

 private:
  template <class F>
  std::optional<ServerError> run(const std::string& message, F&& keep) {
    if (!PQsendQuery(connection_.get(), message.c_str())) return lost();
    std::optional<ServerError> error;
    while (PGresult* raw = PQgetResult(connection_.get())) {
      ResultHandle result(raw, &PQclear);
      const auto status = PQresultStatus(raw);
      if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY || status == PGRES_COPY_OUT) {
        keep(result);
        if (status == PGRES_COPY_OUT) skip_copied();
      } else if (!error) {
        error = error_of(raw);
      }
      if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH) {
        PQputCopyEnd(connection_.get(), "schemac sends no rows");
        error = ServerError{{}, "the script asks for rows by COPY, which schemac does not send", {}, {}};
      }
    }
    if (PQstatus(connection_.get()) == CONNECTION_BAD) return lost();
    if (error && PQtransactionStatus(connection_.get()) == PQTRANS_INERROR) {
      PQclear(PQexec(connection_.get(), "ROLLBACK"));  // the next caller starts from nothing
    }
    return error;
  }

  std::unique_ptr<Rows> copied_rows(std::size_t columns) {
    auto rows = std::make_unique<CopiedRows>(columns);
    each_copied([&](std::string_view line) { rows->add(line); });
    return rows;
  }

  // Of INSERT … RETURNING and the like; of a command without rows, none.
  static std::unique_ptr<Rows> returned_rows(const PGresult* result) {
    auto rows = std::make_unique<CopiedRows>(static_cast<std::size_t>(PQnfields(result)));
    rows->add(result);
    return rows;
  }

  // What a script writes to its standard output, nobody reads.
  void skip_copied() {
    each_copied([](std::string_view) {});
  }

  // An error on the way comes as the next result.
  template <class F>
  void each_copied(F&& visit) {
    char* line = nullptr;
    for (int size; (size = PQgetCopyData(connection_.get(), &line, 0)) > 0; PQfreemem(line)) visit({line, static_cast<std::size_t>(size)});
  }

  ServerError lost() const { return {"08006", "the connection broke: " + first_line(PQerrorMessage(connection_.get())), {}, {}}; }

  ConnectionHandle connection_;
  std::string name_;
  std::vector<std::string> secrets_;
};

int connect_seconds(PGconn* connection) {
  int seconds = default_connect_seconds;
  PQconninfoOption* options = PQconninfo(connection);
  for (auto* option = options; option && option->keyword; ++option)
    if (std::string_view(option->keyword) == "connect_timeout" && option->val && std::atoi(option->val) > 0) seconds = std::atoi(option->val);
  PQconninfoFree(options);
  return seconds;
}

// libpq's own loop, because only a connection that exists before it connects can be told to report SQLSTATEs.
bool finish_connecting(PGconn* connection) {
  PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(connect_seconds(connection));
  auto wanted = PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (wanted != PGRES_POLLING_OK && wanted != PGRES_POLLING_FAILED) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd socket{PQsocket(connection), static_cast<short>(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    if (poll(&socket, 1, static_cast<int>(left)) == 0) return false;
    wanted = PQconnectPoll(connection);
  }
  return true;
}

// A URL that libpq would tear apart in the wrong place: its complaint would show pieces of the password.
std::optional<Diagnostic> malformed(const std::string& url) {
  char* problem = nullptr;
  PQconninfoOption* options = PQconninfoParse(url.c_str(), &problem);
  PQfreemem(problem);
  bool readable = options != nullptr && !has_torn_password(url);
  for (auto* option = options; option && option->keyword; ++option) {
    const std::string_view key = option->keyword;
    const std::string_view value = option->val ? option->val : "";
    if (key == "port" && value.find_first_not_of("0123456789,") != std::string_view::npos) readable = false;
    if (key == "host" && !value.starts_with('/') && value.find_first_of("@?") != std::string_view::npos) readable = false;
  }
  PQconninfoFree(options);
  if (readable) return std::nullopt;
  auto diagnostic = error_at(
      "bad-url", fmt::format("the URL of `{}` cannot be read as postgresql://user:password@host:port/database?option=value", without_password(url)));
  diagnostic.notes.push_back(note_at("`@`, `:`, `/`, `?`, `#` and `%` inside a user name or a password are written as %40 %3A %2F %3F %23 %25"));
  return diagnostic;
}

}  // namespace

bool is_postgresql_url(std::string_view place) { return place.starts_with("postgresql://") || place.starts_with("postgres://"); }

Result<std::unique_ptr<Connection>> connect_postgresql(const std::string& url, Access access) {
  if (auto problem = malformed(url)) return std::unexpected(Diagnostics{std::move(*problem)});
  const char* keys[] = {"fallback_application_name", "dbname", "client_encoding", nullptr};
  const char* values[] = {"schemac", url.c_str(), "UTF8", nullptr};
  ConnectionHandle handle(PQconnectStartParams(keys, values, 1), &PQfinish);
  if (!handle) broken_invariant("libpq has memory for a connection");
  const bool in_time = finish_connecting(handle.get());
  PGconn* raw = handle.get();
  auto connection = std::make_unique<PostgresqlConnection>(std::move(handle), url);
  if (!in_time) {
    return std::unexpected(Diagnostics{
        error_at("server-unreachable",
                 fmt::format("no answer within {} seconds, while connecting to `{}`; check host and port, or allow more with connect_timeout",
                             connect_seconds(raw), connection->display_name()))});
  }
  if (PQstatus(raw) != CONNECTION_OK) {
    const auto error = connecting_error(raw);
    auto diagnostic = connection->told(error, "connecting to");
    if (error.state.empty() && diagnostic.code == "server-error") {
      diagnostic.code = "server-unreachable";
      diagnostic.notes.push_back(note_at("check that the server runs and that host and port in the URL are right"));
    }
    return std::unexpected(Diagnostics{std::move(diagnostic)});
  }
  PQsetErrorVerbosity(raw, PQERRORS_DEFAULT);
  PQsetNoticeProcessor(
      raw, [](void*, const char*) {}, nullptr);
  std::string settings(pinned_settings);
  if (access == Access::read) settings += "; SET default_transaction_read_only = on";
  if (auto done = connection->execute(settings, "preparing the session with"); !done) return std::unexpected(done.error());
  if (connection->engine().major < 12) {
    return failure("server-too-old",
                   fmt::format("PostgreSQL {} found at `{}`, 12 or newer expected", connection->engine().major, connection->display_name()));
  }
  return connection;
}

}  // namespace schemac
