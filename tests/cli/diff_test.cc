// `schemac diff` from the outside: what goes where, and with which exit code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/folder.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* small = "dialect sqlite\n\ntable users {\n  id    integer  primary key\n  name  text\n}\n";
constexpr const char* large =
    "dialect sqlite\n\ntable users {\n  id    integer  primary key\n  name  text\n  mail  text\n}\n";

class Diff : public testing::Test {
 protected:
  void SetUp() override {
    folder.write("small.schemac", small);
    folder.write("large.schemac", large);
  }
  Finished run(std::vector<std::string> arguments, std::map<std::string, std::string> variables = {}) const {
    variables.try_emplace("SOURCE_DATE_EPOCH", "1767225600");
    return schemac(std::move(arguments), {.words = {}, .directory = folder.path(), .variables = std::move(variables)});
  }
  Finished sides(const char* from, const char* to, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"diff", std::string("--from=") + from, std::string("--to=") + to});
    return run(std::move(more));
  }
  Folder folder;
};

TEST_F(Diff, ShowsThePlanWithoutWritingAnything) {
  const auto result = sides("small.schemac", "large.schemac");
  EXPECT_EQ(result.code, 0) << result.error;
  EXPECT_THAT(result.out, HasSubstr("users.mail"));
}

TEST_F(Diff, PrintsNothingWhenThereIsNothingToWrite) {
  EXPECT_EQ(sides("small.schemac", "small.schemac", {"--emit=sql", "--out=-"}),
            (Finished{.code = 0, .out = "", .error = ""}));
  EXPECT_EQ(sides("small.schemac", "small.schemac", {"--emit=sql", "--out=-", "--down"}),
            (Finished{.code = 0, .out = "", .error = ""}));
}

TEST_F(Diff, TellsDifferencesByItsExitCodeWhenAsked) {
  EXPECT_EQ(sides("small.schemac", "large.schemac", {"--exit-code"}).code, 2);
  EXPECT_EQ(sides("small.schemac", "small.schemac", {"--exit-code"}).code, 0);
  EXPECT_EQ(sides("small.schemac", "large.schemac", {"--exit-code", "--emit=sql", "--out=-"}).code, 2);
}

TEST_F(Diff, WritesUpAndDownToStandardOutput) {
  const auto up = sides("small.schemac", "large.schemac", {"--emit=sql", "--out=-"});
  EXPECT_EQ(up.code, 0);
  EXPECT_THAT(up.out, HasSubstr("ADD COLUMN mail"));
  const auto down = sides("small.schemac", "large.schemac", {"--emit=sql", "--out=-", "--down"});
  EXPECT_THAT(down.out, HasSubstr("DROP COLUMN mail"));
}

TEST_F(Diff, RefusesToWriteWhatDestroysUntilItIsAllowed) {
  const auto refused = sides("large.schemac", "small.schemac", {"--emit=sql", "--out=-"});
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.out, IsEmpty());
  EXPECT_THAT(refused.error, HasSubstr("error[needs-consent]"));
  EXPECT_THAT(refused.error, HasSubstr("--allow=drop-column:users.mail"));
  EXPECT_THAT(refused.error, HasSubstr("--allow-destructive"));
  for (const char* consent : {"--allow-destructive", "--allow=drop-column:users.mail", "--allow=users.mail"})
    EXPECT_EQ(sides("large.schemac", "small.schemac", {"--emit=sql", "--out=-", consent}).code, 0) << consent;
  EXPECT_EQ(sides("large.schemac", "small.schemac", {"--emit=sql", "--out=-", "--allow=users.name"}).code, 3);
}

TEST_F(Diff, ShowsWhatItWouldRefuse) {
  const auto shown = sides("large.schemac", "small.schemac");
  EXPECT_EQ(shown.code, 0);
  EXPECT_THAT(shown.out, HasSubstr("--allow"));
}

TEST_F(Diff, WritesFilesOnceAndSaysWhere) {
  const auto first =
      sides("small.schemac", "large.schemac", {"--emit=sql", "--out=migrations/sql", "--message=more mail"});
  EXPECT_EQ(first.code, 0) << first.error;
  EXPECT_THAT(first.out, HasSubstr("created migrations/sql/20260101000000_more_mail.up.sql"));
  const auto second =
      sides("small.schemac", "large.schemac", {"--emit=sql", "--out=migrations/sql", "--message=more mail"});
  EXPECT_EQ(second.code, 0);
  EXPECT_THAT(second.out, HasSubstr("unchanged migrations/sql/20260101000000_more_mail.up.sql"));
}

TEST_F(Diff, DoesNotWriteOverWhatSomebodyElseWrote) {
  folder.write("out/20260101000000_m.up.sql", "-- by hand\n");
  const auto refused = sides("small.schemac", "large.schemac", {"--emit=sql", "--out=out", "--message=m"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.error, HasSubstr("already exists with different content"));
  EXPECT_EQ(read_text(folder.path("out/20260101000000_m.up.sql")), "-- by hand\n");
  const auto forced = sides("small.schemac", "large.schemac", {"--emit=sql", "--out=out", "--message=m", "--force"});
  EXPECT_EQ(forced.code, 0);
  EXPECT_THAT(forced.out, HasSubstr("replaced out/20260101000000_m.up.sql"));
}

TEST_F(Diff, GivesTheSameBytesForTheSameInput) {
  const auto first = sides("small.schemac", "large.schemac", {"--emit=sql", "--out=-"});
  EXPECT_EQ(first, sides("small.schemac", "large.schemac", {"--emit=sql", "--out=-"}));
}

TEST_F(Diff, GivesEveryEmitterItsOwnFolder) {
  const auto result = sides("small.schemac", "large.schemac", {"--emit=sql,alembic", "--out=out"});
  EXPECT_EQ(result.code, 0) << result.error;
  EXPECT_TRUE(std::filesystem::is_directory(folder.path("out/sql")));
  EXPECT_TRUE(std::filesystem::is_directory(folder.path("out/alembic")));
}

TEST_F(Diff, TakesTheStartFromTheFileThenTheEnvironment) {
  folder.write("schemac.toml", "from = \"small.schemac\"\nto = \"large.schemac\"\n");
  EXPECT_EQ(run({"diff", "--exit-code"}, {{"SCHEMAC_URL", "large.schemac"}}).code, 2);
  folder.write("schemac.toml", "to = \"large.schemac\"\n");
  EXPECT_EQ(run({"diff", "--exit-code"}, {{"SCHEMAC_URL", "large.schemac"}, {"DATABASE_URL", "small.schemac"}}).code,
            0);
  EXPECT_EQ(run({"diff", "--exit-code"}, {{"DATABASE_URL", "small.schemac"}}).code, 2);
  EXPECT_EQ(run({"diff", "--exit-code", "--from=large.schemac"}, {{"DATABASE_URL", "small.schemac"}}).code, 0);
}

TEST_F(Diff, TakesAnEnvironmentFromTheFile) {
  folder.write("schemac.toml",
               "to = \"large.schemac\"\n\n[environments.old]\nfrom = \"small.schemac\"\n\n[environments.new]\nfrom = "
               "\"$NEW_PLACE\"\n");
  EXPECT_EQ(run({"diff", "--exit-code", "--env=old"}).code, 2);
  EXPECT_EQ(run({"diff", "--exit-code", "--env=new"}, {{"NEW_PLACE", "large.schemac"}}).code, 0);
  const auto unset = run({"diff", "--exit-code", "--env=new"});
  EXPECT_EQ(unset.code, 1);
  EXPECT_THAT(unset.error, HasSubstr("needs the environment variable `NEW_PLACE`"));
  EXPECT_THAT(run({"diff", "--env=odl"}).error, HasSubstr("did you mean `old`?"));
}

TEST_F(Diff, PointsAtAMistakeInTheFile) {
  folder.write("schemac.toml", "to = \"large.schemac\"\nform = \"small.schemac\"\n");
  const auto result = run({"diff"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.error, HasSubstr("schemac.toml:2:1: error[unknown-setting]: no key `form`"));
  EXPECT_THAT(result.error, HasSubstr("did you mean `from`?"));
}

TEST_F(Diff, SpeaksJson) {
  const auto result = sides("small.schemac", "large.schemac", {"--format=json"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, HasSubstr("\"version\""));
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b[")));
}

TEST_F(Diff, DrawsItsGraph) {
  EXPECT_THAT(run({"graph", "--from=small.schemac", "--to=large.schemac"}).out, HasSubstr("digraph"));
  EXPECT_THAT(run({"graph", "--from=small.schemac", "--to=large.schemac", "--format=mermaid"}).out,
              HasSubstr("flowchart"));
}

}  // namespace
}  // namespace schemac::test
