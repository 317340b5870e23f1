// Who is asked for what: every case of cases/consent, planned between two databases of its engine.
//
//   --- case NAME          what stands in front of `from` is on both sides
//   --- since 15           servers before that do not know it; `of mysql`, `of mariadb`: only these do
//   --- rename OLD:NEW     as the option says it; without it what has another name is dropped and made
//   --- from
//   --- to
//   --- asks RULE …        the rules of the hazards that ask; nothing behind it: nobody is asked
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "pipeline.h"
#include "tests/support/scratch.h"

namespace schemac::testing {
namespace {

struct ConsentCase {
  std::string dialect;
  std::string name;
  std::string both, from, to;
  std::string asks;
  int since = 0;
  std::string of;
  std::vector<std::string> renames;
};

// GoogleTest prints it where a case fails.
void PrintTo(const ConsentCase& one, std::ostream* out) { *out << one.name; }

std::vector<ConsentCase> cases_of(const std::string& dialect) {
  std::ifstream in(std::string(SCHEMAC_SOURCE_DIR "/tests/cases/consent/") + dialect + ".sql");
  std::vector<ConsentCase> out;
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
    if (what == "case")
      out.push_back(
          {.dialect = dialect, .name = rest, .both = {}, .from = {}, .to = {}, .asks = {}, .of = {}, .renames = {}});
    auto& one = out.back();
    if (what == "since") one.since = std::stoi(rest);
    if (what == "of") one.of = rest;
    if (what == "rename") one.renames.push_back(rest);
    if (what == "asks") one.asks = rest;
    into = what == "from" ? &one.from : what == "to" ? &one.to : &one.both;
  }
  return out;
}

std::string asked(const Plan& plan) {
  std::set<std::string> rules;
  for (const auto* step : steps(plan))
    for (const auto& hazard : step->hazards)
      if (asks_for_consent(hazard)) rules.insert(hazard.rule);
  std::string out;
  for (const auto& rule : rules) out += (out.empty() ? "" : " ") + rule;
  return out;
}

void run(test::Scratch& database, const std::string& sql) {
  const auto done = sql.empty() ? Result<void>() : database.run(sql);
  EXPECT_TRUE(done) << (done ? "" : render(done.error()));
}

bool knows(const Engine& engine, const ConsentCase& one) {
  const bool fits = one.of.empty() || (engine.major >= 10) == (one.of == "mariadb");
  return fits && engine.major >= one.since;
}

class ConsentCases : public ::testing::TestWithParam<ConsentCase> {};

TEST_P(ConsentCases, AreAskedForWhatIsLost) {
  const auto& one = GetParam();
  const auto from = test::make_scratch(one.dialect), to = test::make_scratch(one.dialect);
  Request request{.places = {from->place(), to->place()}};
  request.diff.renames = one.renames.empty() ? RenameMode::off : RenameMode::declared;
  const auto nothing = plan_between(request);
  ASSERT_TRUE(nothing) << render(nothing.error());
  if (!knows(nothing->plan.engine, one)) GTEST_SKIP() << "this server does not know it";
  run(*from, one.both + one.from);
  run(*to, one.both + one.to);
  for (auto* database : {from.get(), to.get()}) database->close();
  request.diff.rename = one.renames;
  const auto outcome = plan_between(request);
  ASSERT_TRUE(outcome) << render(outcome.error());
  std::string said;
  for (const auto* step : steps(outcome->plan))
    for (const auto& hazard : step->hazards)
      said += step->description + ": " + hazard.rule + ": " + hazard.message + "\n";
  EXPECT_EQ(asked(outcome->plan), one.asks) << said;
  EXPECT_FALSE(steps(outcome->plan).empty());
}

std::string name_of(const ::testing::TestParamInfo<ConsentCase>& info) {
  auto name = info.param.name;
  std::ranges::replace_if(
      name, [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(sqlite, ConsentCases, ::testing::ValuesIn(cases_of("sqlite")), name_of);
INSTANTIATE_TEST_SUITE_P(postgresql, ConsentCases, ::testing::ValuesIn(cases_of("postgresql")), name_of);
INSTANTIATE_TEST_SUITE_P(mysql, ConsentCases, ::testing::ValuesIn(cases_of("mysql")), name_of);

}  // namespace
}  // namespace schemac::testing
