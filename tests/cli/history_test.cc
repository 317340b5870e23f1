// What a migration tool has noted in the database, and what its folder holds, decide what is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/support/folder.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr const char* wanted =
    "dialect sqlite\n\ntable users {\n  id    integer  primary key\n  name  text\n  mail  text\n}\n";

class History : public testing::Test {
 protected:
  void SetUp() override {
    folder.write("wanted.schemac", wanted);
    sql("CREATE TABLE users (id integer PRIMARY KEY, name text)");
  }
  void sql(const std::string& script) const {
    const auto done = run_command({.words = {"sqlite3", "-bail", folder.path("app.db"), script}});
    ASSERT_EQ(done.code, 0) << done.error;
  }
  Finished emit(const std::string& tool, const std::string& out, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"diff", "--from=app.db", "--to=wanted.schemac", "--emit=" + tool, "--out=" + out});
    return schemac(std::move(more), {.words = {}, .directory = folder.path()});
  }
  std::vector<std::string> names(const std::string& below) const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path(below)))
      found.push_back(entry.path().filename().string());
    std::ranges::sort(found);
    return found;
  }

  Folder folder;
};

// The clock of the second run is another one.
TEST_F(History, ThatHoldsThePlanAlreadyGetsNoTwin) {
  for (const char* tool : {"sql", "alembic", "knex", "prisma", "flyway"}) {
    const auto first = emit(tool, tool);
    ASSERT_EQ(first.code, 0) << first.error;
    const auto present = names(tool);
    const auto again = schemac(
        {"diff", "--from=app.db", "--to=wanted.schemac", std::string("--emit=") + tool, std::string("--out=") + tool},
        {.words = {}, .directory = folder.path(), .variables = {{"SOURCE_DATE_EPOCH", "1999999999"}}});
    EXPECT_EQ(again.code, 0) << tool << again.error;
    EXPECT_EQ(names(tool), present) << tool;
    EXPECT_THAT(again.out, AllOf(HasSubstr("unchanged "), Not(HasSubstr("created ")))) << tool;
  }
}

TEST_F(History, OfAnotherPlanIsFollowed) {
  ASSERT_EQ(emit("knex", "knex").code, 0);
  folder.write("wanted.schemac", std::string(wanted) + "\ntable orders {\n  id  integer  primary key\n}\n");
  EXPECT_EQ(emit("knex", "knex").code, 0);
  EXPECT_EQ(names("knex").size(), 2U);
}

TEST_F(History, OfADatabaseBehindTheAlembicHeadIsAnError) {
  folder.write("versions/a.py", "revision = 'aaa'\ndown_revision = None\n");
  folder.write("versions/b.py", "revision = 'bbb'\ndown_revision = 'aaa'\n");
  folder.write("env.py", "context.configure(version_table = 'migrated_to')\n");
  sql("CREATE TABLE migrated_to (version_num text); INSERT INTO migrated_to VALUES ('aaa')");
  const auto behind = emit("alembic", "versions", {"--exclude=migrated_to"});
  EXPECT_EQ(behind.code, 1);
  EXPECT_THAT(behind.error, AllOf(HasSubstr("error[database-behind]"), HasSubstr("`b.py` has not run there yet"),
                                  HasSubstr("alembic upgrade head")));
  EXPECT_EQ(names("versions").size(), 2U);
  EXPECT_EQ(emit("alembic", "versions", {"--exclude=migrated_to", "--no-history-check"}).code, 0);
  sql("DELETE FROM migrated_to; INSERT INTO migrated_to VALUES ('ccc')");
  EXPECT_THAT(emit("alembic", "versions", {"--exclude=migrated_to"}).error, HasSubstr("error[other-folder]"));
}

TEST_F(History, OfADatabaseAtTheAlembicHeadIsFollowed) {
  folder.write("migrations/versions/a.py", "revision = 'aaa'\ndown_revision = None\n");
  folder.write("migrations/env.py", "");
  sql("CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('aaa')");
  const auto first = emit("alembic", "migrations");
  EXPECT_EQ(first.code, 0) << first.error;
  EXPECT_THAT(first.error, IsEmpty());
  // pending and the very plan: neither behind nor a twin
  const auto again = emit("alembic", "migrations");
  EXPECT_EQ(again.code, 0) << again.error;
  EXPECT_THAT(again.out, StartsWith("unchanged "));
}

TEST_F(History, WithoutAnEnvironmentOfAlembicIsSaid) {
  const auto result = emit("alembic", "migratoins/versions");
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.error, HasSubstr("warning[no-env]: no `env.py` beside `migratoins/versions`"));
}

TEST_F(History, WithoutNotesInTheDatabaseIsSaid) {
  folder.write("knex/001_first.js", "exports.up = async () => {};\n");
  const auto result = emit("knex", "knex");
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.error, HasSubstr("warning[no-history]: the database has no `knex_migrations`"));
  EXPECT_EQ(names("knex").size(), 2U);
}

TEST_F(History, OfAnEmptyDatabaseHasNotRun) {
  sql("DROP TABLE users");
  folder.write("knex/001_first.js", "exports.up = async () => {};\n");
  EXPECT_THAT(emit("knex", "knex").error, HasSubstr("error[database-behind]"));
}

TEST_F(History, OfKnexIsKnownByNamesWithoutTheirEndings) {
  folder.write("knex/001_first.ts", "export async function up() {}\n");
  sql("CREATE TABLE knex_migrations (id integer, name text, batch integer, migration_time datetime);"
      "INSERT INTO knex_migrations VALUES (1, '001_first.js', 1, 0)");
  const auto result = emit("knex", "knex");
  EXPECT_EQ(result.code, 0) << result.error;
  EXPECT_THAT(result.error, IsEmpty());
}

TEST_F(History, OfPrismaIsReadWithWhatFailed) {
  folder.write("prisma/20200101000000_init/migration.sql", "SELECT 1;\n");
  sql("CREATE TABLE _prisma_migrations (id text, checksum text, finished_at datetime, migration_name text, logs text,"
      " rolled_back_at datetime, started_at datetime, applied_steps_count integer);"
      "INSERT INTO _prisma_migrations VALUES ('1', 'abc', NULL, '20200101000000_init', NULL, NULL, 1, 0)");
  EXPECT_THAT(emit("prisma", "prisma").error,
              AllOf(HasSubstr("error[failed-migration]"), HasSubstr("prisma migrate resolve")));
  sql("UPDATE _prisma_migrations SET finished_at = 2");
  const auto edited = emit("prisma", "prisma");
  EXPECT_EQ(edited.code, 0);
  EXPECT_THAT(edited.error, HasSubstr("warning[edited-migration]: `20200101000000_init/migration.sql` was changed"));
}

constexpr const char* flyway_table =
    "CREATE TABLE flyway_schema_history (installed_rank integer, version text, description text, type text,"
    " script text, checksum integer, installed_by text, installed_on text, execution_time integer, success integer);";

TEST_F(History, OfFlywayIsReadWithItsChecksums) {
  folder.write("sql/V1__first.sql", "\xEF\xBB\xBFSELECT 1;\r\nSELECT 2;\n");
  // of `SELECT 1;SELECT 2;`
  sql(std::string(flyway_table) +
      "INSERT INTO flyway_schema_history VALUES (1, '1', 'first', 'SQL', 'V1__first.sql', -1665099012, '', '', 1, 1)");
  const auto fine = emit("flyway", "sql");
  EXPECT_EQ(fine.code, 0) << fine.error;
  EXPECT_THAT(fine.error, IsEmpty());
  sql("UPDATE flyway_schema_history SET checksum = 7");
  EXPECT_THAT(emit("flyway", "sql").error,
              AllOf(HasSubstr("error[edited-migration]: `V1__first.sql` was changed"), HasSubstr("flyway repair")));
}

TEST_F(History, OfFlywayBeginsBehindItsBaselineAndNumbersLikeIt) {
  for (const char* name : {"sql/V9__a.sql", "sql/V10__b.sql", "sql/old/V11__c.sql"}) folder.write(name, "SELECT 1;\n");
  sql(std::string(flyway_table) +
      "INSERT INTO flyway_schema_history VALUES (1, '10', '', 'BASELINE', '', NULL, '', '', 1, 1)");
  EXPECT_THAT(emit("flyway", "sql").error,
              AllOf(HasSubstr("error[database-behind]"), HasSubstr("`old/V11__c.sql` has not run")));
  sql("INSERT INTO flyway_schema_history VALUES (2, '11', '', 'SQL', '', NULL, '', '', 1, 1)");
  EXPECT_EQ(emit("flyway", "sql").code, 0);
  EXPECT_THAT(names("sql"), testing::Contains(StartsWith("V12__")));
}

TEST_F(History, WithTwoFilesOfOneVersionIsRefused) {
  folder.write("sql/V4__a.sql", "SELECT 1;\n");
  folder.write("sql/V04.0__b.sql", "SELECT 1;\n");
  EXPECT_THAT(emit("flyway", "sql").error, HasSubstr("error[doubled-version]: `V04.0__b.sql` and `V4__a.sql`"));
  folder.write("versions/a.py", "revision = 'aaa'\ndown_revision = None\n");
  folder.write("versions/b.py", "revision = 'aaa'\ndown_revision = None\n");
  EXPECT_THAT(emit("alembic", "versions").error, HasSubstr("error[doubled-revision]"));
}

}  // namespace
}  // namespace schemac::test
