#include "base/nesting.h"

#include <string>

#include <gtest/gtest.h>

namespace schemac {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Nesting, HasOneLimit) {
  const SqlLexis lexis;
  EXPECT_FALSE(too_deep(repeated("(", 490) + repeated(")", 490), lexis));
  EXPECT_EQ(too_deep(repeated("(", 600) + repeated(")", 600), lexis), 500U);
  EXPECT_FALSE(too_deep("1" + repeated(" + 1", 4'900), lexis));
  EXPECT_TRUE(too_deep("1" + repeated(" + 1", 9'000), lexis));
  EXPECT_TRUE(too_deep(repeated("NOT ", 2'000) + "a", lexis));
  EXPECT_TRUE(too_deep(repeated("- ", 2'000) + "1", lexis));
  EXPECT_TRUE(too_deep(repeated("a(1 + ", 600), lexis));
}

TEST(Nesting, IsNoMatterOfLength) {
  const SqlLexis lexis;
  EXPECT_FALSE(too_deep("a IN (1" + repeated(", 1", 100'000) + ")", lexis));
  EXPECT_FALSE(too_deep(repeated("(1 + 2), ", 100'000), lexis));
  EXPECT_FALSE(too_deep(repeated("SET a = (b + 1); ", 100'000), lexis));
  EXPECT_FALSE(too_deep("'" + repeated("(", 100'000) + "'", lexis));
}

}  // namespace
}  // namespace schemac
