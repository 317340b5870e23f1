// Schema files that carry more than a schema: cases/hostile. Comparing a database with one of them does nothing to the
// database or its server, and says where the text stands.
#include <gmock/gmock.h>

#include <algorithm>

#include <fmt/format.h>

#include "tests/support/folder.h"
#include "tests/support/postgresql_database.h"
#include "tests/support/process.h"

namespace schemac::testing {
namespace {

using ::testing::HasSubstr;

std::vector<std::filesystem::path> hostile_files() {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::directory_iterator(SCHEMAC_SOURCE_DIR "/tests/cases/hostile"))
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

INSTANTIATE_TEST_SUITE_P(Files, HostileTexts, ::testing::ValuesIn(hostile_files()), [](const auto& file) {
  auto name = file.param.filename().string();
  std::ranges::replace(name, '.', '_');
  return name;
});

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
