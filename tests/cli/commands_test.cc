// Commands as a side of a comparison, and values stated beside a source.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/folder.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* users = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";

class Commands : public testing::Test {
 protected:
  Finished run(std::vector<std::string> arguments) const {
    return schemac(std::move(arguments), {.words = {}, .directory = folder.path()});
  }
  Folder folder;
};

TEST_F(Commands, ReadWhatIsPrinted) {
  folder.write("users.sql", users);
  EXPECT_EQ(run({"diff", "--from=users.sql", "--to=exec:cat users.sql", "--dialect=sqlite", "--exit-code"}).code, 0);
  folder.write("a b.schemac",
               "dialect sqlite\n\ntable users {\n  id    integer  primary key\n  name  text     not null\n}\n");
  const auto same =
      run({"diff", "--from=users.sql", "--to=exec:cat 'a b.schemac'", "--to-format=schemac", "--exit-code"});
  EXPECT_EQ(same.code, 0) << same.error << same.out;
}

TEST_F(Commands, RunWithoutAShell) {
  const auto literal = run({"diff", "--from=empty", "--to=exec:echo $HOME; false", "--dialect=sqlite"});
  EXPECT_THAT(literal.error, HasSubstr("$HOME; false"));
  folder.write("users.sql", users);
  EXPECT_EQ(
      run({"diff", "--from=users.sql", "--to=exec:sh -c 'cat users.sql | cat'", "--dialect=sqlite", "--exit-code"})
          .code,
      0);
}

TEST_F(Commands, FailWithTheProgramsOwnWords) {
  const auto failed =
      run({"diff", "--from=empty", "--to=exec:sh -c 'echo no such model >&2; exit 3'", "--dialect=sqlite"});
  EXPECT_EQ(failed.code, 1);
  EXPECT_THAT(failed.error, HasSubstr("exited with status 3"));
  EXPECT_THAT(failed.error, HasSubstr("no such model"));
  EXPECT_THAT(run({"diff", "--from=empty", "--to=exec:no-such-program-here", "--dialect=sqlite"}).error,
              HasSubstr("could not run `no-such-program-here`: No such file or directory"));
  EXPECT_THAT(run({"diff", "--from=empty", "--to=exec:true", "--dialect=sqlite"}).error, HasSubstr("printed nothing"));
  EXPECT_THAT(run({"diff", "--from=empty", "--to=exec:", "--dialect=sqlite"}).error,
              HasSubstr("no command in `exec:`"));
  EXPECT_THAT(run({"diff", "--from=empty", "--to=exec:echo 'a", "--dialect=sqlite"}).error,
              HasSubstr("unterminated quote"));
}

TEST_F(Commands, AreEndedWhenTheyTakeTooLong) {
  const auto late = run({"diff", "--from=empty", "--to=exec:sleep 600", "--dialect=sqlite", "--command-timeout=200ms"});
  EXPECT_EQ(late.code, 1);
  EXPECT_THAT(late.error, HasSubstr("did not finish within"));
}

TEST_F(Commands, FillADatabaseThatIsMadeForThem) {
  folder.write("users.sql", users);
  folder.write("fill.sh",
               "test \"$DATABASE_URL\" = \"sqlite:///$SCHEMAC_SCRATCH_FILE\" && sqlite3 \"$SCHEMAC_SCRATCH_FILE\" < "
               "users.sql\n");
  ASSERT_EQ(run({"diff", "--from=users.sql", "--to=scratch:sh fill.sh", "--scratch=sqlite:", "--dialect=sqlite",
                 "--exit-code"})
                .code,
            0);
  const auto read = run({"inspect", "scratch:sh fill.sh", "--scratch=sqlite:"});
  EXPECT_THAT(read.out, HasSubstr("table users {")) << read.error;
  const auto unnamed = run({"inspect", "scratch:sh fill.sh"});
  EXPECT_THAT(unnamed.error, HasSubstr("needs a server where a database may be created"));
}

TEST_F(Commands, StandInTheConfigurationFile) {
  folder.write("users.sql", users);
  folder.write("schemac.toml", "from = \"users.sql\"\nto = \"exec:cat users.sql\"\ndialect = \"sqlite\"\n");
  EXPECT_EQ(run({"diff", "--exit-code"}).code, 0);
}

class Values : public Commands {
 protected:
  void SetUp() override {
    folder.write("from.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, first TEXT)");
    folder.write("to.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, first TEXT, name TEXT NOT NULL)");
  }
  std::vector<std::string> with(const std::string& option) const {
    return {"diff", "--from=from.sql", "--to=to.sql", "--dialect=sqlite", "--emit=sql", "--out=-", option};
  }
};

TEST_F(Values, AreStatedForASourceThatHasNoPlaceForThem) {
  const auto stated = run(with("--backfill=users.name=first || '=' || id"));
  EXPECT_EQ(stated.code, 0) << stated.error;
  EXPECT_THAT(stated.out, HasSubstr("first || '=' || id"));
  folder.write("schemac.toml", "[backfill]\n\"users.name\" = \"coalesce(first, '')\"\n");
  EXPECT_THAT(run(with("--no-ask")).out, HasSubstr("coalesce(first, '')"));
  EXPECT_THAT(run(with("--backfill=users.name='typed'")).out, HasSubstr("'typed'"));
}

TEST_F(Values, AreRefusedWhereTheyBelongToNothing) {
  EXPECT_THAT(run(with("--backfill=users.nam=first")).error, HasSubstr("no column `users.nam` in `to.sql`"));
  EXPECT_THAT(run(with("--backfill=name")).error, HasSubstr("expected TABLE.COLUMN=EXPRESSION"));
  EXPECT_THAT(run(with("--backfill=users.name=first; DROP TABLE users")).error, HasSubstr("error[bad-sql]"));
}

}  // namespace
}  // namespace schemac::test
