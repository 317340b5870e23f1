#include "tests/support/postgresql.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "connections/connection.h"
#include "tests/support/bad_server.h"
#include "tests/support/server_process.h"

namespace schemac::test {
namespace {

namespace fs = std::filesystem;

fs::path newest_installed() {
  fs::path best;
  int newest = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", error)) {
    const int version = std::atoi(entry.path().filename().c_str());
    if (version <= newest || !fs::exists(entry.path() / "bin/initdb")) continue;
    newest = version;
    best = entry.path() / "bin";
  }
  if (best.empty())
    give_up(
        "found no PostgreSQL server: run `scripts/setup --tests`, or name a running one with SCHEMAC_TEST_POSTGRESQL");
  return best;
}

class Server {
 public:
  Server() : process_("postgresql", "postgres", SIGINT) {
    const auto programs = newest_installed();
    const auto data = (process_.folder() / "data").string();
    process_.prepare(
        {programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "--locale=C.UTF-8", "-E", "UTF8"});
    const auto port = closed_port();
    url_ = fmt::format("postgresql://postgres@127.0.0.1:{}/postgres", port);
    // nothing here must survive a crash, so nothing needs to reach the disk
    process_.start({programs / "postgres", "-D", data, "-p", std::to_string(port), "-h", "127.0.0.1", "-k",
                    process_.folder().string(), "-c", "fsync=off", "-c", "synchronous_commit=off", "-c",
                    "full_page_writes=off", "-c", "autovacuum=off", "-c", "max_connections=60"},
                   url_);
  }
  const std::string& url() const { return url_; }

 private:
  ServerProcess process_;
  std::string url_;
};

// Everything that a test can have left inside a database goes; whatever else it has changed about the database is an
// error.
constexpr const char* sweep = R"sql(
DO $$
DECLARE space text;
BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
  FOR space IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', space);
  END LOOP;
  IF EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND datacl IS NOT NULL)
     OR EXISTS (SELECT FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database())
     OR EXISTS (SELECT FROM pg_extension WHERE extname <> 'plpgsql') OR EXISTS (SELECT FROM pg_event_trigger) OR EXISTS (SELECT FROM pg_publication)
     OR EXISTS (SELECT FROM pg_foreign_data_wrapper) OR EXISTS (SELECT FROM pg_default_acl) OR EXISTS (SELECT FROM pg_largeobject_metadata)
     OR EXISTS (SELECT FROM pg_cast WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_language WHERE oid >= 16384) THEN
    RAISE EXCEPTION 'no longer as new';
  END IF;
  IF current_setting('server_version_num')::int >= 150000 THEN
    CREATE SCHEMA public AUTHORIZATION pg_database_owner;
    GRANT USAGE ON SCHEMA public TO PUBLIC;
  ELSE
    CREATE SCHEMA public;
    GRANT ALL ON SCHEMA public TO PUBLIC;
  END IF;
  COMMENT ON SCHEMA public IS 'standard public schema';
END
$$)sql";

// Making a database takes longer than most of what happens in one, so one is swept and given to the next who asks. Not
// for ever: nothing vacuums here, and its catalogue grows.
struct Used {
  std::string name;
  int times = 0;
};
constexpr int most_times = 20;

std::vector<Used>& waiting() {
  static std::vector<Used> databases;
  return databases;
}

// Although somebody may still be connected to it.
void drop(const std::string& name) {
  run_on_server(postgresql_server(),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
  run_on_server(postgresql_server(), "DROP DATABASE " + name);
}

std::string url_of(const std::string& name) {
  return postgresql_server().substr(0, postgresql_server().rfind('/') + 1) + name;
}

bool swept(const std::string& url) {
  const auto connection = connect(url, Access::write);
  return connection && (*connection)->execute(sweep, "sweeping a test's database").has_value();
}

}  // namespace

const std::string& postgresql_server() {
  static const std::string given = std::getenv("SCHEMAC_TEST_POSTGRESQL") ? std::getenv("SCHEMAC_TEST_POSTGRESQL") : "";
  if (!given.empty()) return given;
  static const Server server;
  return server.url();
}

PostgresqlDatabase::PostgresqlDatabase() {
  static int made = 0;
  if (!waiting().empty()) {
    name_ = waiting().back().name;
    times_ = waiting().back().times;
    waiting().pop_back();
  } else {
    name_ = fmt::format("schemac_test_{}_{}", getpid(), ++made);
    run_on_server(postgresql_server(), "CREATE DATABASE " + name_);
  }
  url_ = url_of(name_);
}

PostgresqlDatabase::~PostgresqlDatabase() {
  // A server that somebody named is left as it was found.
  const bool own_server = std::getenv("SCHEMAC_TEST_POSTGRESQL") == nullptr;
  if (own_server && times_ + 1 < most_times && swept(url_))
    waiting().push_back({name_, times_ + 1});
  else
    drop(name_);
}

}  // namespace schemac::test
