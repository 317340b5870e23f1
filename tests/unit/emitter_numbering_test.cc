#include <gmock/gmock.h>

#include "emitters/numbering.h"

namespace schemac::testing {
namespace {

using ::testing::ElementsAre;

constexpr auto now = "20261121134500";

std::vector<std::string> numbers(std::vector<std::string> taken, std::size_t count = 2,
                                 SortedAs sorted = SortedAs::text) {
  const auto next = next_numbers(taken, now, count, sorted);
  EXPECT_TRUE(next) << (next ? "" : render(next.error()));
  return next ? *next : std::vector<std::string>{};
}

TEST(Numbering, beginsAtTheGivenTime) { EXPECT_THAT(numbers({}), ElementsAre("20261121134500", "20261121134501")); }

TEST(Numbering, goesOnInTime) {
  EXPECT_THAT(numbers({"20240229235959"}), ElementsAre("20261121134500", "20261121134501"));
  EXPECT_THAT(numbers({"20261231235959", "20250101000000"}), ElementsAre("20270101000000", "20270101000001"));
  EXPECT_THAT(numbers({"202611211345"}), ElementsAre("202611211346", "202611211347"));
}

TEST(Numbering, goesOnInWholeNumbersOfTheSameWidth) {
  EXPECT_THAT(numbers({"001", "010", "009"}), ElementsAre("011", "012"));
  EXPECT_THAT(numbers({"7"}), ElementsAre("8", "9"));
}

TEST(Numbering, takesDigitsThatAreNoTimeForNumbers) {
  EXPECT_THAT(numbers({"20261399000000"}, 1), ElementsAre("20261399000001"));
}

TEST(Numbering, refusesANumberThatWouldSortBefore) {
  const auto next = next_numbers({"9"}, now, 1, SortedAs::text);
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().front().code, "numbers-full");
  EXPECT_THAT(numbers({"9"}, 2, SortedAs::number), ElementsAre("10", "11"));
}

TEST(Numbering, readsTheDigitsAtTheBeginning) {
  EXPECT_THAT(leading_numbers({"0001_init.js", "20240101000000_add", "readme.md"}),
              ElementsAre("0001", "20240101000000"));
}

TEST(Numbering, takesAFolderThatIsNotThereForAnEmptyOne) { EXPECT_TRUE(names_in("no/such/folder").empty()); }

}  // namespace
}  // namespace schemac::testing
