#include "tests/support/postgresql.h"

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "connections/connection.h"
#include "tests/support/bad_server.h"

namespace schemac::test {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "tests: %s\n", why.c_str());
  std::exit(1);
}

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
  if (best.empty()) give_up("found no PostgreSQL server: run `scripts/setup --tests`, or name a running one with SCHEMAC_TEST_POSTGRESQL");
  return best;
}

// PostgreSQL refuses to run as root: there it runs as the user that its package made.
const passwd* server_user() {
  if (geteuid() != 0) return nullptr;
  const passwd* user = getpwnam("postgres");
  if (user == nullptr) give_up("no user `postgres`, and a server must not run as root: run `scripts/setup --tests`");
  return user;
}

pid_t start(const std::vector<std::string>& words, const passwd* user, const fs::path& log) {
  const pid_t child = fork();
  if (child != 0) return child;
  if (user != nullptr && (initgroups(user->pw_name, user->pw_gid) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGINT);  // no server outlives a test that crashed
  if (std::freopen(log.c_str(), "a", stdout) == nullptr || dup2(STDOUT_FILENO, STDERR_FILENO) < 0 || chdir("/") != 0) _exit(126);
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

class Server {
 public:
  Server() : user_(server_user()) {
    auto name = (fs::temp_directory_path() / "schemac-postgresql-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) give_up("could not make a folder for a server below " + fs::temp_directory_path().string());
    folder_ = name;
    if (user_ != nullptr && chown(name.c_str(), user_->pw_uid, user_->pw_gid) != 0) give_up("could not give " + name + " to the server's user");
    const auto programs = newest_installed();
    const auto log = folder_ / "log";
    const auto data = (folder_ / "data").string();
    if (wait_for(start({programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "--locale=C.UTF-8", "-E", "UTF8"}, user_, log)) != 0)
      give_up("initdb failed, see " + log.string());
    const auto port = closed_port();
    url_ = fmt::format("postgresql://postgres@127.0.0.1:{}/postgres", port);
    // nothing here must survive a crash, so nothing needs to reach the disk
    process_ = start({programs / "postgres", "-D", data, "-p", std::to_string(port), "-h", "127.0.0.1", "-k", folder_.string(), "-c", "fsync=off",
                      "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "autovacuum=off", "-c", "max_connections=60"},
                     user_, log);
    wait_until_ready(log);
  }
  ~Server() {
    kill(process_, SIGINT);
    wait_for(process_);
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  const std::string& url() const { return url_; }

 private:
  void wait_until_ready(const fs::path& log) const {
    for (int tries = 0; tries < 300; ++tries) {
      if (connect(url_, Access::write)) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    give_up("a server was started and never answered, see " + log.string());
  }

  const passwd* user_;
  fs::path folder_;
  std::string url_;
  pid_t process_ = -1;
};

void run_on_server(const std::string& sql) {
  const auto connection = connect(postgresql_server(), Access::write);
  if (!connection) give_up(render(connection.error()));
  if (const auto ran = (*connection)->execute(sql, "preparing a test"); !ran) give_up(render(ran.error()));
}

// Everything that a test can have left inside a database goes; whatever else it has changed about the database is an error.
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

// Making a database takes longer than most of what happens in one, so one is swept and given to the next who asks. Not for
// ever: nothing vacuums here, and its catalogue grows.
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
  run_on_server("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
  run_on_server("DROP DATABASE " + name);
}

std::string url_of(const std::string& name) { return postgresql_server().substr(0, postgresql_server().rfind('/') + 1) + name; }

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
    run_on_server("CREATE DATABASE " + name_);
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
