#include <gmock/gmock.h>

#include "base/printable.h"
#include "emitters/emitter.h"
#include "emitters/layout.h"
#include "emitters/report_words.h"
#include "plan/planner.h"
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

TEST(TextReport, saysInOneLineThatBothSidesAreEqual) {
  EXPECT_EQ(shown(empty_plan()), "shop.schemac and shop are equal\n");
}

TEST(TextReport, alignsTheSteps) {
  EXPECT_THAT(
      shown(postgresql_plan()),
      HasSubstr(
          "   1  add column    users.display_name  varchar(300)\n"
          "   2  backfill      users.display_name  first_name || ' ' || last_name\n"
          "   3  set not null  users.display_name                                  reads every row, access exclusive\n"
          "  outside of a transaction\n"
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
  EXPECT_THAT(shown(postgresql_plan()),
              HasSubstr("  undo     1 loses data: what was written to users.display_name since · 2–4 exact\n"));
}

TEST(TextReport, hasARowForEveryStopInTheFullForm) {
  const auto text = shown(postgresql_plan(), {.full = true});
  EXPECT_THAT(text, HasSubstr("before 1 nothing to undo"));
  EXPECT_THAT(text, HasSubstr("after 3  undo 3, 2, 1"));
  EXPECT_THAT(text, HasSubstr("        UPDATE public.users SET"));
  EXPECT_THAT(shown(postgresql_plan()), Not(HasSubstr("UPDATE public.users")));
}

// A terminal's escape sequences (C0 and C1) and characters that turn the direction of reading.
constexpr std::string_view hostile =
    "\x1b]0;title\a\xc2\x9b"
    "31m\xe2\x80\xae\xe2\x81\xa6";

bool is_harmless(const std::string& text) {
  for (const char* raw : {"\x1b", "\a", "\xc2\x9b", "\xe2\x80\xae", "\xe2\x81\xa6"})
    if (text.find(raw) != std::string::npos) return false;
  return true;
}

TEST(Reports, showNoControlCharacterOfAName) {
  auto plan = destructive_plan();
  const QualifiedName table{"public", "t" + std::string(hostile)};
  auto& step = plan.phases[0].units[0].steps[0];
  step.operation = DropColumn{table, {.name = std::string(hostile), .type = {}}, 0};
  step.description = "drop column " + std::string(hostile);
  step.statements[0].sql = "ALTER TABLE \"" + table.name + "\" DROP COLUMN x";
  step.hazards[0].message = step.undo.loss = plan.title = plan.names.from = std::string(hostile);
  plan.notes.push_back("note " + std::string(hostile));
  plan.unmanaged.push_back("view " + std::string(hostile));
  for (const char* report : {"text", "md"}) {
    const auto files = find_emitter(report)->emit(plan, {.full = true});
    ASSERT_TRUE(files);
    EXPECT_TRUE(is_harmless(files->front().content)) << report << "\n" << printable_lines(files->front().content);
  }
  for (const auto format : {GraphFormat::dot, GraphFormat::mermaid}) EXPECT_TRUE(is_harmless(draw_graph(plan, format)));
}

TEST(ShellWords, CanBePasted) {
  EXPECT_EQ(shell_word("drop-column:users.mail"), "drop-column:users.mail");
  EXPECT_EQ(shell_word("drop-column:t.a b"), "'drop-column:t.a b'");
  EXPECT_EQ(shell_word("f(integer, text):g"), "'f(integer, text):g'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word("a\x1b\n'\\"), "$'a\\x1b\\x0a\\'\\\\'");
}

TEST(TextReport, coloursOnlyWhenAsked) {
  EXPECT_THAT(shown(destructive_plan()), Not(HasSubstr("\x1b")));
  EXPECT_THAT(shown(destructive_plan(), {.colour = true}), HasSubstr("\x1b[31m"));
}

TEST(TextReport, listsWhatIsNotManaged) {
  EXPECT_THAT(shown(postgresql_plan()), ::testing::ContainsRegex("ignored +view active_users"));
}

TEST(Layout, countsCharacters) {
  EXPECT_EQ(width_of("naïve…"), 6U);
  EXPECT_EQ(shortened("naïve text", 4), "naï…");
  EXPECT_EQ(padded("é", 3), "é  ");
  EXPECT_THAT(wrapped("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_EQ(printable("a\x1b[31m"), "a\\x1b[31m");
}

}  // namespace
}  // namespace schemac::testing
