// A file of SQL is the schema that a server has which it was run in: every file of cases/sql/postgresql is run in a
// database, and the file read without a server, as well as through one, must leave nothing to do, either way round.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/support/folder.h"
#include "tests/support/postgresql.h"
#include "tests/support/postgresql_database.h"
#include "tests/support/process.h"

namespace schemac::testing {
namespace {

std::vector<std::string> cases() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(SCHEMAC_SOURCE_DIR "/tests/cases/sql/postgresql"))
    files.push_back(entry.path().stem().string());
  std::ranges::sort(files);
  return files;
}

// What psql would send: without its own lines, and without rows.
std::string for_server(std::string text) {
  std::string out;
  bool rows = false;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    begin = end + 1;
    if (line.starts_with("COPY ")) rows = true;
    if (!rows && !line.starts_with('\\')) out += line + "\n";
    if (line == "\\.") rows = false;
  }
  return out;
}

class SqlSource : public ::testing::TestWithParam<std::string> {};

TEST_P(SqlSource, IsWhatTheServerHas) {
  const auto file = std::string(SCHEMAC_SOURCE_DIR "/tests/cases/sql/postgresql/") + GetParam() + ".sql";
  const LiveDatabase database;
  if (database.rows("SELECT current_setting('server_version_num')").front() < "150000")
    GTEST_SKIP() << "texts are read as PostgreSQL 15 and later have them";
  ASSERT_EQ(database.run(for_server(test::read_text(file))), "");
  const auto scratch = "--scratch=" + test::postgresql_server();
  const std::vector<std::vector<std::string>> ways = {{"--from=" + database.url(), "--to=" + file},
                                                      {"--from=" + file, "--to=" + database.url()},
                                                      {"--from=" + database.url(), "--to=" + file, scratch},
                                                      {"--from=" + file, "--to=" + file, "--dialect=postgresql"}};
  for (auto way : ways) {
    way.insert(way.begin(), {"diff", "--exit-code", "--renames=off"});
    const auto result = test::schemac(way);
    EXPECT_EQ(result.code, 0) << way.back() << "\n" << result.out << result.error;
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, SqlSource, ::testing::ValuesIn(cases()), [](const auto& one) { return one.param; });

}  // namespace
}  // namespace schemac::testing
