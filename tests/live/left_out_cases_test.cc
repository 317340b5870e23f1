// What takes no part in a comparison stays as it is: every case of cases/left_out, led to what is wanted and back.
//
//   --- case NAME            what is there
//   --- of mariadb           only this server; `of mysql`: only that one
//   --- options OPTION …     as the command line has them
//   --- wanted sql           or `schemac`, or `same`: what is there is wanted, but for what the options change
//   --- kept                 a query: its answer is the same before, after the way up, and after the way back
//   --- refused TEXT …       in place of `kept`: nothing is written, and the error says these words, and so for each
//                            line of this mark; `warned` the same where files are written
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/support/folder.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"

namespace schemac::testing {
namespace {

struct LeftOutCase {
  std::string dialect, name;
  std::string there, wanted, format, of;
  std::vector<std::string> options, kept, refused, warned;
};

// GoogleTest prints it where a case fails.
void PrintTo(const LeftOutCase& one, std::ostream* out) { *out << one.name; }

std::vector<LeftOutCase> left_out_cases(const std::string& dialect) {
  std::ifstream in(std::string(SCHEMAC_SOURCE_DIR "/tests/cases/left_out/") + dialect + ".sql");
  std::vector<LeftOutCase> out;
  std::string* into = nullptr;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string mark, what, rest;
    words >> mark >> what;
    std::getline(words >> std::ws, rest);
    if (mark != "---") {
      *into += line + "\n";
      continue;
    }
    if (what == "case") {
      auto& fresh = out.emplace_back();
      fresh.dialect = dialect;
      fresh.name = rest;
      into = &fresh.there;
    }
    auto& one = out.back();
    if (what == "of") one.of = rest;
    if (what == "options") {
      std::istringstream list(rest);
      for (std::string option; list >> option;) one.options.push_back(option);
    }
    if (what == "wanted") {
      one.format = rest;
      into = &one.wanted;
    }
    if (what == "kept") into = &one.kept.emplace_back();
    if (what == "refused") one.refused.push_back(rest);
    if (what == "warned") one.warned.push_back(rest);
  }
  return out;
}

std::string ran(test::Scratch& database, const std::string& sql) {
  const auto done = sql.empty() ? Result<void>() : database.run(sql);
  return done ? "" : render(done.error());
}

std::string answer(test::Scratch& database, const std::string& query) {
  const std::vector<std::string> queries = {query};
  const auto answers = database.connection().query(queries, "asking what was kept");
  if (!answers) return render(answers.error());
  const auto& rows = *answers->front();
  std::string out;
  for (std::size_t row = 0; row < rows.size(); ++row) out += std::string(rows.text(row, 0)) + "\n";
  return out;
}

std::vector<std::string> answers_of(test::Scratch& database, const LeftOutCase& one) {
  std::vector<std::string> out;
  for (const auto& query : one.kept) out.push_back(answer(database, query));
  return out;
}

class LeftOutCases : public ::testing::TestWithParam<LeftOutCase> {
 protected:
  test::Finished diff(const test::Scratch& there, std::vector<std::string> more) const {
    const auto& one = GetParam();
    const auto wanted = one.format == "same" ? there.place() : folder_.path("to." + one.format);
    std::vector<std::string> arguments = {"diff",       "--from=" + there.place(), "--to=" + wanted,
                                          "--emit=sql", "--allow-destructive",     "--no-row-checks"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.insert(arguments.end(), one.options.begin(), one.options.end());
    return test::schemac(std::move(arguments), {.words = {}, .directory = folder_.path()});
  }
  test::Folder folder_;
};

TEST_P(LeftOutCases, StayAsTheyAre) {
  const auto& one = GetParam();
  const auto there = test::make_scratch(one.dialect);
  if (!one.of.empty() && (there->connection().engine().major >= 10) != (one.of == "mariadb"))
    GTEST_SKIP() << "this server does not know it";
  folder_.write("to." + one.format, one.wanted);
  ASSERT_EQ(ran(*there, one.there), "");
  const auto before = answers_of(*there, one);
  there->close();
  const auto up = diff(*there, {"--out=-"}), down = diff(*there, {"--out=-", "--down"});
  for (const auto& words : one.warned) EXPECT_THAT(up.error, ::testing::HasSubstr(words));
  if (!one.refused.empty()) {
    EXPECT_EQ(up.code, 3) << up.out << up.error;
    for (const auto& words : one.refused) EXPECT_THAT(up.error, ::testing::HasSubstr(words));
    return;
  }
  ASSERT_EQ(up.code, 0) << up.error;
  EXPECT_FALSE(up.out.empty());
  ASSERT_EQ(ran(*there, up.out), "") << up.out;
  EXPECT_EQ(answers_of(*there, one), before) << up.out;
  there->close();
  EXPECT_EQ(diff(*there, {"--exit-code"}).code, one.format == "same" ? 2 : 0);
  ASSERT_EQ(ran(*there, down.out), "") << down.out;
  EXPECT_EQ(answers_of(*there, one), before) << down.out;
}

std::string name_of_left_out(const ::testing::TestParamInfo<LeftOutCase>& info) {
  auto name = info.param.name;
  std::ranges::replace_if(
      name, [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(sqlite, LeftOutCases, ::testing::ValuesIn(left_out_cases("sqlite")), name_of_left_out);
INSTANTIATE_TEST_SUITE_P(postgresql, LeftOutCases, ::testing::ValuesIn(left_out_cases("postgresql")), name_of_left_out);
INSTANTIATE_TEST_SUITE_P(mysql, LeftOutCases, ::testing::ValuesIn(left_out_cases("mysql")), name_of_left_out);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(LeftOutCases);

}  // namespace
}  // namespace schemac::testing
