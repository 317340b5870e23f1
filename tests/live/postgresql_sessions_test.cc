// What a session of schemac's leaves behind on a connection that others use after it, and how long it waits for what
// does not come.
#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <sys/socket.h>

#include "connections/connection.h"
#include "tests/support/bad_server.h"
#include "tests/support/folder.h"
#include "tests/support/postgresql_database.h"
#include "tests/support/process.h"
#include "tests/support/server_process.h"

namespace schemac::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Lt;

std::string port_of(const std::string& url) {
  const auto host = url.find("127.0.0.1:") + 10;
  return url.substr(host, url.find('/', host) - host);
}

// A pooler that gives a server's connection to whoever begins the next transaction: one connection a database.
class Pooler {
 public:
  Pooler() : process_("pgbouncer", "postgres", SIGINT), port_(test::closed_port()) {
    const auto settings = (process_.folder() / "pgbouncer.ini").string();
    std::ofstream(settings) << "[databases]\n* = host=127.0.0.1 user=postgres port="
                            << port_of(test::postgresql_server())
                            << "\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = " << port_
                            << "\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 1\n";
    for (const char* program : {"/usr/sbin/pgbouncer", "/usr/local/bin/pgbouncer", "/usr/bin/pgbouncer"})
      if (std::filesystem::exists(program)) {
        process_.start({program, settings}, url("postgres"));
        return;
      }
    test::give_up("found no pgbouncer: run `scripts/setup --tests`");
  }
  std::string url(const std::string& database) const {
    return fmt::format("postgresql://postgres@127.0.0.1:{}/{}", port_, database);
  }

 private:
  test::ServerProcess process_;
  std::uint16_t port_;
};

constexpr const char* session_settings =
    "SELECT string_agg(name || '=' || setting, ', ' ORDER BY name) FROM pg_settings "
    "WHERE source = 'session' AND name NOT IN ('application_name', 'client_encoding')";

TEST(PostgresqlSessions, LeaveNothingOnThePoolersConnection) {
  const Pooler pooler;
  const LiveDatabase database(
      "CREATE TABLE t (a text DEFAULT 'x'); CREATE TABLE u (a int); CREATE VIEW v AS SELECT a FROM t");
  const auto url = pooler.url(database.name());
  const test::Folder folder;
  folder.write("wanted.schemac",
               "dialect postgresql\n\ntable t {\n  a  text  default `lower( 'X' )`\n  check `a  <> ''`\n}\n\ntable u "
               "{\n  a  int\n}\n\n"
               "sql view v `select a  from t`\n");
  const auto administrator = connect(url, Access::administer);
  ASSERT_TRUE(administrator) << render(administrator.error());
  const auto asked = [&](const std::string& query) {
    const auto answer = (*administrator)->query(std::vector{query}, "asking");
    return answer ? std::string(answer->front()->text(0, 0)) : render(answer.error());
  };
  const auto before = asked(session_settings);
  const auto process = asked("SELECT pg_backend_pid()");
  const std::vector<std::vector<std::string>> commands = {{"inspect", url},
                                                          {"diff", "--from=" + url, "--to=wanted.schemac"},
                                                          {"diff", "--from=" + url, "--to=" + url},
                                                          {"verify", "--from=" + url, "--to=wanted.schemac"}};
  for (const auto& command : commands) {
    const auto result =
        test::schemac(command, {.words = {}, .directory = folder.path(), .limit = std::chrono::seconds(60)});
    EXPECT_EQ(result.code, 0) << command[0] << result.error;
    EXPECT_EQ(asked(session_settings), before) << command[0];
    EXPECT_EQ(asked("SELECT pg_backend_pid()"), process) << command[0];
    EXPECT_EQ(asked("SELECT count(*) FROM t"), "0") << command[0];
  }
  EXPECT_EQ(asked("SELECT current_setting('search_path') || current_setting('default_transaction_read_only')"),
            "\"$user\", publicoff");
}

// Somebody is in the middle of changing a table for as long as this lives.
class Locked {
 public:
  Locked(const std::string& url, const std::string& table) : connection_(*connect(url, Access::administer)) {
    const auto done = connection_->execute("SET application_name = 'deploy'; BEGIN; LOCK TABLE " + table, "locking");
    EXPECT_TRUE(done);
  }

 private:
  std::unique_ptr<Connection> connection_;
};

class Waiting : public ::testing::Test {
 protected:
  test::Finished run(std::vector<std::string> arguments) {
    const auto begin = std::chrono::steady_clock::now();
    auto result = test::schemac(std::move(arguments),
                                {.words = {}, .directory = folder.path(), .limit = std::chrono::seconds(60)});
    took = std::chrono::steady_clock::now() - begin;
    return result;
  }
  test::Folder folder;
  std::chrono::nanoseconds took{};
};

TEST_F(Waiting, ForALockEndsAndTellsWhoHoldsIt) {
  const LiveDatabase database("CREATE TABLE victim (a int); CREATE VIEW v AS SELECT a FROM victim");
  const Locked locked(database.url(), "victim");
  const auto result = run({"inspect", database.url(), "--lock-timeout=300ms"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.error, HasSubstr("error[lock-timeout]"));
  EXPECT_THAT(result.error, HasSubstr("public.victim is locked by process"));
  EXPECT_THAT(result.error, HasSubstr("(deploy): SET application_name = 'deploy'; BEGIN; LOCK TABLE victim"));
  EXPECT_THAT(took, Lt(std::chrono::seconds(5)));
}

TEST_F(Waiting, WhileAskingHoldsNoLockOfOthers) {
  const LiveDatabase database("CREATE TABLE victim (a int); CREATE TABLE other (a int)");
  folder.write("wanted.schemac",
               "dialect postgresql\n\ntable victim {\n  a  int\n}\n\ntable other {\n  a  int\n}\n\n"
               "sql view a_other `select a  from other`\nsql view both `select o.a  from other o, victim v`\n");
  const Locked locked(database.url(), "victim");
  test::Finished result;
  std::thread asking([&] {
    result = run({"diff", "--from=" + database.url(), "--to=wanted.schemac", "--lock-timeout=3s"});
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(1200));
  // an application's own change goes through while schemac waits
  EXPECT_EQ(database.run("SET lock_timeout = '1s'; ALTER TABLE public.other ADD COLUMN b int"), "");
  asking.join();
  EXPECT_EQ(result.code, 1) << result.out;
  EXPECT_THAT(result.error, HasSubstr("error[lock-timeout]"));
  EXPECT_THAT(result.error, HasSubstr("public.victim is locked by process"));
}

TEST_F(Waiting, ForAServerThatHasStoppedToSpeakEnds) {
  const LiveDatabase database("CREATE TABLE t (a int)");
  for (const std::size_t bytes : {20U, 600U, 3'000U}) {
    const test::BadServer server(
        test::stall_after(bytes, static_cast<std::uint16_t>(std::stoi(port_of(database.url())))));
    const auto url =
        fmt::format("postgresql://postgres@127.0.0.1:{}/{}?connect_timeout=2", server.port(), database.name());
    const auto result = run({"inspect", url, "--statement-timeout=1s"});
    EXPECT_EQ(result.code, 1) << bytes;
    EXPECT_THAT(result.error, HasSubstr("no response within")) << bytes;
    EXPECT_THAT(took, Lt(std::chrono::seconds(12))) << bytes;
  }
}

}  // namespace
}  // namespace schemac::testing
