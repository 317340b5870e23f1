// Databases of schemac's own: made as the one beside them is, gone afterwards, whatever happens in between.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include <fmt/format.h>

#include "connections/connection.h"
#include "connections/scratch.h"
#include "tests/support/postgresql.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string answer_on(const std::string& place, const std::string& query) {
  const auto connection = connect(place, Access::read);
  EXPECT_TRUE(connection) << render(connection.error());
  if (!connection) return {};
  const auto rows = (*connection)->query(std::vector{query}, "asking");
  EXPECT_TRUE(rows) << render(rows.error());
  return rows && rows->front()->size() ? std::string(rows->front()->text(0, 0)) : "";
}

bool is_on_server(const std::string& name) {
  return answer_on(postgresql_server(), fmt::format("SELECT count(*) FROM pg_database WHERE datname = '{}'", name)) ==
         "1";
}

TEST(Scratch, IsAnEmptyDatabaseOfPostgresqlAndGoes) {
  std::string name;
  {
    const auto scratch = make_scratch_database(postgresql_server());
    ASSERT_TRUE(scratch) << render(scratch.error());
    name = (*scratch)->name();
    EXPECT_THAT(name, StartsWith(scratch_prefix));
    EXPECT_TRUE(is_on_server(name));
    EXPECT_EQ(answer_on((*scratch)->place(), "SELECT current_database()"), name);
    const char* set_up =
        "SELECT concat_ws(' ', encoding, datcollate, datctype) FROM pg_database WHERE datname = current_database()";
    EXPECT_EQ(answer_on((*scratch)->place(), set_up), answer_on(postgresql_server(), set_up));
    const auto connection = connect((*scratch)->place(), Access::write);
    ASSERT_TRUE(connection);
    ASSERT_TRUE((*connection)->execute("CREATE TABLE public.t (x int)", "testing"));
    EXPECT_TRUE((*scratch)->remove()) << "a connection that is still open is no hindrance";
    EXPECT_FALSE(is_on_server(name));
  }
  EXPECT_FALSE(is_on_server(name));
}

TEST(Scratch, KeepsTheRestOfTheUrl) {
  const auto parts =
      scratch_on_postgresql("postgresql://me:pw@host:1/shop?dbname=other&sslmode=disable&connect_timeout=3", "x");
  EXPECT_EQ(parts.place, "postgresql://me:pw@host:1/x?sslmode=disable&connect_timeout=3");
  EXPECT_EQ(scratch_on_postgresql("postgresql://host", "x").place, "postgresql://host/x");
  EXPECT_EQ(scratch_on_postgresql("postgresql:///?host=/run", "x").place, "postgresql:///x?host=/run");
}

TEST(Scratch, IsAFileOfSqliteAndGoes) {
  std::string file;
  {
    const auto scratch = make_scratch_database("sqlite:");
    ASSERT_TRUE(scratch) << render(scratch.error());
    file = (*scratch)->place().substr(std::string("sqlite:").size());
    const auto connection = connect((*scratch)->place(), Access::write);
    ASSERT_TRUE(connection) << render(connection.error());
    EXPECT_TRUE((*connection)->execute("CREATE TABLE t (x int)", "testing"));
  }
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(file).parent_path()));
}

TEST(Scratch, SaysWhatToDoWhereNoneMayBeMade) {
  const auto server = postgresql_server();
  const auto admin = connect(server, Access::write);
  ASSERT_TRUE(admin);
  const auto role = fmt::format("schemac_test_nobody_{}", getpid());
  ASSERT_TRUE((*admin)->execute(fmt::format("CREATE ROLE {} LOGIN PASSWORD 'hidden'", role), "testing"));
  const auto scratch = make_scratch_database("postgresql://" + role + ":hidden" + server.substr(server.find('@')));
  (void)(*admin)->execute(fmt::format("DROP ROLE {}", role), "testing");
  ASSERT_FALSE(scratch);
  EXPECT_THAT(render(scratch.error()), HasSubstr("--scratch=URL"));
  EXPECT_THAT(render(scratch.error()), HasSubstr("[42501]"));
  EXPECT_THAT(render(scratch.error()), testing::Not(HasSubstr("hidden")));
}

// A child makes one, and is stopped while the server is busy with a statement of its.
TEST(Scratch, GoesWhenTheProgramIsInterrupted) {
  const auto server = postgresql_server();
  int channel[2];
  ASSERT_EQ(pipe(channel), 0);
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGINT, SIG_DFL);  // whatever started the tests may have it ignored
    alarm(60);
    const auto scratch = make_scratch_database(server);
    const auto file = make_scratch_database("sqlite:");
    if (!scratch || !file) _exit(1);
    const auto line = (*scratch)->name() + " " + (*file)->place();
    if (write(channel[1], line.data(), line.size()) < 0) _exit(1);
    close(channel[1]);
    const auto connection = connect((*scratch)->place(), Access::write);
    if (connection) (void)(*connection)->execute("SELECT pg_sleep(30)", "sleeping");
    pause();
  }
  close(channel[1]);
  std::string line(500, '\0');
  const auto size = read(channel[0], line.data(), line.size());
  close(channel[0]);
  ASSERT_GT(size, 0);
  line.resize(static_cast<std::size_t>(size));
  const auto name = line.substr(0, line.find(' '));
  const std::filesystem::path file = line.substr(line.find(":/") + 1);
  EXPECT_TRUE(is_on_server(name));
  EXPECT_TRUE(std::filesystem::exists(file));
  usleep(100'000);  // into the statement
  kill(child, SIGINT);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
  EXPECT_FALSE(is_on_server(name));
  EXPECT_FALSE(std::filesystem::exists(file.parent_path()));
}

}  // namespace
}  // namespace schemac::test
