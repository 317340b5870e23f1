// Schema files that carry more than a schema: cases/hostile and, of MySQL, cases/hostile_mysql. Comparing a database
// with one of them does nothing to the database or its server, and says where the text stands.
#include <gmock/gmock.h>

#include <algorithm>

#include <fmt/format.h>

#include "tests/support/folder.h"
#include "tests/support/postgresql_database.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"

namespace schemac::testing {
namespace {

using ::testing::HasSubstr;

std::vector<std::filesystem::path> hostile_files(const char* folder) {
  std::vector<std::filesystem::path> out;
  for (const auto& entry :
       std::filesystem::directory_iterator(fmt::format("{}/tests/cases/{}", SCHEMAC_SOURCE_DIR, folder)))
    out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

class HostileTexts : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(HostileTexts, RunNothingAndAreRefusedAtTheirPlace) {
  const LiveDatabase database(
      "CREATE SEQUENCE s; CREATE TABLE victim (a text, b int); INSERT INTO victim VALUES ('kept', 1)");
  const test::Folder folder;
  const auto made = folder.path("made-by-the-server");
  auto text = test::read_text(GetParam());
  if (const auto at = text.find("{file}"); at != std::string::npos) text.replace(at, 6, made);
  const auto file = GetParam().extension() == ".prisma" ? "schema.prisma" : "wanted.schemac";
  folder.write(file, text);
  for (const char* command : {"diff", "plan", "renames"}) {
    const auto result = test::schemac({command, "--from=" + database.url(), std::string("--to=") + file},
                                      {.words = {}, .directory = folder.path(), .limit = std::chrono::seconds(60)});
    EXPECT_EQ(result.code, 1) << command << result.out;
    EXPECT_THAT(result.error, HasSubstr(fmt::format("{}:", file)));
    EXPECT_THAT(result.error, HasSubstr("error[bad-"));
  }
  EXPECT_EQ(database.rows("SELECT last_value, is_called FROM public.s"), std::vector<std::string>{"1|false"});
  EXPECT_EQ(database.rows("SELECT * FROM public.victim"), std::vector<std::string>{"kept|1"});
  EXPECT_FALSE(std::filesystem::exists(made));
}

std::string name_of_file(const ::testing::TestParamInfo<std::filesystem::path>& file) {
  auto name = file.param.filename().string();
  std::ranges::replace(name, '.', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, HostileTexts, ::testing::ValuesIn(hostile_files("hostile")), name_of_file);

// What has no quotes in MySQL's SQL: collations, engines, methods, parameters; and objects that are no statement of
// their kind.
class HostileTextsOfMysql : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(HostileTextsOfMysql, RunNothingAndAreRefusedAtTheirPlace) {
  const auto database = test::make_scratch("mysql");
  ASSERT_TRUE(database->run("CREATE TABLE victim (a text, b int); INSERT INTO victim VALUES ('kept', 1)"));
  const test::Folder folder;
  const auto extension = GetParam().extension().string();
  const auto file = extension == ".prisma" ? std::string("schema.prisma") : "wanted" + extension;
  folder.write(file, test::read_text(GetParam()));
  for (const char* command : {"diff", "plan", "verify"}) {
    const auto result = test::schemac({command, "--from=" + database->place(), "--to=" + file},
                                      {.words = {}, .directory = folder.path(), .limit = std::chrono::seconds(60)});
    EXPECT_EQ(result.code, 1) << command << result.out;
    EXPECT_THAT(result.error, HasSubstr(fmt::format("{}:", file)));
    EXPECT_THAT(result.error, ::testing::ContainsRegex("error\\[(bad-|unknown-type|prisma)"));
    EXPECT_THAT(result.out, ::testing::Not(HasSubstr("drop")));
  }
  const auto kept = database->connection().query(std::vector<std::string>{"SELECT a, b FROM victim"}, "reading back");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->front()->text(0, 0), "kept");
  EXPECT_EQ(kept->front()->text(0, 1), "1");
}

INSTANTIATE_TEST_SUITE_P(Files, HostileTextsOfMysql, ::testing::ValuesIn(hostile_files("hostile_mysql")), name_of_file);

// The server takes one statement in a message from whoever may write.
TEST(MysqlSessions, TakeOneStatementAtATime) {
  const auto database = test::make_scratch("mysql");
  ASSERT_TRUE(database->run("CREATE TABLE victim (a text)"));
  EXPECT_FALSE(database->connection().execute("SELECT 1; DROP TABLE victim", "running a statement of a test on"));
  EXPECT_TRUE(database->run("SELECT 1 FROM victim"));
}

// What a server computes while it makes an object: a function that says it is immutable and is not.
TEST(Asking, CallsNoFunctionOfTheDatabaseWithConstants) {
  const LiveDatabase database(
      "CREATE SEQUENCE s; CREATE TABLE t (a int, b int);"
      "CREATE FUNCTION lie(x int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS "
      "$$ BEGIN PERFORM setval('public.s', 777777); RETURN x; END $$;"
      "CREATE FUNCTION shout() RETURNS int VOLATILE LANGUAGE sql AS $$ SELECT setval('public.s', 888888)::int $$");
  const test::Folder folder;
  folder.write(
      "wanted.schemac",
      "dialect postgresql\n\ntable t {\n  a  int  default `public.shout( )`\n  b  int  generated `a  + lie(1)`\n"
      "  check `a  > public.lie(2)`\n  index i (`a  + public.lie(3)`) where `a  < lie( 4 )`\n}\n\n"
      "sql view v `select  public.lie(5) as x, shout() as y`\n");
  const auto result = test::schemac({"diff", "--from=" + database.url(), "--to=wanted.schemac"},
                                    {.words = {}, .directory = folder.path(), .limit = std::chrono::seconds(60)});
  EXPECT_EQ(result.code, 0) << result.error;
  EXPECT_EQ(database.rows("SELECT last_value, is_called FROM public.s"), std::vector<std::string>{"1|false"});
}

}  // namespace
}  // namespace schemac::testing
