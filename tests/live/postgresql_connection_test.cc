// One clear message for each way a connection fails, and no password in any of them.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "dialects/postgresql/postgresql.h"
#include "tests/support/postgresql_database.h"

namespace schemac::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PostgresqlConnections : public ::testing::Test {};

std::string authority() {
  const auto& url = test::postgresql_server();
  const auto begin = url.find('@') + 1;
  return url.substr(begin, url.find('/', begin) - begin);
}

Diagnostic failure_of(const std::string& url) {
  auto connection = connect(url, Access::read);
  EXPECT_FALSE(connection) << url;
  if (connection) return {};
  EXPECT_EQ(connection.error().size(), 1u);
  return connection.error().front();
}

TEST_F(PostgresqlConnections, NameWhatIsWrong) {
  const auto missing = failure_of(fmt::format("postgresql://postgres:hunter2@{}/nowhere", authority()));
  EXPECT_EQ(missing.code, "no-such-database");
  EXPECT_THAT(render(missing), HasSubstr("3D000"));
  EXPECT_THAT(render(missing), Not(HasSubstr("hunter2")));
  EXPECT_EQ(failure_of("postgresql://postgres:hunter2@127.0.0.1:1/x").code, "server-unreachable");
  EXPECT_EQ(failure_of(fmt::format("postgresql://nobody_at_all:hunter2@{}/postgres", authority())).code,
            "login-refused");
}

TEST_F(PostgresqlConnections, NeverShowATornPassword) {
  for (const auto* password : {"hun@ter2", "hun/ter2", "hun?ter2", "hun#ter2"}) {
    const auto shown = render(failure_of(fmt::format("postgresql://postgres:{}@{}/postgres", password, authority())));
    EXPECT_THAT(shown, Not(HasSubstr("hun")));
    EXPECT_THAT(shown, Not(HasSubstr("ter2")));
    EXPECT_THAT(shown, HasSubstr("bad-url"));
  }
}

TEST_F(PostgresqlConnections, AReaderCannotWrite) {
  const LiveDatabase database;
  auto connection = connect(database.url(), Access::read);
  ASSERT_TRUE(connection);
  const auto refused = (*connection)->execute("CREATE TABLE t (a int)", "writing to");
  ASSERT_FALSE(refused);
  EXPECT_THAT(render(refused.error()), HasSubstr("25006"));
}

TEST_F(PostgresqlConnections, SaySoWhenTheyBreak) {
  const LiveDatabase database;
  auto connection = connect(database.url(), Access::read);
  ASSERT_TRUE(connection);
  const std::vector<std::string> queries = {"SELECT pg_terminate_backend(pg_backend_pid())", "SELECT 1"};
  const auto cut = (*connection)->query(queries, "reading the catalogue of");
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().size(), 1u);
  EXPECT_EQ(cut.error().front().code, "connection-lost");
  EXPECT_THAT(cut.error().front().message, HasSubstr("while reading the catalogue of"));
}

// Answers come by COPY, whose lines say NULL, tabs, line ends and backslashes in letters of their own.
TEST_F(PostgresqlConnections, ReadEveryTextAsItIs) {
  const LiveDatabase database;
  auto connection = connect(database.url(), Access::read);
  ASSERT_TRUE(connection);
  const std::vector<std::string> queries = {
      "BEGIN", R"(SELECT E'a\tb\nc\rd\\e\be\ff\x0bg', NULL, '', '\N', E'\x1f', 'é' -- the last line may be a comment)",
      "SELECT 1 WHERE false;", "WITH two AS (VALUES (1, true), (2, NULL)) SELECT * FROM two ORDER BY 1", "COMMIT"};
  const auto answers = (*connection)->query(queries, "reading");
  ASSERT_TRUE(answers) << render(answers.error());
  ASSERT_EQ(answers->size(), queries.size());
  const auto& row = *(*answers)[1];
  ASSERT_EQ(row.size(), 1u);
  EXPECT_EQ(row.text(0, 0), "a\tb\nc\rd\\e\be\ff\x0bg");
  EXPECT_TRUE(row.is_null(0, 1));
  EXPECT_EQ(row.text(0, 1), "");
  EXPECT_FALSE(row.is_null(0, 2));
  EXPECT_EQ(row.text(0, 2), "");
  EXPECT_EQ(row.text(0, 3), "\\N");
  EXPECT_FALSE(row.is_null(0, 3));
  EXPECT_EQ(row.text(0, 4), "\x1f");
  EXPECT_EQ(row.text(0, 5), "é");
  EXPECT_EQ((*answers)[2]->size(), 0u);
  const auto& two = *(*answers)[3];
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two.text(0, 1), "t");
  EXPECT_EQ(two.text(1, 0), "2");
  EXPECT_TRUE(two.is_null(1, 1));
}

TEST_F(PostgresqlConnections, ReadWhatOtherStatementsReturn) {
  const LiveDatabase database("CREATE TABLE t (a int, b text)");
  auto connection = connect(database.url(), Access::write);
  ASSERT_TRUE(connection);
  const std::vector<std::string> queries = {"INSERT INTO public.t VALUES (1, 'x'), (2, NULL) RETURNING *",
                                            "DELETE FROM public.t", "SHOW jit"};
  const auto answers = (*connection)->query(queries, "writing to");
  ASSERT_TRUE(answers) << render(answers.error());
  ASSERT_EQ(answers->size(), 3u);
  const auto& inserted = *answers->front();
  ASSERT_EQ(inserted.size(), 2u);
  EXPECT_EQ(inserted.text(0, 1), "x");
  EXPECT_EQ(inserted.text(1, 0), "2");
  EXPECT_TRUE(inserted.is_null(1, 1));
  EXPECT_EQ((*answers)[1]->size(), 0u);
  EXPECT_EQ((*answers)[2]->text(0, 0), "off");
}

TEST_F(PostgresqlConnections, SaySoWhenAnAnswerBreaksOff) {
  const LiveDatabase database;
  auto connection = connect(database.url(), Access::read);
  ASSERT_TRUE(connection);
  const std::vector<std::string> queries = {"SELECT 1", "SELECT 1 / (3 - n) FROM generate_series(1, 5) n", "SELECT 2"};
  const auto broken = (*connection)->query(queries, "dividing on");
  ASSERT_FALSE(broken);
  EXPECT_THAT(render(broken.error()), HasSubstr("22012"));
  const std::vector<std::string> again = {"SELECT 3"};
  const auto fine = (*connection)->query(again, "reading");
  ASSERT_TRUE(fine);
  EXPECT_EQ(fine->front()->text(0, 0), "3");
}

TEST_F(PostgresqlConnections, DoNotDependOnWhoReads) {
  const LiveDatabase database(
      "CREATE TABLE t (f float8 DEFAULT 0.1, d timestamptz DEFAULT '2020-02-03 04:05:06+00', i interval DEFAULT '1 day "
      "02:00')");
  const auto before = database.read();
  ASSERT_EQ(
      database.run(fmt::format(
          "ALTER DATABASE {0} SET extra_float_digits = -5; ALTER DATABASE {0} SET DateStyle = 'German'; ALTER DATABASE "
          "{0} SET TimeZone = 'Asia/Tokyo'; "
          "ALTER DATABASE {0} SET IntervalStyle = 'iso_8601'; ALTER DATABASE {0} SET search_path = 'pg_catalog'; ALTER "
          "DATABASE {0} SET quote_all_identifiers = on",
          database.name())),
      "");
  EXPECT_EQ(database.read(), before);
}

}  // namespace
}  // namespace schemac::testing
