#include "connections/postgresql.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <map>
#include <thread>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "base/sql_tokens.h"
#include "connections/secrets.h"

namespace schemac {
namespace {

constexpr int default_connect_seconds = 10;

constexpr std::chrono::milliseconds slowest_network{5'000};  // beyond what a statement may take
constexpr std::chrono::milliseconds longest_silence{
    600'000};  // of a session that writes: its statements take what they take
// Held while an attempt waits for the next lock that it needs; then it is undone and tried again.
constexpr std::chrono::milliseconds lock_of_an_attempt{50};
constexpr std::chrono::milliseconds between_attempts{100};
constexpr std::size_t statements_in_flight = 200;

// What a session reads must not depend on who reads. extra_float_digits = 1 prints floating defaults in the shortest
// form that reads back exactly, whatever the role or the database has set; an empty search path makes every name come
// qualified.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> pinned_settings = {
    {{"search_path", ""},
     {"TimeZone", "UTC"},
     {"DateStyle", "ISO, MDY"},
     {"IntervalStyle", "postgres"},
     {"extra_float_digits", "1"},
     {"bytea_output", "hex"},
     {"xmlbinary", "base64"},
     {"quote_all_identifiers", "off"},
     {"standard_conforming_strings", "on"},
     {"client_min_messages", "warning"},
     {"jit", "off"}}};

// One statement that sets all of them, for the transaction or for the session.
std::string pinning(bool for_transaction) {
  std::string out = "SELECT ";
  for (const auto& [name, value] : pinned_settings)
    out += fmt::format("{}pg_catalog.set_config('{}', '{}', {})", out.size() == 7 ? "" : ", ", name, value,
                       for_transaction);
  // a reader's count is of all rows or of none, and runs no policy's functions
  if (for_transaction) out += ", pg_catalog.set_config('row_security', 'off', true)";
  return out;
}

std::string waiting_at_most(std::chrono::milliseconds lock, std::chrono::milliseconds statement) {
  return fmt::format("SET LOCAL lock_timeout = {}; SET LOCAL statement_timeout = {}", lock.count(), statement.count());
}

// Who holds a lock that keeps even those out who only read.
constexpr const char* who_is_in_the_way =
    "SELECT pg_catalog.format('%s.%I is locked by process %s (%s): %s', c.relnamespace::pg_catalog.regnamespace, "
    "c.relname, a.pid, "
    "coalesce(nullif(a.application_name, ''), 'no application name'), "
    "pg_catalog.regexp_replace(pg_catalog.left(a.query, 80), '\\s+', ' ', 'g')) "
    "FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid "
    "JOIN pg_catalog.pg_class c ON c.oid = l.relation AND c.relkind IN ('r', 'p', 'v', 'm', 'f') "
    "WHERE l.locktype = 'relation' AND l.granted AND l.mode = 'AccessExclusiveLock' AND l.pid <> "
    "pg_catalog.pg_backend_pid() "
    "AND l.database IN (0, (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = "
    "pg_catalog.current_database())) "
    "ORDER BY a.xact_start LIMIT 5";

using ResultHandle = std::unique_ptr<PGresult, decltype(&PQclear)>;
using ConnectionHandle = std::unique_ptr<PGconn, decltype(&PQfinish)>;

// The answer to a COPY … TO STDOUT: the same texts as a SELECT's, without libpq's two words of bookkeeping for every
// value. A catalogue of 10,000 tables has a million values, most of them NULL or one letter.
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
  bool by_server = true;
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
  ServerError error{field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_MESSAGE_PRIMARY),
                    field(result, PG_DIAG_MESSAGE_DETAIL), field(result, PG_DIAG_MESSAGE_HINT), true};
  if (error.message.empty()) error.message = first_line(PQresultErrorMessage(result));
  return error;
}

// While connecting there is no result to ask; with verbose errors the state stands in the text: `FATAL:  28P01:
// password …`.
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
  if (error.state == "42501") return {"missing-rights", "connect as a role with the privilege, or grant it"};
  if (error.state == "53300") return {"too-many-connections", "retry when a connection is free"};
  if (error.state == "57P03") return {"server-starting", "retry when the server is up"};
  if (error.state == "57P01" || error.state == "57P02" || error.state.starts_with("08"))
    return {"connection-lost", "nothing was changed; retry when the server responds"};
  if (error.state == "55P03")
    return {"lock-timeout", "retry when the lock is released, or wait longer with --lock-timeout"};
  if (error.state == "57014") return {"statement-timeout", "raise it with --statement-timeout"};
  if (error.state == "25006") return {"read-only-server", "connect to a server that accepts writes"};
  return {"server-error", ""};
}

std::string sentence(const ServerError& error) {
  std::string out = error.state.empty() || !error.by_server
                        ? error.message
                        : fmt::format("PostgreSQL says [{}] {}", error.state, error.message);
  if (!error.detail.empty()) out += fmt::format(" ({})", error.detail);
  return out;
}

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(ConnectionHandle connection, std::string url, Access access, const Limits& limits)
      : connection_(std::move(connection)),
        access_(access),
        limits_(limits),
        name_(without_password(url)),
        secrets_(secrets_of(url)) {
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

  Result<std::vector<std::unique_ptr<Rows>>> query(std::span<const std::string> queries,
                                                   std::string_view doing) override {
    const auto frame = reading_frame(!queries.empty() && queries.front().starts_with("BEGIN"));
    auto opening = (frame.after_begin ? queries.front() + ";\n" : std::string()) + frame.before;
    Answers answers;
    if (!opening.empty() && backslashes_escape()) {
      auto opened = answers_of(opening);
      if (!opened) return std::unexpected(told(opened.error(), doing));
      answers = std::move(*opened);
      opening.clear();
    }
    std::string message = std::move(opening);
    for (const auto& query : queries.subspan(frame.after_begin ? 1 : 0)) (message += as_copy(query)) += ";\n";
    auto rest = answers_of(message + frame.behind);
    if (!rest) return std::unexpected(told(rest.error(), doing));
    std::move(rest->begin(), rest->end(), std::back_inserter(answers));
    frame.take_out_of(answers);
    return answers;
  }

  Result<void> execute(std::string_view script, std::string_view doing) override {
    const auto frame = reading_frame(false);
    if (const auto answers = answers_of(frame.before + std::string(script) + frame.behind); !answers)
      return std::unexpected(told(answers.error(), doing));
    return {};
  }

  Result<std::vector<Attempted>> attempt(std::span<const std::string> settings, std::span<const AttemptGroup> groups,
                                         std::string_view doing) override {
    std::vector<Attempted> out;
    for (const auto& group : groups)
      for (std::size_t at = 0; at < group.attempts.size(); ++at) out.push_back({.state = not_tried});
    const auto deadline = std::chrono::steady_clock::now() + limits_.lock;
    while (true) {
      if (const auto error = try_all(settings, groups, out)) return std::unexpected(told(*error, doing));
      const auto locked = std::ranges::find(out, lock_not_available, &Attempted::state);
      if (locked == out.end()) return out;
      if (std::chrono::steady_clock::now() >= deadline)
        return std::unexpected(told(
            {lock_not_available, "the lock on what an expression or a view names was not free in time", {}, {}, false},
            doing));
      std::this_thread::sleep_for(between_attempts);
    }
  }

  Diagnostics told(const ServerError& error, std::string_view doing) {
    const auto advice = advice_for(error);
    auto diagnostic = error_at(std::string(advice.code),
                               scrubbed(fmt::format("{}, while {} `{}`", sentence(error), doing, name_), secrets_));
    if (!error.hint.empty())
      diagnostic.notes.push_back(note_at(scrubbed("PostgreSQL's hint: " + error.hint, secrets_)));
    if (error.state == lock_not_available)
      for (const auto& holder : holders()) diagnostic.notes.push_back(note_at(scrubbed(holder, secrets_)));
    if (!advice.next.empty()) diagnostic.notes.push_back(note_at(std::string(advice.next)));
    return {std::move(diagnostic)};
  }

 private:
  using Answers = std::vector<std::unique_ptr<Rows>>;
  static constexpr const char* lock_not_available = "55P03";
  static constexpr const char* not_tried = "not tried";

  // What stands around the queries of a reader: a transaction that cannot write, with everything pinned in it and
  // nothing behind it.
  struct Frame {
    std::string before;
    std::string behind;
    bool after_begin = false;  // the queries begin with a BEGIN of their own

    void take_out_of(Answers& answers) const {
      if (before.empty()) return;
      const auto begin = answers.begin() + 1;  // behind BEGIN
      answers.erase(begin, begin + 3);
      if (after_begin) return;
      answers.erase(answers.begin());
      answers.pop_back();
    }
  };

  // A message is cut into tokens as a whole, before a setting that stands in it has any effect.
  bool backslashes_escape() const {
    const char* conforming = PQparameterStatus(connection_.get(), "standard_conforming_strings");
    return conforming && std::string_view(conforming) == "off";
  }

  Frame reading_frame(bool after_begin) const {
    if (access_ != Access::read || PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) return {};
    const auto pins = pinning(true) + "; " + waiting_at_most(limits_.lock, limits_.statement) + ";\n";
    if (after_begin) return {.before = pins, .behind = {}, .after_begin = true};
    return {.before = "BEGIN READ ONLY; " + pins, .behind = ";\nCOMMIT"};
  }

  std::expected<Answers, ServerError> answers_of(const std::string& message) {
    if (!PQsendQuery(connection_.get(), message.c_str())) return std::unexpected(lost());
    Answers answers;
    std::optional<ServerError> error;
    bool copied = false;  // a COPY ends with an answer of its own
    while (true) {
      if (!await_answer()) return std::unexpected(no_answer());
      PGresult* raw = PQgetResult(connection_.get());
      if (!raw) break;
      const ResultHandle result(raw, &PQclear);
      const auto status = PQresultStatus(raw);
      if (status == PGRES_COPY_OUT) {
        answers.push_back(std::make_unique<CopiedRows>(static_cast<std::size_t>(PQnfields(raw))));
        if (!read_copied(static_cast<CopiedRows&>(*answers.back()))) return std::unexpected(no_answer());
      } else if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY) {
        if (!copied) answers.push_back(returned_rows(raw));
      } else if (!error) {
        error = error_of(raw);
      }
      copied = status == PGRES_COPY_OUT;
      if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH) {
        PQputCopyEnd(connection_.get(), "schemac sends no rows");
        error = ServerError{{}, "the script asks for rows by COPY, which schemac does not send", {}, {}, false};
      }
    }
    if (PQstatus(connection_.get()) == CONNECTION_BAD) return std::unexpected(lost());
    if (!error) return answers;
    if (PQtransactionStatus(connection_.get()) == PQTRANS_INERROR)
      PQclear(PQexec(connection_.get(), "ROLLBACK"));  // the next caller starts from nothing
    return std::unexpected(std::move(*error));
  }

  // Of INSERT … RETURNING and the like; of a command without rows, none.
  static std::unique_ptr<Rows> returned_rows(const PGresult* result) {
    auto rows = std::make_unique<CopiedRows>(static_cast<std::size_t>(PQnfields(result)));
    rows->add(result);
    return rows;
  }

  // An error on the way comes as the next result. False when the server has stopped to speak.
  bool read_copied(CopiedRows& rows) {
    bool broken = false;
    while (true) {
      char* line = nullptr;
      const int size = PQgetCopyData(connection_.get(), &line, broken ? 0 : 1);
      if (size > 0) {
        rows.add({line, static_cast<std::size_t>(size)});
        PQfreemem(line);
      } else if (size < 0) {
        return true;
      } else if (const auto came = await_bytes(); came == Came::nothing) {
        return false;
      } else {
        broken = came == Came::the_end;
      }
    }
  }

  // False when the server has stopped to speak. Of a connection that broke libpq makes a result, which says so.
  bool await_answer() {
    while (PQisBusy(connection_.get())) {
      const auto came = await_bytes();
      if (came != Came::bytes) return came == Came::the_end;
    }
    return true;
  }

  enum class Came { bytes, the_end, nothing };

  // Sends what is left to send and takes what has come.
  Came await_bytes() {
    const int unsent = PQflush(connection_.get());
    pollfd socket{PQsocket(connection_.get()), static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN), 0};
    if (socket.fd < 0) return Came::the_end;
    int ready = 0;
    do ready = poll(&socket, 1, static_cast<int>(silence().count()));
    while (ready < 0 && errno == EINTR);
    if (ready == 0) return Came::nothing;
    return PQconsumeInput(connection_.get()) ? Came::bytes : Came::the_end;
  }

  std::chrono::milliseconds silence() const {
    return access_ == Access::read ? limits_.statement + slowest_network : std::max(longest_silence, limits_.statement);
  }

  // One statement of a pipeline, and whose it is.
  struct Sent {
    std::size_t group;
    std::size_t attempt;  // none: shared by the whole group, or by all
    bool last = false;    // its rows are the attempt's answer
    bool sync = false;    // no statement: the end of what fails together
  };
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  // Those among the attempts that have no answer yet. An error is one of the connection, or of `settings`.
  std::optional<ServerError> try_all(std::span<const std::string> settings, std::span<const AttemptGroup> groups,
                                     std::vector<Attempted>& out) {
    PQsetnonblocking(connection_.get(), 1);
    PQenterPipelineMode(connection_.get());
    auto error = send_all(settings, groups, out);
    if (!error) error = take_answers(out);
    if (PQstatus(connection_.get()) == CONNECTION_OK && PQexitPipelineMode(connection_.get()))
      PQsetnonblocking(connection_.get(), 0);
    return error;
  }

  std::optional<ServerError> send_all(std::span<const std::string> settings, std::span<const AttemptGroup> groups,
                                      std::vector<Attempted>& out) {
    sent_.clear();
    group_states_.clear();
    send("BEGIN READ WRITE", {none, none});
    send(fmt::format("SET LOCAL lock_timeout = {}", lock_of_an_attempt.count()), {none, none});
    send(fmt::format("SET LOCAL statement_timeout = {}", limits_.statement.count()), {none, none});
    for (const auto& setting : settings) send(setting, {none, none});
    send("SAVEPOINT schemac_group", {none, none});
    sync();
    std::size_t begin = 0;
    for (std::size_t at = 0; at < groups.size(); begin += groups[at++].attempts.size()) {
      const auto& group = groups[at];
      if (!std::any_of(out.begin() + begin, out.begin() + begin + group.attempts.size(), is_open)) continue;
      send("ROLLBACK TO SAVEPOINT schemac_group", {at, none});
      for (const auto& statement : group.first) send(statement, {at, none});
      send("SAVEPOINT schemac_attempt", {at, none});
      sync();
      for (std::size_t number = 0; number < group.attempts.size(); ++number) {
        if (!is_open(out[begin + number])) continue;
        out[begin + number] = {};
        send("ROLLBACK TO SAVEPOINT schemac_attempt", {at, begin + number});
        const auto& statements = group.attempts[number];
        for (const auto& statement : statements)
          send(statement, {at, begin + number, &statement == &statements.back()});
        sync();
        if (sent_.size() < statements_in_flight) continue;
        if (auto error = take_answers(out)) return error;
      }
    }
    send("ROLLBACK", {none, none});
    sync();
    return std::nullopt;
  }

  static bool is_open(const Attempted& attempted) {
    return attempted.state == not_tried || attempted.state == lock_not_available;
  }

  // The extended protocol takes one statement, and refuses a text that holds two.
  void send(const std::string& statement, Sent whose) {
    PQsendQueryParams(connection_.get(), statement.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0);
    sent_.push_back(whose);
  }

  void sync() {
    PQpipelineSync(connection_.get());
    sent_.push_back({none, none, false, true});
  }

  std::optional<ServerError> take_answers(std::vector<Attempted>& out) {
    std::optional<ServerError> first;
    for (; !sent_.empty(); sent_.pop_front()) {
      const auto& whose = sent_.front();
      while (true) {
        if (!await_answer()) return no_answer();
        const ResultHandle result(PQgetResult(connection_.get()), &PQclear);
        if (PQstatus(connection_.get()) == CONNECTION_BAD) return lost();
        if (!result) break;
        auto error = take(*result, whose, out);
        if (error && !first) first = std::move(error);
        if (whose.sync) break;
      }
    }
    return first;
  }

  // An error of a statement that everything else needs.
  std::optional<ServerError> take(const PGresult& result, const Sent& whose, std::vector<Attempted>& out) {
    const auto status = PQresultStatus(&result);
    if (status == PGRES_TUPLES_OK && whose.last) out[whose.attempt].rows = returned_rows(&result);
    if (status != PGRES_FATAL_ERROR) return std::nullopt;
    if (whose.group == none) return error_of(&result);
    const auto state = field(&result, PG_DIAG_SQLSTATE);
    if (whose.attempt == none) {
      group_states_.try_emplace(whose.group, state);
    } else if (out[whose.attempt].state.empty()) {
      const auto shared = group_states_.find(whose.group);
      out[whose.attempt] = {.rows = nullptr, .state = shared == group_states_.end() ? state : shared->second};
    }
    return std::nullopt;
  }

  std::vector<std::string> holders() {
    std::vector<std::string> out;
    if (PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) return out;
    const auto answers = answers_of(who_is_in_the_way);
    if (!answers || answers->empty()) return out;
    for (std::size_t row = 0; row < answers->front()->size(); ++row) out.emplace_back(answers->front()->text(row, 0));
    return out;
  }

  ServerError lost() const {
    return {"08006", "connection lost: " + first_line(PQerrorMessage(connection_.get())), {}, {}, false};
  }

  // Nothing more is sent on this connection: the server would not read it.
  ServerError no_answer() const {
    return {"08006",
            fmt::format("no response within {} seconds",
                        std::chrono::duration_cast<std::chrono::seconds>(silence()).count()),
            {},
            {},
            false};
  }

  ConnectionHandle connection_;
  Access access_;
  Limits limits_;
  std::string name_;
  std::vector<std::string> secrets_;
  std::deque<Sent> sent_;                            // of a pipeline, in order
  std::map<std::size_t, std::string> group_states_;  // of groups whose first statements were refused
};

int connect_seconds(PGconn* connection) {
  int seconds = default_connect_seconds;
  PQconninfoOption* options = PQconninfo(connection);
  for (auto* option = options; option && option->keyword; ++option)
    if (std::string_view(option->keyword) == "connect_timeout" && option->val && std::atoi(option->val) > 0)
      seconds = std::atoi(option->val);
  PQconninfoFree(options);
  return seconds;
}

// libpq's own loop, because only a connection that exists before it connects can be told to report SQLSTATEs.
bool finish_connecting(PGconn* connection) {
  PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(connect_seconds(connection));
  auto wanted = PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (wanted != PGRES_POLLING_OK && wanted != PGRES_POLLING_FAILED) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
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
    if (key == "host" && !value.starts_with('/') && value.find_first_of("@?") != std::string_view::npos)
      readable = false;
  }
  PQconninfoFree(options);
  if (readable) return std::nullopt;
  auto diagnostic = error_at(
      "bad-url",
      fmt::format("the URL of `{}` cannot be read as postgresql://user:password@host:port/database?option=value",
                  without_password(url)));
  diagnostic.notes.push_back(note_at(
      "`@`, `:`, `/`, `?`, `#` and `%` inside a user name or a password are written as %40 %3A %2F %3F %23 %25"));
  return diagnostic;
}

}  // namespace

bool is_postgresql_url(std::string_view place) {
  return place.starts_with("postgresql://") || place.starts_with("postgres://") || is_keyword_form(place);
}

std::map<std::string, std::string> postgresql_variables(const std::string& url) {
  std::map<std::string, std::string> out;
  PQconninfoOption* options = PQconninfoParse(url.c_str(), nullptr);
  for (auto* option = options; option && option->keyword; ++option)
    if (option->envvar && option->val) out[option->envvar] = option->val;
  PQconninfoFree(options);
  return out;
}

Result<std::unique_ptr<Connection>> connect_postgresql(const std::string& url, Access access, const Limits& limits) {
  if (auto problem = malformed(url)) return std::unexpected(Diagnostics{std::move(*problem)});
  // what stands before the URL, the URL may say otherwise
  const char* keys[] = {"fallback_application_name", "keepalives_idle", "keepalives_interval", "keepalives_count",
                        "tcp_user_timeout",          "dbname",          "client_encoding",     nullptr};
  const char* values[] = {"schemac", "20", "5", "3", "30000", url.c_str(), "UTF8", nullptr};
  ConnectionHandle handle(PQconnectStartParams(keys, values, 1), &PQfinish);
  if (!handle) broken_invariant("libpq has memory for a connection");
  const bool in_time = finish_connecting(handle.get());
  PGconn* raw = handle.get();
  auto connection = std::make_unique<PostgresqlConnection>(std::move(handle), url, access, limits);
  if (!in_time) {
    return std::unexpected(Diagnostics{error_at(
        "server-unreachable",
        fmt::format(
            "no response within {} seconds while connecting to `{}`; check host and port, or raise connect_timeout",
            connect_seconds(raw), connection->display_name()))});
  }
  if (PQstatus(raw) != CONNECTION_OK) {
    const auto error = connecting_error(raw);
    auto diagnostic = std::move(connection->told(error, "connecting to").front());
    if (error.state.empty() && diagnostic.code == "server-error") {
      diagnostic.code = "server-unreachable";
      diagnostic.notes.push_back(
          note_at("check that the server is running and that the URL has the right host and port"));
    }
    return std::unexpected(Diagnostics{std::move(diagnostic)});
  }
  PQsetErrorVerbosity(raw, PQERRORS_DEFAULT);
  PQsetNoticeProcessor(
      raw, [](void*, const char*) {}, nullptr);
  if (access == Access::write)
    if (auto done = connection->execute(pinning(false), "preparing the session with"); !done)
      return std::unexpected(done.error());
  if (connection->engine().major < 12) {
    return failure("server-too-old", fmt::format("`{1}` runs PostgreSQL {0}, but 12 or newer is required",
                                                 connection->engine().major, connection->display_name()));
  }
  return connection;
}

}  // namespace schemac
