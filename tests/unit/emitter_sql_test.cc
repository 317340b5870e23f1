#include <gmock/gmock.h>

#include "emitters/emitter.h"
#include "emitters/script.h"
#include "tests/support/sample_plans.h"

namespace schemac::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string printed(const Plan& plan, EmitOptions options = {}) {
  const auto files = find_emitter("sql")->emit(plan, options);
  EXPECT_TRUE(files) << (files ? "" : render(files.error()));
  return files && !files->empty() ? files->front().content : "";
}

// What stands between and outside the transactions, without comments and blank lines.
std::vector<std::string> bare_lines(const std::string& sql) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < sql.size();) {
    const auto end = sql.find('\n', at);
    const auto line = sql.substr(at, end - at);
    if (!line.empty() && !line.starts_with("--")) lines.push_back(line);
    at = end + 1;
  }
  return lines;
}

TEST(SqlEmitter, framesTransactionsAndLeavesTheRestOutside) {
  EXPECT_THAT(
      bare_lines(printed(postgresql_plan())),
      ElementsAre("BEGIN;", "ALTER TABLE public.users ADD COLUMN display_name character varying(300);",
                  "UPDATE public.users SET display_name = first_name || ' ' || last_name WHERE display_name IS NULL;",
                  "ALTER TABLE public.users ALTER COLUMN display_name SET NOT NULL;", "COMMIT;",
                  "ALTER TYPE public.status ADD VALUE 'old';"));
}

TEST(SqlEmitter, goesBackInOneTransactionWhereNothingHasToBeCommitted) {
  EXPECT_THAT(bare_lines(printed(postgresql_plan(), {.down = true})),
              ElementsAre("BEGIN;", "ALTER TYPE public.status RENAME TO status_old;",
                          "CREATE TYPE public.status AS ENUM ('new');", "DROP TYPE public.status_old;",
                          "ALTER TABLE public.users ALTER COLUMN display_name DROP NOT NULL;",
                          "ALTER TABLE public.users DROP COLUMN display_name;", "COMMIT;"));
}

TEST(SqlEmitter, keepsTheFrameOutsideTheTransaction) {
  const auto up = bare_lines(printed(sqlite_rebuild_plan()));
  EXPECT_EQ(up.front(), "PRAGMA foreign_keys = OFF;");
  EXPECT_EQ(up[1], "BEGIN IMMEDIATE;");
  EXPECT_EQ(up[up.size() - 3], "SELECT 'checked';");
  EXPECT_EQ(up[up.size() - 2], "COMMIT;");
  EXPECT_EQ(up.back(), "PRAGMA foreign_keys = ON;");
  EXPECT_THAT(printed(sqlite_rebuild_plan(), {.down = true}), HasSubstr("SELECT 'checked back';\n\nCOMMIT;"));
}

TEST(SqlEmitter, saysHowToRunIt) {
  EXPECT_THAT(printed(postgresql_plan()), HasSubstr("psql -v ON_ERROR_STOP=1 -f"));
  EXPECT_THAT(printed(sqlite_rebuild_plan()), HasSubstr("sqlite3 -bail"));
}

TEST(SqlEmitter, printsNothingForAnEmptyPlan) {
  const auto files = find_emitter("sql")->emit(empty_plan(), {});
  ASSERT_TRUE(files);
  EXPECT_TRUE(files->empty());
}

TEST(SqlEmitter, writesBothWaysIntoAFolder) {
  const auto files =
      find_emitter("sql")->emit(postgresql_plan(), {.out_directory = "migrations", .timestamp = "20261121134500"});
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 2U);
  EXPECT_EQ((*files)[0].path, "20261121134500_add_column_users_display_name_and_3_more.up.sql");
  EXPECT_EQ((*files)[1].path, "20261121134500_add_column_users_display_name_and_3_more.down.sql");
}

TEST(SqlEmitter, refusesAWayBackThatStopsHalfWay) {
  const auto down = find_emitter("sql")->emit(one_way_plan(), {.down = true});
  ASSERT_FALSE(down);
  EXPECT_EQ(down.error().front().code, "no-way-back");
  const auto files =
      find_emitter("sql")->emit(one_way_plan(), {.out_directory = "migrations", .timestamp = "20261121134500"});
  ASSERT_TRUE(files);
  EXPECT_EQ(files->size(), 1U);
  EXPECT_THAT(files->front().content, HasSubstr("step 1 cannot be rolled back"));
}

TEST(SqlEmitter, announcesHazards) {
  EXPECT_THAT(printed(destructive_plan()), HasSubstr("--    drop-column: deletes the values of users.legacy_code\n"));
}

TEST(Script, splitsAUnitAtAStatementThatRefusesTransactions) {
  auto plan = postgresql_plan();
  plan.phases[0].units[0].steps[1].statements[0].transactional = false;
  const auto units = script_of(plan, Direction::up);
  ASSERT_EQ(units.size(), 4U);
  EXPECT_TRUE(units[0].transactional);
  EXPECT_FALSE(units[1].transactional);
  EXPECT_TRUE(units[2].transactional);
  EXPECT_FALSE(units[3].transactional);
}

TEST(Script, closesAStatementThatEndsInAComment) {
  EXPECT_EQ(closed("SELECT 1"), "SELECT 1;");
  EXPECT_EQ(closed("SELECT 1 -- one"), "SELECT 1 -- one\n;");
  EXPECT_EQ(closed("SELECT '-- one'"), "SELECT '-- one';");
}

TEST(Script, keepsAnyTextInsideAComment) {
  EXPECT_EQ(sql_comment("a\nDROP TABLE t;\r\n"), "-- a\n-- DROP TABLE t;\n-- \n");
}

TEST(Script, makesFileNames) {
  EXPECT_EQ(slug_of("Add column: users.e-mail!", 60), "add_column_users_e_mail");
  EXPECT_EQ(slug_of("add column users.display_name", 14), "add_column");
  EXPECT_EQ(slug_of("naïve…", 60), "na_ve");
  EXPECT_EQ(slug_of("???", 60), "migration");
}

TEST(Script, givesMysqlsBodiesADelimiterThatTheyDoNotHold) {
  EXPECT_EQ(closed_for_mysql("ALTER TABLE `a;b` COMMENT='x;'"), "ALTER TABLE `a;b` COMMENT='x;';");
  EXPECT_EQ(closed_for_mysql("CREATE PROCEDURE p() SELECT \"x\\\"y;\""),
            "DELIMITER ;;\nCREATE PROCEDURE p() SELECT \"x\\\"y;\";;\nDELIMITER ;");
  EXPECT_EQ(closed_for_mysql("CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = ';;'; END"),
            "DELIMITER $$\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = ';;'; END$$\nDELIMITER ;");
  // the quote is closed in an SQL mode that has no backslashes
  EXPECT_EQ(closed_for_mysql("CREATE FUNCTION f() RETURNS int RETURN '\\'; -- $$ //"),
            "DELIMITER ;;\nCREATE FUNCTION f() RETURNS int RETURN '\\'; -- $$ //\n;;\nDELIMITER ;");
}

// The sqlite3 shell reads line by line and makes LF of CR LF, so that what arrives is not what was planned.
TEST(SqlEmitter, RefusesALineEndThatTheShellWouldChange) {
  auto plan = sqlite_rebuild_plan();
  auto& statement = plan.phases[0].units[0].steps[0].statements[0];
  statement.sql = "CREATE TABLE t (a text DEFAULT 'one\r\ntwo')";
  const auto refused = find_emitter("sql")->emit(plan, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().code, "line-ends-in-text");
  statement.sql = "CREATE TABLE t (\r\n  a text -- it's\r\n)";
  EXPECT_TRUE(find_emitter("sql")->emit(plan, {}));
}

}  // namespace
}  // namespace schemac::testing
