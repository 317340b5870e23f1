#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "emitters/emitter.h"
#include "tests/support/sample_plans.h"

namespace schemac::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<OutputFile> emitted(const Plan& plan, const std::string& directory = {}) {
  const auto files = find_emitter("flyway")->emit(
      plan, {.out_directory = directory, .message = "grow", .timestamp = "20261121134500"});
  EXPECT_TRUE(files) << (files ? "" : render(files.error()));
  return files ? *files : std::vector<OutputFile>{};
}

std::vector<std::string> paths(const std::vector<OutputFile>& files) {
  std::vector<std::string> out;
  for (const auto& file : files) out.push_back(file.path);
  return out;
}

TEST(FlywayEmitter, keepsApartWhatMustStandOutsideOfATransaction) {
  const auto files = emitted(postgresql_plan());
  EXPECT_THAT(paths(files), ElementsAre("V20261121134500__grow_1_of_2.sql", "U20261121134500__grow_1_of_2.sql",
                                        "V20261121134501__grow_2_of_2.sql", "V20261121134501__grow_2_of_2.sql.conf",
                                        "U20261121134501__grow_2_of_2.sql"));
  EXPECT_EQ(files[3].content, "executeInTransaction=false\n");
  EXPECT_THAT(files[0].content, Not(HasSubstr("BEGIN;")));
  EXPECT_THAT(files[2].content, HasSubstr("flyway.postgresql.transactional.lock=false"));
}

TEST(FlywayEmitter, opensARebuildsTransactionWithoutTheWordThatFlywayTakesForABlock) {
  const auto files = emitted(sqlite_rebuild_plan());
  EXPECT_THAT(files[0].content, HasSubstr("PRAGMA foreign_keys = OFF;\nSAVEPOINT schemac_migration;\n"));
  EXPECT_THAT(files[0].content, HasSubstr("RELEASE schemac_migration;\nPRAGMA foreign_keys = ON;\n"));
  EXPECT_EQ(files[1].content, "executeInTransaction=false\n");
  EXPECT_EQ(files[3].content, "executeInTransaction=false\n");
}

TEST(FlywayEmitter, keepsPlaceholdersAsTheyAre) {
  auto plan = destructive_plan();
  plan.phases[0].units[0].steps[0].statements[0].sql = "SELECT '${x}'";
  const auto files = emitted(plan);
  EXPECT_EQ(files[1].path, "V20261121134500__grow.sql.conf");
  EXPECT_EQ(files[1].content, "placeholderReplacement=false\n");
}

TEST(FlywayEmitter, writesNoUndoThatWouldStopHalfWay) {
  EXPECT_THAT(paths(emitted(one_way_plan())), ElementsAre("V20261121134500__grow.sql"));
}

std::string next_version(std::vector<std::string> taken) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "flyway_versions";
  std::filesystem::create_directories(folder);
  for (const auto& name : taken) std::ofstream(folder / name) << "";
  const auto path = emitted(destructive_plan(), folder.string()).front().path;
  std::filesystem::remove_all(folder);
  return path.substr(1, path.find("__") - 1);
}

TEST(FlywayEmitter, continuesTheFoldersVersions) {
  EXPECT_EQ(next_version({"V9__a.sql", "V10__b.sql", "R__view.sql"}), "11");
  EXPECT_EQ(next_version({"V1.9__a.sql", "V1.10__b.sql"}), "1.11");
  EXPECT_EQ(next_version({"V2_1__a.sql", "V1_7__b.sql"}), "2_2");
  EXPECT_EQ(next_version({"V001__a.sql"}), "002");
  EXPECT_EQ(next_version({"V20250101000000__a.sql"}), "20261121134500");
  EXPECT_EQ(next_version({"V3__a.sql", "U4__b.sql"}), "5");
  EXPECT_EQ(next_version({"notes.txt"}), "20261121134500");
}

}  // namespace
}  // namespace schemac::testing
