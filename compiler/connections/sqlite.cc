#include "connections/sqlite.h"

#include <chrono>
#include <filesystem>

#include <fmt/format.h>
#include <sqlite3.h>

namespace schemac {
namespace {

namespace fs = std::filesystem;

// How long to wait for a writer before saying that the database is locked.
constexpr int busy_milliseconds = 5000;

// A database in memory holds a schema that a file of SQL makes. CREATE TABLE … AS runs a query there, which may have no
// end.
constexpr auto longest_in_memory = std::chrono::seconds(10);
constexpr int pages_in_memory = 65'536;  // of 4 KB

struct Cell {
  std::string text;
  bool null = true;
};

class SqliteRows : public Rows {
 public:
  std::size_t size() const override { return rows.size(); }
  bool is_null(std::size_t row, std::size_t column) const override { return rows[row][column].null; }
  std::string_view text(std::size_t row, std::size_t column) const override { return rows[row][column].text; }

  std::vector<std::vector<Cell>> rows;
};

// What the user can do about it, where that is known.
std::string advice(int code) {
  switch (code & 0xFF) {
    case SQLITE_NOTADB: return "it is not an SQLite database, or it is encrypted";
    case SQLITE_CORRUPT:
      return "the file is damaged; `PRAGMA integrity_check` in the sqlite3 shell says where, `.recover` saves what is "
             "readable";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "another process is writing to it; try again when it has finished";
    case SQLITE_READONLY:
      return "it cannot be read without writing next to it (an unfinished transaction, or a write-ahead log); open it "
             "once with the sqlite3 shell";
    case SQLITE_CANTOPEN: return "check the permissions of the file and its directory";
    case SQLITE_PERM:
    case SQLITE_AUTH: return "check the permissions of the file";
    case SQLITE_INTERRUPT: return "a statement of a file of SQL may take 10 seconds: a schema needs no rows";
    case SQLITE_FULL: return "a schema needs no rows";
    case SQLITE_IOERR: return "reading or writing the file failed";
    default: return {};
  }
}

Cell cell_of(sqlite3_stmt* statement, int column) {
  if (sqlite3_column_type(statement, column) == SQLITE_NULL) return {};
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return {std::string(text ? text : "", static_cast<std::size_t>(sqlite3_column_bytes(statement, column))), false};
}

class SqliteConnection : public Connection {
 public:
  SqliteConnection(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {
    constexpr int instructions_between_looks = 10'000;
    if (path_ == ":memory:")
      sqlite3_progress_handler(handle_, instructions_between_looks, &SqliteConnection::is_late, this);
  }
  ~SqliteConnection() override { sqlite3_close_v2(handle_); }
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  Engine engine() const override {
    const int version = sqlite3_libversion_number();
    return {.dialect = "sqlite", .major = version / 1'000'000, .minor = version / 1'000 % 1'000};
  }
  std::string display_name() const override { return path_; }

  Result<std::vector<std::unique_ptr<Rows>>> query(std::span<const std::string> queries,
                                                   std::string_view doing) override {
    std::vector<std::unique_ptr<Rows>> results;
    for (const auto& sql : queries) {
      auto rows = one(sql, doing);
      if (!rows) return std::unexpected(rows.error());
      results.push_back(std::move(*rows));
    }
    return results;
  }

  Result<void> execute(std::string_view script, std::string_view doing) override {
    const std::string text(script);
    started_ = std::chrono::steady_clock::now();
    if (sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return error(doing);
    return {};
  }

 private:
  static int is_late(void* connection) {
    return std::chrono::steady_clock::now() - static_cast<SqliteConnection*>(connection)->started_ > longest_in_memory
               ? 1
               : 0;
  }

  Result<std::unique_ptr<Rows>> one(const std::string& sql, std::string_view doing) {
    sqlite3_stmt* raw = nullptr;
    started_ = std::chrono::steady_clock::now();
    if (sqlite3_prepare_v2(handle_, sql.c_str(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK)
      return error(doing);
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
    auto rows = std::make_unique<SqliteRows>();
    const int columns = sqlite3_column_count(raw);
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(raw)) == SQLITE_ROW) {
      auto& row = rows->rows.emplace_back();
      for (int column = 0; column < columns; ++column) row.push_back(cell_of(raw, column));
    }
    if (code != SQLITE_DONE) return error(doing);
    return rows;
  }

  std::unexpected<Diagnostics> error(std::string_view doing) const {
    const int code = sqlite3_extended_errcode(handle_);
    const auto help = advice(code);
    return failure("sqlite-error",
                   fmt::format("{}: {} (SQLite error {}) while {}", path_, sqlite3_errmsg(handle_), code, doing), {},
                   help);
  }

  sqlite3* handle_;
  std::string path_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();  // of the statement that runs
};

Result<void> must_be_a_file(const std::string& path) {
  std::error_code ignored;
  const auto status = fs::status(path, ignored);
  if (!fs::exists(status))
    return failure("no-database", fmt::format("no database file `{}`", path), {},
                   "schemac never creates one: check the path, or create it first");
  if (fs::is_directory(status))
    return failure("no-database", fmt::format("`{}` is a directory, expected an SQLite database file", path));
  return {};
}

// A reader's session can do nothing but read. Schemas are trusted, as by default: without that SQLite 3.40 takes a
// column computed by json_extract() for a damaged database, and no function with side effects is there to be called.
std::string session_settings(Access access) {
  return std::string("PRAGMA trusted_schema = ON") + (access == Access::read ? "; PRAGMA query_only = ON" : "");
}

}  // namespace

std::string sqlite_path(std::string_view place) {
  std::string path(place);
  for (const std::string_view scheme : {"sqlite3:", "sqlite:", "file:"})
    if (path.starts_with(scheme)) {
      path.erase(0, scheme.size());
      break;
    }
  if (path.starts_with("//")) path.erase(0, 2);
  if (std::error_code ignored; fs::exists(path, ignored)) return path;
  if (const auto parameters = path.find('?'); parameters != std::string::npos) path.erase(parameters);
  // `sqlite:///app.db` is written by people who mean ./app.db (SQLAlchemy's reading) as well as /app.db
  if (std::error_code ignored; place.find(":///") != std::string_view::npos && !fs::exists(path, ignored) &&
                               path.size() > 1 && fs::exists(path.substr(1), ignored))
    path.erase(0, 1);
  return path;
}

Result<std::unique_ptr<Connection>> connect_sqlite(const std::string& place, Access access) {
  const auto path = sqlite_path(place);
  const bool memory = path == ":memory:";
  if (!memory)
    if (auto file = must_be_a_file(path); !file) return std::unexpected(file.error());
  sqlite3* handle = nullptr;
  const int flags =
      (access == Access::read && !memory ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  if (code != SQLITE_OK) {
    const std::string message = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
    sqlite3_close_v2(handle);
    return failure("cannot-open",
                   fmt::format("{}: {} (SQLite error {}) while opening the database", path, message, code), {},
                   advice(code));
  }
  auto connection = std::make_unique<SqliteConnection>(handle, path);
  sqlite3_busy_timeout(handle, busy_milliseconds);
  if (memory)
    if (auto set =
            connection->execute(fmt::format("PRAGMA max_page_count = {}", pages_in_memory), "setting up the session");
        !set)
      return std::unexpected(set.error());
  if (auto set = connection->execute(session_settings(access), "setting up the session"); !set)
    return std::unexpected(set.error());
  // Opening alone reads nothing: a file that is no database shows only now.
  if (auto read = connection->execute("SELECT count(*) FROM sqlite_master", "reading the database"); !read)
    return std::unexpected(read.error());
  return connection;
}

}  // namespace schemac
