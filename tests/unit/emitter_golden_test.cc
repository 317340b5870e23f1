// What each emitter writes for pairs of schemas: tests/cases/emitters/golden/<case>/from.schemac and to.schemac, and
// beside them what is expected. SCHEMAC_UPDATE=1 rewrites the expectations; look at the difference before committing
// it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "emitters/emitter.h"
#include "pipeline.h"

namespace schemac::testing {
namespace {

namespace fs = std::filesystem;

struct Expected {
  std::string_view file, emitter;
  EmitOptions options;
};

std::vector<Expected> expectations() {
  const EmitOptions plain{.timestamp = "20261121134500"};
  auto down = plain, full = plain, folder = plain;
  down.down = true;
  full.full = true;
  folder.out_directory = "no_such_folder";
  return {{"up.sql", "sql", plain},          {"down.sql", "sql", down}, {"preview.txt", "text", plain},
          {"plan.txt", "text", full},        {"plan.md", "md", plain},  {"plan.json", "json", plain},
          {"revision.py", "alembic", folder}};
}

std::vector<std::string> golden_cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(SCHEMAC_SOURCE_DIR "/tests/cases/emitters/golden"))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream content;
  content << in.rdbuf();
  return content.str();
}

class Golden : public ::testing::TestWithParam<std::string> {};

TEST_P(Golden, isWhatIsEmitted) {
  fs::current_path(SCHEMAC_SOURCE_DIR);  // places are named as they are given
  const auto folder = fs::path("tests/cases/emitters/golden") / GetParam();
  Request request{.places = {(folder / "from.schemac").string(), (folder / "to.schemac").string()}};
  const auto outcome = plan_between(request);
  ASSERT_TRUE(outcome) << render(outcome.error());
  for (const auto& expected : expectations()) {
    const auto files = find_emitter(expected.emitter)->emit(outcome->plan, expected.options);
    ASSERT_TRUE(files) << expected.file << ": " << render(files.error());
    const auto found = files->empty() ? std::string() : files->front().content;
    if (std::getenv("SCHEMAC_UPDATE")) std::ofstream(folder / expected.file, std::ios::binary) << found;
    EXPECT_EQ(found, content_of(folder / expected.file)) << folder / expected.file;
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, ::testing::ValuesIn(golden_cases()),
                         [](const auto& param) { return param.param; });

}  // namespace
}  // namespace schemac::testing
