// Rows that would make a step fail are counted before anything is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/folder.h"
#include "tests/support/postgresql.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class RowChecks : public testing::Test {
 protected:
  void SetUp() override {
    run_command({.words = {"sqlite3", "-bail", "app.db",
                           "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nick TEXT);"
                           "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER);"
                           "INSERT INTO users VALUES (1, 'a', NULL), (2, 'a', 'b'), (3, 'c', NULL);"
                           "INSERT INTO orders VALUES (1, 1), (2, 7), (3, NULL);"},
                 .directory = folder.path()});
  }
  Finished diff(const std::string& wanted, std::vector<std::string> more = {}) const {
    folder.write("to.sql", wanted);
    std::vector<std::string> arguments{"diff", "--from=app.db", "--to=to.sql"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return schemac(std::move(arguments), {.words = {}, .directory = folder.path()});
  }
  Folder folder;
};

constexpr const char* orders = "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER);";

TEST_F(RowChecks, CountNulls) {
  const auto found =
      diff(std::string("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nick TEXT NOT NULL);") + orders);
  EXPECT_EQ(found.code, 0);
  EXPECT_THAT(
      found.error,
      HasSubstr("warning[rows-in-the-way]: step 1, rebuild table users, will fail: rows where nick is NULL (2 found)"));
  EXPECT_THAT(found.error, HasSubstr("find them: SELECT * FROM users WHERE nick IS NULL"));
}

TEST_F(RowChecks, CountDuplicatesAndOrphans) {
  const auto unique = diff(std::string("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nick TEXT);"
                                       "CREATE UNIQUE INDEX by_email ON users (email);") +
                           orders);
  EXPECT_THAT(unique.error, HasSubstr("will fail: values of (email) that occur more than once (1 found)"));
  const auto orphans = diff(
      "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nick TEXT);"
      "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users);");
  EXPECT_THAT(orphans.error, HasSubstr("will fail: rows that reference a missing row of users (1 found)"));
}

TEST(RowChecksOfLabels, CountTheRowsThatHoldThem) {
  const Folder folder;
  const PostgresqlDatabase database;
  run_command({.words = {"psql", "-q", "-d", database.url(), "-c",
                         "CREATE TYPE state AS ENUM ('new', 'old', 'gone');"
                         "CREATE TABLE jobs (id int PRIMARY KEY, state state, past state[]);"
                         "INSERT INTO jobs VALUES (1, 'gone', '{}'), (2, 'new', '{gone,old}'), (3, 'gone', NULL);"},
               .directory = folder.path()});
  folder.write("to.sql",
               "CREATE TYPE state AS ENUM ('new', 'old');\n"
               "CREATE TABLE jobs (id int PRIMARY KEY, state state, past state[]);\n");
  const auto diff = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"diff", "--from=" + database.url(), "--to=to.sql"});
    return schemac(std::move(more), {.words = {}, .directory = folder.path()});
  };
  const auto counted = diff({});
  EXPECT_THAT(counted.error, HasSubstr("will fail: rows where jobs.state holds 'gone' (2 found)"));
  EXPECT_THAT(counted.error, HasSubstr("will fail: rows where jobs.past holds 'gone' (1 found)"));
  EXPECT_THAT(diff({"--using=state.gone=old"}).error, Not(HasSubstr("will fail")));
}

TEST_F(RowChecks, SayNothingWhereNoRowIsInTheWay) {
  const auto fits =
      diff(std::string("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, nick TEXT UNIQUE);") + orders);
  EXPECT_EQ(fits.error, "");
  const auto unasked =
      diff(std::string("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nick TEXT NOT NULL);") + orders,
           {"--no-row-checks"});
  EXPECT_EQ(unasked.error, "");
}

TEST_F(RowChecks, FollowTablesAndColumnsThatGetOtherNames) {
  const auto found = diff(
      "CREATE TABLE people (id INTEGER PRIMARY KEY, mail TEXT, nick TEXT NOT NULL);"
      "CREATE UNIQUE INDEX by_mail ON people (mail);"
      "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES people);",
      {"--rename=users:people", "--rename=users.email:mail"});
  EXPECT_THAT(found.error, HasSubstr("find them: SELECT * FROM users WHERE nick IS NULL"));
  EXPECT_THAT(found.error, HasSubstr("values of (email) that occur more than once (1 found)"));
  EXPECT_THAT(found.error, HasSubstr("rows that reference a missing row of users (1 found)"));
}

TEST_F(RowChecks, CountRowsThatARebuildGivesNoValue) {
  const auto found =
      diff(std::string(
               "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nick TEXT, born TEXT NOT NULL, UNIQUE (id));") +
           orders);
  EXPECT_THAT(found.error, HasSubstr("rows without a value for born (3 found)"));
}

// SQLite numbers the rows by itself.
TEST_F(RowChecks, SayNothingOfANewIntegerPrimaryKey) {
  run_command(
      {.words = {"sqlite3", "-bail", "app.db", "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('a');"},
       .directory = folder.path()});
  const auto numbered = diff(std::string("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nick TEXT);"
                                         "CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY, text TEXT);") +
                             orders);
  EXPECT_EQ(numbered.code, 0) << numbered.error;
  EXPECT_THAT(numbered.error, Not(HasSubstr("rows-in-the-way")));
}

// The NULLs are those of another table.
TEST_F(RowChecks, DoNotMistakeATableForTheOneThatTakesItsName) {
  run_command({.words = {"sqlite3", "-bail", "app.db",
                         "DROP TABLE orders; CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT, nick TEXT);"},
               .directory = folder.path()});
  const auto swapped =
      diff("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nick TEXT NOT NULL)", {"--rename=people:users"});
  EXPECT_EQ(swapped.code, 0) << swapped.error;
  EXPECT_THAT(swapped.error, Not(HasSubstr("rows-in-the-way")));
}

}  // namespace
}  // namespace schemac::test
