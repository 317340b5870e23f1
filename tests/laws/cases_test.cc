// Every folder of tests/cases/diff, on every engine it is for.
//
//   from.schemac  to.schemac   without a `dialect` line: for each engine
//   from.mysql.schemac …       win over them on that engine
//   options                    one command-line option a line: --rename=users.name:full_name
//   rows.sql                   fills `from`; rows.sqlite.sql and rows.postgresql.sql win over it
//   expected                   `? SELECT …` and the lines of its answer, after the plan ran; expected.sqlite, … win
//   over it since                      the first PostgreSQL that has what it is about, where that is not 12 plan.sqlite
//   plan.postgresql   the steps in words; written anew with --update
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "tests/laws/case_options.h"
#include "tests/laws/laws.h"
#include "tests/laws/settings.h"
#include "tests/support/folder.h"
#include "tests/support/scratch.h"

namespace schemac::test {
namespace {

const std::filesystem::path cases_folder = std::filesystem::path(SCHEMAC_SOURCE_DIR) / "tests/cases/diff";

struct CaseOnEngine {
  std::string name;
  std::string dialect;
};

void PrintTo(const CaseOnEngine& entry, std::ostream* out) { *out << entry.name << " on " << entry.dialect; }

std::string dialect_line(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string keyword, name;
    if (words >> keyword >> name && keyword == "dialect") return name;
  }
  return {};
}

std::vector<CaseOnEngine> all_cases() {
  std::vector<CaseOnEngine> out;
  for (const auto& entry : std::filesystem::directory_iterator(cases_folder)) {
    if (!std::filesystem::exists(entry.path() / "to.schemac")) continue;
    const auto stated = dialect_line(read_text(entry.path() / "to.schemac"));
    // types and expressions that every engine has are few on MySQL: where there is no plan for it, a case is not meant
    // for it
    const bool on_mysql = std::filesystem::exists(entry.path() / "plan.mysql");
    for (const char* dialect : {"postgresql", "mysql", "sqlite"})
      if (stated == dialect || (stated.empty() && (on_mysql || dialect != std::string_view("mysql"))))
        out.push_back({entry.path().filename().string(), dialect});
  }
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return std::tie(a.name, a.dialect) < std::tie(b.name, b.dialect); });
  return out;
}

std::string for_engine(const CaseOnEngine& entry, const std::string& stem, const std::string& ending) {
  const auto folder = cases_folder / entry.name;
  const auto own = folder / (stem + "." + entry.dialect + ending);
  return read_text(std::filesystem::exists(own) ? own : folder / (stem + ending));
}

// The plan in words is part of the case: a rename that becomes a drop and an add changes it.
void compare_plan(const CaseOnEngine& entry, const std::vector<std::string>& steps) {
  const auto path = cases_folder / entry.name / ("plan." + entry.dialect);
  std::string found;
  for (const auto& step : steps) found += step + "\n";
  if (settings().update) std::ofstream(path) << found;
  EXPECT_EQ(read_text(path), found) << "the plan changed; if that is right, run the test with --update";
}

class Cases : public testing::TestWithParam<CaseOnEngine> {};

TEST_P(Cases, HoldTheLaws) {
  const auto& entry = GetParam();
  if (const auto since = read_text(cases_folder / entry.name / "since");
      entry.dialect == "postgresql" && !since.empty())
    if (make_scratch(entry.dialect)->connection().engine().major < std::stoi(since))
      GTEST_SKIP() << "needs PostgreSQL " << since;
  const LawCase law_case{.from = for_engine(entry, "from", ".schemac"),
                         .to = for_engine(entry, "to", ".schemac"),
                         .dialect = entry.dialect,
                         .diff = options_from(read_text(cases_folder / entry.name / "options")),
                         .rows = for_engine(entry, "rows", ".sql"),
                         .expected = for_engine(entry, "expected", "")};
  const auto verdict = check_laws(law_case);
  EXPECT_TRUE(verdict.violations.empty()) << display(verdict.violations);
  compare_plan(entry, verdict.steps);
}

INSTANTIATE_TEST_SUITE_P(Diff, Cases, testing::ValuesIn(all_cases()), [](const auto& entry) {
  auto name = entry.param.name + "_" + entry.param.dialect;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
});

TEST(Shuffling, ChangesTheOrderAndNothingElse) {
  const std::string text =
      "dialect sqlite\n\ntable a {\n  x int\n}\n\ntable b {\n  x int\n}\n\ntable c {\n  x int\n}\n";
  const auto shuffled = shuffled_declarations(text, 7);
  EXPECT_NE(shuffled, text);
  EXPECT_TRUE(shuffled.starts_with("dialect sqlite\n"));
  for (const char* table : {"table a {\n  x int\n}\n", "table b {\n  x int\n}\n", "table c {\n  x int\n}\n"})
    EXPECT_THAT(shuffled, testing::HasSubstr(table));
}

}  // namespace
}  // namespace schemac::test
