// Which predicates imply which.
#include "rules/implication.h"

#include <gtest/gtest.h>

namespace schemac {
namespace {

const Spelling spelling{{.dollar_quotes = true}, {}};

struct Case {
  const char* narrow;
  const char* wide;
};

TEST(Implication, IsShown) {
  static constexpr Case cases[] = {
      {"a > 1", "a > 0"},
      {"(a > 1)", "a >= 1"},
      {"a = 3", "a <> 4"},
      {"a < -5", "a < 0"},
      {"(a > (5)::numeric)", "(a > (4)::numeric)"},
      {"a > 0 AND b > 0", "b > 0"},
      {"a > 0 AND b > 0", "b > 0 AND a > 0"},
      {"a > 0", "a > 0 OR b"},
      {"a = 1 OR a = 2", "a IN (1, 2, 3)"},
      {"a IN ('x', 'y')", "a IN ('y', 'z', 'x')"},
      {"(a = ANY (ARRAY['x'::text]))", "(a = ANY (ARRAY['x'::text, 'y'::text]))"},
      {"a BETWEEN 1 AND 5 AND b", "a BETWEEN 1 AND 5"},
      {"CASE WHEN a AND b THEN c END AND d", "d"},
      {"a", "true"},
      {"false", "a"},
      {"A > 0", "a > 0"},
      {"NOT a AND b", "NOT a"},
      {"((a)::text = ANY ((ARRAY['x'::character varying])::text[]))", "(a = ANY (ARRAY['x'::text, 'y'::text]))"},
      {"(lower((a)::text) = (a)::text)", "(lower(a) = a)"},
  };
  for (const auto& one : cases)
    EXPECT_TRUE(implies(one.narrow, one.wide, spelling)) << one.narrow << " => " << one.wide;
}

TEST(Implication, IsNotClaimed) {
  static constexpr Case cases[] = {
      {"a > 0", "a > 1"},
      {"a > 0 OR b", "a > 0"},
      {"NOT a > 5", "NOT a > 3"},
      {"a IN (1, 2) IS FALSE", "a IN (1, 2, 3) IS FALSE"},
      {"a NOT IN (1, 2)", "a NOT IN (1, 2, 3)"},
      {"b XOR a > 5", "b XOR a > 3"},
      {"a BETWEEN 1 AND 5", "5"},
      {"a > b", "a > c"},
      {"true", "a"},
      {"\"A\" > 0", "\"a\" > 0"},
      {"a > 5 AND b", "a > 5 AND c"},
      {"a = 'x'", "a = 'X'"},
      {"a > 0", "(a)::integer > 0"},
      {"(a)::character varying(3) = 'x'", "a = 'x'"},
  };
  for (const auto& one : cases)
    EXPECT_FALSE(implies(one.narrow, one.wide, spelling)) << one.narrow << " => " << one.wide;
}

}  // namespace
}  // namespace schemac
