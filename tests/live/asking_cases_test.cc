// What PostgreSQL runs while it is asked how it stores what a schema file says: nothing of the database's own. Every
// case of cases/asking, planned from its database to its file; a sequence, which no rollback takes back, counts.
//
//   --- case NAME    the database; `vol()` in it counts that it was called
//   --- file         the schema file, in schemac's language
//   --- asked        the server spells the file's tables as the database's, so that there is nothing to do with them
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "pipeline.h"
#include "tests/support/folder.h"
#include "tests/support/postgresql_database.h"

namespace schemac::testing {
namespace {

struct AskingCase {
  std::string name;
  std::string database, file;
  bool asked = false;
};

void PrintTo(const AskingCase& one, std::ostream* out) { *out << one.name; }

std::vector<AskingCase> asking_cases() {
  std::ifstream in(SCHEMAC_SOURCE_DIR "/tests/cases/asking/postgresql.sql");
  std::vector<AskingCase> out;
  std::string* into = nullptr;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("--- case ")) {
      out.push_back({.name = line.substr(9), .database = {}, .file = {}});
      into = &out.back().database;
    } else if (line == "--- file") {
      into = &out.back().file;
    } else if (line == "--- asked") {
      out.back().asked = true;
    } else {
      *into += line + "\n";
    }
  }
  return out;
}

class AskingCases : public ::testing::TestWithParam<AskingCase> {};

TEST_P(AskingCases, RunNothing) {
  const auto& one = GetParam();
  const test::Folder folder;
  const LiveDatabase database(
      "CREATE SEQUENCE ran; CREATE FUNCTION vol() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM "
      "nextval('public.ran'); END $$; GRANT ALL ON SEQUENCE ran TO PUBLIC;" +
      one.database + "SELECT setval('ran', 1, false)");
  Request request{.places = {database.url(), folder.write("wanted.schemac", one.file)}};
  request.sources.to.dialect = "postgresql";
  request.sources.to.manage = {"tables", "enums"};
  if (!one.asked) request.sources.to.manage.emplace_back("views");
  const auto outcome = plan_between(request);
  ASSERT_TRUE(outcome) << render(outcome.error());
  EXPECT_THAT(database.rows("SELECT is_called FROM public.ran"), ::testing::ElementsAre("false"));
  std::string said;
  for (const auto* step : steps(outcome->plan)) said += step->description + "\n";
  EXPECT_TRUE(!one.asked || said.empty()) << said;
}

std::string name_of_asking_case(const ::testing::TestParamInfo<AskingCase>& info) {
  auto name = info.param.name;
  std::ranges::replace_if(
      name, [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(postgresql, AskingCases, ::testing::ValuesIn(asking_cases()), name_of_asking_case);

// A count that a policy takes rows out of is no count, and its function is somebody's.
TEST(ReadingRows, RunsNoPolicy) {
  const LiveDatabase database(
      "CREATE TABLE t (a int); INSERT INTO t VALUES (1); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t "
      "USING (a > 0); GRANT SELECT ON t TO pg_monitor; DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET role = "
      "pg_monitor', current_database()); END $$");
  const auto connection = connect(database.url(), Access::read);
  ASSERT_TRUE(connection) << render(connection.error());
  const std::vector<std::string> count = {"SELECT count(*) FROM public.t"};
  const auto rows = (*connection)->query(count, "counting rows of");
  ASSERT_FALSE(rows);
  EXPECT_THAT(render(rows.error()), ::testing::HasSubstr("[42501]"));
}

}  // namespace
}  // namespace schemac::testing
