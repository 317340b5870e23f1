// The laws, for pairs of schemas that nobody thought of. A failure is made smaller and printed ready to become a case.
#include <gtest/gtest.h>

#include <iostream>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tests/laws/random_schema.h"
#include "tests/laws/settings.h"
#include "tests/laws/shrink.h"

namespace schemac::test {
namespace {

// The law without its step number: while a pair shrinks, steps change their numbers.
std::string kind_of(const Violation& violation) { return violation.law.substr(0, violation.law.find(" step")); }

Verdict judge(const SketchPair& pair) {
  auto verdict = check_laws(written(pair));
  std::erase_if(verdict.violations, [](const Violation& violation) {
    return settings().skip.find(violation.law.front()) != std::string::npos;
  });
  return verdict;
}

std::string as_case(const SketchPair& pair, std::uint64_t seed) {
  const auto law_case = written(pair);
  std::string options;
  for (const auto& rename : law_case.diff.rename) options += "--rename=" + rename + "\n";
  return fmt::format("seed {}\n--- from.schemac\n{}\n--- to.schemac\n{}\n--- options\n{}---\n", seed, law_case.from,
                     law_case.to, options);
}

// Two objects of one name are nobody's wish: a pair must not shrink to them.
bool has_twins(const Sketch& sketch) {
  std::set<std::pair<std::string, std::string>> tables;
  for (const auto& table : sketch.tables) {
    std::set<std::string> columns;
    if (!tables.emplace(table.space, table.name).second) return true;
    for (const auto& column : table.columns)
      if (!columns.insert(column.name).second) return true;
  }
  return false;
}

void fail(const SketchPair& pair, const Violation& violation, std::uint64_t seed) {
  const auto kind = kind_of(violation);
  const auto smallest = shrunk(pair, [&](const SketchPair& candidate) {
    if (has_twins(candidate.from) || has_twins(candidate.to)) return false;
    const auto verdict = judge(candidate);
    return !verdict.violations.empty() && kind_of(verdict.violations.front()) == kind;
  });
  ADD_FAILURE() << "law " << kind << " does not hold\n"
                << as_case(smallest, seed) << display(judge(smallest).violations);
}

class RandomPairs : public testing::TestWithParam<std::pair<const char*, int>> {};

TEST_P(RandomPairs, HoldTheLaws) {
  const auto [dialect, usual_count] = GetParam();
  const auto first = settings().seed.value_or(std::random_device{}());
  const int count = settings().pairs.value_or(usual_count);
  std::cout << fmt::format("{} pairs on {}, --seed={}\n", count, dialect, first);
  int planned = 0;
  int failures = 0;
  for (int at = 0; at < count && failures < settings().failures; ++at) {
    const auto seed = first + static_cast<std::uint64_t>(at);
    const auto pair = random_pair(seed, dialect);
    const auto verdict = judge(pair);
    planned += verdict.steps.empty() ? 0 : 1;
    if (verdict.violations.empty()) continue;
    ++failures;
    fail(pair, verdict.violations.front(), seed);
  }
  // a generator that made nothing to do would prove nothing
  if (failures == 0 && count >= 20) {
    EXPECT_GT(planned, count / 2);
  }
}

INSTANTIATE_TEST_SUITE_P(Laws, RandomPairs,
                         testing::Values(std::pair("sqlite", 500), std::pair("postgresql", 200),
                                         std::pair("mysql", 60)),
                         [](const auto& entry) { return std::string(entry.param.first); });

TEST(RandomPair, IsTheSameForTheSameSeed) {
  for (const char* dialect : {"sqlite", "postgresql", "mysql"})
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const auto first = written(random_pair(seed, dialect));
      const auto second = written(random_pair(seed, dialect));
      EXPECT_EQ(first.from, second.from);
      EXPECT_EQ(first.to, second.to);
    }
}

TEST(Shrinking, FindsTheOneTableThatMatters) {
  const auto pair = random_pair(3, "sqlite");
  const auto wanted = pair.from.tables.back().number;
  const auto smallest =
      shrunk(pair, [&](const SketchPair& candidate) { return by_number(candidate.from.tables, wanted) != nullptr; });
  ASSERT_EQ(smallest.from.tables.size(), 1U);
  EXPECT_EQ(smallest.from.tables.front().number, wanted);
  EXPECT_EQ(smallest.from.tables.front().columns.size(), 1U);
}

}  // namespace
}  // namespace schemac::test
