#include "tests/support/scratch.h"

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>

#include "tests/support/folder.h"
#include "tests/support/mysql.h"
#include "tests/support/postgresql.h"
#include "tests/support/server_process.h"

namespace schemac::test {
namespace {

[[noreturn]] void give_up(const Diagnostics& errors) {
  std::fputs(render(errors).c_str(), stderr);
  std::abort();
}

class SqliteScratch : public Scratch {
 public:
  SqliteScratch() {
    // schemac never makes a database file; opening it for the first time is the test's part
    sqlite3* handle = nullptr;
    if (sqlite3_open(folder_.path("scratch.db").c_str(), &handle) != SQLITE_OK) std::abort();
    sqlite3_exec(handle, "PRAGMA user_version = 1", nullptr, nullptr, nullptr);
    sqlite3_close(handle);
  }
  ~SqliteScratch() override { close(); }
  std::string place() const override { return "sqlite:" + folder_.path("scratch.db"); }

 private:
  Folder folder_;
};

class PostgresqlScratch : public Scratch {
 public:
  ~PostgresqlScratch() override { close(); }
  std::string place() const override { return database_.url(); }

 private:
  PostgresqlDatabase database_;
};

class MysqlScratch : public Scratch {
 public:
  ~MysqlScratch() override { close(); }
  std::string place() const override { return database_.url(); }

 private:
  MysqlDatabase database_;
};

}  // namespace

Connection& Scratch::connection() {
  if (!connection_) {
    auto opened = connect(place(), Access::write);
    if (!opened) give_up(opened.error());
    connection_ = std::move(*opened);
    // as psql and every migration tool has it; schemac's own sessions see nothing but what is qualified
    if (connection_->engine().dialect == "postgresql")
      (void)connection_->execute("SET search_path = public", "preparing a test");
  }
  return *connection_;
}

Result<void> Scratch::run(std::string_view sql) { return run_script(connection(), sql, "running a test's statement"); }

std::unique_ptr<Scratch> make_scratch(std::string_view dialect) {
  if (dialect == "sqlite") return std::make_unique<SqliteScratch>();
  if (dialect == "mysql") return std::make_unique<MysqlScratch>();
  return std::make_unique<PostgresqlScratch>();
}

}  // namespace schemac::test
