#include <gmock/gmock.h>

#include "emitters/emitter.h"
#include "emitters/layout.h"
#include "tests/support/sample_plans.h"

namespace schemac::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string shown(const Plan& plan, EmitOptions options = {}) {
  const auto files = find_emitter("text")->emit(plan, options);
  EXPECT_TRUE(files);
  return files ? files->front().content : "";
}

TEST(TextReport, saysInOneLineThatBothSidesAreEqual) { EXPECT_EQ(shown(empty_plan()), "shop.schemac and shop are equal\n"); }

TEST(TextReport, alignsTheSteps) {
  EXPECT_THAT(shown(postgresql_plan()),
              HasSubstr("   1  add column    users.display_name  varchar(300)\n"
                        "   2  backfill      users.display_name  first_name || ' ' || last_name\n"
                        "   3  set not null  users.display_name                                  reads every row, access exclusive\n"
                        "   4  change enum   status              +'old'\n"));
}

TEST(TextReport, showsWhatNeedsConsentAndTheFlag) {
  const auto text = shown(destructive_plan());
  EXPECT_THAT(text, HasSubstr("1 step, 1 needs consent"));
  EXPECT_THAT(text, HasSubstr("--allow-destructive, or --allow=drop-column:users.legacy_code"));
  EXPECT_THAT(text, HasSubstr("loses data: the values of users.legacy_code"));
}

TEST(TextReport, namesTheReasonOfARefusal) {
  auto plan = destructive_plan();
  plan.phases[0].units[0].steps[0].refused = "view active_users uses users.legacy_code";
  EXPECT_THAT(shown(plan), HasSubstr("refused: view active_users uses users.legacy_code"));
  EXPECT_THAT(shown(plan), HasSubstr("1 step, 1 refused"));
}

TEST(TextReport, sumsUpTheWayBack) {
  EXPECT_THAT(shown(postgresql_plan()), HasSubstr("  undo     1 loses data: what was written to users.display_name since · 2–4 exact\n"));
}

TEST(TextReport, hasARowForEveryStopInTheFullForm) {
  const auto text = shown(postgresql_plan(), {.full = true});
  EXPECT_THAT(text, HasSubstr("before 1 nothing to undo"));
  EXPECT_THAT(text, HasSubstr("after 3  undo 3, 2, 1"));
  EXPECT_THAT(text, HasSubstr("        UPDATE public.users SET"));
  EXPECT_THAT(shown(postgresql_plan()), Not(HasSubstr("UPDATE public.users")));
}

TEST(TextReport, coloursOnlyWhenAsked) {
  EXPECT_THAT(shown(destructive_plan()), Not(HasSubstr("\x1b")));
  EXPECT_THAT(shown(destructive_plan(), {.colour = true}), HasSubstr("\x1b[31m"));
}

TEST(TextReport, listsWhatIsNotManaged) { EXPECT_THAT(shown(postgresql_plan()), HasSubstr("not managed yet: view active_users")); }

TEST(Layout, countsCharacters) {
  EXPECT_EQ(width_of("naïve…"), 6U);
  EXPECT_EQ(shortened("naïve text", 4), "naï…");
  EXPECT_EQ(padded("é", 3), "é  ");
  EXPECT_THAT(wrapped("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_EQ(printable("a\x1b[31m"), "a\\x1b[31m");
}

}  // namespace
}  // namespace schemac::testing
