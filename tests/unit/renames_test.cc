// What makes a rename likely: names, evidence, pairing, and what a comparison makes of them.
#include <gmock/gmock.h>

#include "dialects/registry.h"
#include "diff/declared.h"
#include "diff/diff.h"
#include "diff/renames/assignment.h"
#include "diff/renames/guess.h"
#include "diff/renames/names.h"
#include "sources/source.h"
#include "tests/support/folder.h"

namespace schemac::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Names, FallApartIntoWords) {
  EXPECT_THAT(words_of_name("product_type_ids"), ElementsAre("product", "type", "id"));
  EXPECT_THAT(words_of_name("productTypeID2"), ElementsAre("product", "type", "id", "2"));
  EXPECT_THAT(words_of_name("_URLPath"), ElementsAre("url", "path"));
  EXPECT_THAT(words_of_name("addresses"), ElementsAre("address"));
  EXPECT_THAT(words_of_name("categories"), ElementsAre("category"));
  EXPECT_THAT(words_of_name("status"), ElementsAre("status"));
  EXPECT_THAT(words_of_name("__"), IsEmpty());
}

TEST(Names, AreAlikeByTheirWords) {
  EXPECT_TRUE(likeness("userId", "user_id").same_words);
  EXPECT_TRUE(likeness("created", "created_at").contained);
  EXPECT_GT(likeness("meta", "metadata").words, 0.7);
  EXPECT_GT(likeness("mail", "email").words, likeness("mail", "phone").words);
  EXPECT_EQ(likeness("price", "biography").words, 0);
}

TEST(Names, AreRelatedByWordsThatTellSomething) {
  const auto related = [](std::string_view a, std::string_view b) { return likeness(a, b).related; };
  EXPECT_TRUE(related("mail", "email"));             // a synonym
  EXPECT_TRUE(related("username", "user_name"));     // spelling
  EXPECT_TRUE(related("orders", "order"));           // a plural
  EXPECT_TRUE(related("msg", "message"));            // an abbreviation
  EXPECT_TRUE(related("dob", "date_of_birth"));      // initials
  EXPECT_TRUE(related("name", "full_name"));         // an affix
  EXPECT_TRUE(related("min_amount", "amount_min"));  // another order
  EXPECT_TRUE(related("publication_date", "published_at"));
  EXPECT_TRUE(related("apellido", "surname"));
  for (const auto& [a, b] : {std::pair("nickname", "password_hash"),
                             {"note", "shipping_address"},
                             {"title", "barcode"},
                             {"coupon", "currency"},
                             {"settings", "last_payload"},
                             {"nickname", "phone"},
                             {"who", "retry_count"},
                             {"created_at", "deleted_at"},
                             {"user_id", "order_id"},
                             {"is_admin", "is_hidden"},
                             {"rate", "date"},
                             {"first_name", "last_login"}})
    EXPECT_FALSE(related(a, b)) << a << " " << b;
}

TEST(Names, TellOneSubjectFromTwo) {
  EXPECT_TRUE(likeness("address", "home_address").one_subject);
  EXPECT_FALSE(likeness("billing_address", "shipping_address").one_subject);
}

TEST(Assignment, TakesTheBestWholeNotTheBestPairFirst) {
  // the best pair alone would leave the second without a partner
  const auto partner = best_assignment(2, {{0, 0, 5}, {0, 1, 4}, {1, 0, 4}});
  EXPECT_EQ(partner[0], 1U);
  EXPECT_EQ(partner[1], 0U);
}

TEST(Assignment, LeavesAloneWhatGainsNothing) {
  const auto partner = best_assignment(3, {{0, 0, 0}, {1, 1, -1}, {2, 1, 1}});
  EXPECT_FALSE(partner[0]);
  EXPECT_FALSE(partner[1]);
  EXPECT_EQ(partner[2], 1U);
}

TEST(Assignment, FindsTheBestOfManyByTryingAll) {
  std::vector<PossiblePair> pairs;
  constexpr std::size_t n = 6;
  double gain[n][n];
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < n; ++k) {
      gain[i][k] = static_cast<double>((i * 7 + k * 11 + i * k * 5) % 13) - 2;
      pairs.push_back({i, k, gain[i][k]});
    }
  std::vector<std::size_t> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = i;
  double best = 0;
  do {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += std::max(0.0, gain[i][order[i]]);
    best = std::max(best, sum);
  } while (std::next_permutation(order.begin(), order.end()));
  double found = 0;
  const auto partner = best_assignment(n, pairs);
  for (std::size_t i = 0; i < n; ++i)
    if (partner[i]) found += gain[i][*partner[i]];
  EXPECT_DOUBLE_EQ(found, best);
}

using Moves = std::map<std::string, std::string>;

DeclaredRenames<std::string> declared(std::set<std::string> have, std::set<std::string> want,
                                      std::map<std::string, std::vector<std::string>> older,
                                      CircleState circle = CircleState::unclear) {
  return {std::move(have), std::move(want), {}, std::move(older), [circle](const auto&) { return circle; }};
}

TEST(Declared, IsOpenWhileTheOldNameAloneIsThere) {
  EXPECT_EQ(open_renames_of(declared({"a"}, {"b"}, {{"b", {"a"}}})).moves, (Moves{{"a", "b"}}));
  EXPECT_THAT(open_renames_of(declared({"b"}, {"b"}, {{"b", {"a"}}})).moves, IsEmpty());
  EXPECT_THAT(open_renames_of(declared({"a", "b"}, {"b"}, {{"b", {"a"}}})).moves, IsEmpty());
  EXPECT_THAT(open_renames_of(declared({"a"}, {"a", "b"}, {{"b", {"a"}}})).moves, IsEmpty());
}

TEST(Declared, TakesAnOlderNameWhereTheNewerIsWantedStill) {
  EXPECT_EQ(open_renames_of(declared({"a", "b"}, {"b", "c"}, {{"c", {"b", "a"}}})).moves, (Moves{{"a", "c"}}));
}

TEST(Declared, MayBeAChain) {
  const std::map<std::string, std::vector<std::string>> chain = {{"b", {"a"}}, {"c", {"b"}}};
  EXPECT_EQ(open_renames_of(declared({"a", "b"}, {"b", "c"}, chain)).moves, (Moves{{"a", "b"}, {"b", "c"}}));
  EXPECT_EQ(open_renames_of(declared({"a", "c"}, {"b", "c"}, chain)).moves, (Moves{{"a", "b"}}));
  EXPECT_THAT(open_renames_of(declared({"b", "c"}, {"b", "c"}, chain)).moves, IsEmpty());
  EXPECT_THAT(open_renames_of(declared({"a", "b"}, {"a", "b", "c"}, chain)).moves, IsEmpty());
}

TEST(Declared, MayBeACircleThatOnlyItsContentsTellAbout) {
  const std::map<std::string, std::vector<std::string>> circle = {{"b", {"a"}}, {"a", {"b"}}};
  EXPECT_EQ(open_renames_of(declared({"a", "b"}, {"a", "b"}, circle, CircleState::open)).moves,
            (Moves{{"a", "b"}, {"b", "a"}}));
  EXPECT_THAT(open_renames_of(declared({"a", "b"}, {"a", "b"}, circle, CircleState::done)).moves, IsEmpty());
  const auto unclear = open_renames_of(declared({"a", "b"}, {"a", "b"}, circle, CircleState::unclear));
  EXPECT_THAT(unclear.moves, IsEmpty());
  EXPECT_EQ(unclear.unclear, (Moves{{"a", "b"}, {"b", "a"}}));
}

class Found : public testing::Test {
 protected:
  std::vector<FoundRename> between(const std::string& before, const std::string& after,
                                   const DiffOptions& options = {}) {
    const auto from = read_source(folder_.write("from.schemac", before), {.dialect = "postgresql"});
    const auto to = read_source(folder_.write("to.schemac", after), {.dialect = "postgresql"});
    if (!from || !to) {
      ADD_FAILURE() << render(from ? to.error() : from.error());
      return {};
    }
    const auto difference = diff({.schemas = {&from->schema, &to->schema},
                                  .coverage = to->coverage,
                                  .intents = to->intents,
                                  .declared = to->declared},
                                 *find_dialect("postgresql")->dialect, options);
    if (!difference) {
      ADD_FAILURE() << render(difference.error());
      return {};
    }
    return difference->found;
  }
  std::string refused(const std::string& before, const std::string& after, const DiffOptions& options) {
    const auto from = read_source(folder_.write("from.schemac", before), {.dialect = "postgresql"});
    const auto to = read_source(folder_.write("to.schemac", after), {.dialect = "postgresql"});
    const auto difference = diff({.schemas = {&from->schema, &to->schema},
                                  .coverage = to->coverage,
                                  .intents = to->intents,
                                  .declared = to->declared},
                                 *find_dialect("postgresql")->dialect, options);
    return difference ? "" : difference.error().front().code;
  }
  Folder folder_;
};

constexpr const char* users =
    "table users {\n  id    integer  primary key\n  mail  text     not null  unique\n  age   integer\n}\n";
constexpr const char* users_email =
    "table users {\n  id    integer  primary key\n  email  text     not null  unique\n  age   integer\n}\n";
constexpr const char* users_was =
    "table users {\n  id    integer  primary key\n  email  text     not null  unique  was mail\n  age   integer\n}\n";

TEST_F(Found, IsWhatIsSureEnough) {
  const auto found = between(users, users_email);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].origin, RenameOrigin::detected);
  EXPECT_EQ(found[0].state, RenameState::taken);
  EXPECT_EQ(found[0].flag, "users.mail:email");
  EXPECT_THAT(found[0].reasons, testing::Contains(HasSubstr("same type")));
  EXPECT_GT(found[0].likelihood, 0.9);
}

TEST_F(Found, IsAskedAboutBetweenTheThresholds) {
  const auto found = between(users, users_email, {.thresholds = {.sure = 1, .ask = 0.5}});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].state, RenameState::asked);
  EXPECT_THAT(between(users, users_email, {.thresholds = {.sure = 1, .ask = 1}}),
              ElementsAre(testing::Field(&FoundRename::state, RenameState::refused)));
}

// A replaced line: the place and the type are the old one's, and the values are not.
TEST_F(Found, IsNeverTakenUnaskedWithoutAWordInCommon) {
  const auto table = [](const std::string& column) {
    return "table users {\n  id  integer  primary key\n  " + column + "  text\n  email  varchar(80)  not null\n}\n";
  };
  for (const auto& [from, to] : {std::pair("nickname", "password_hash"),
                                 {"note", "shipping_address"},
                                 {"title", "barcode"},
                                 {"coupon", "currency"},
                                 {"settings", "last_payload"}}) {
    for (const double sure : {0.83, 0.01}) {
      const auto found = between(table(from), table(to), {.thresholds = {.sure = sure, .ask = 0.01}});
      ASSERT_THAT(found, SizeIs(1)) << from;
      EXPECT_EQ(found[0].state, RenameState::asked) << from;
      EXPECT_THAT(found[0].reasons, testing::Contains("but no word in common"));
    }
  }
}

// `name` split in two, or two joined: whichever is taken, the other half of the values is lost.
TEST_F(Found, IsAskedAboutWhereAColumnMayHaveBeenSplitOrJoined) {
  const auto table = [](const std::string& columns) {
    return "table people {\n  id  integer  primary key\n" + columns + "  email  text\n}\n";
  };
  const auto whole = table("  name  varchar(200)  not null\n");
  const auto parts = table("  first_name  varchar(200)  not null\n  last_name  varchar(200)  not null\n");
  for (const auto& found : {between(whole, parts), between(parts, whole)}) {
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].state, RenameState::asked);
  }
  const auto other = table("  first_name  varchar(200)  not null\n  born  date\n");
  EXPECT_THAT(between(whole, other), ElementsAre(testing::Field(&FoundRename::state, RenameState::taken)));
}

TEST_F(Found, IsATableInAnotherStyle) {
  const auto found =
      between("table users {\n  id  integer  primary key\n  first_name  text\n  last_name  text\n  born_on  date\n}\n",
              "table users {\n  id  integer  primary key\n  \"firstName\"  text\n  \"lastName\"  text\n  \"bornOn\"  "
              "date\n}\n");
  EXPECT_THAT(found, SizeIs(3));
  EXPECT_THAT(found, testing::Each(testing::Field(&FoundRename::state, RenameState::taken)));
}

TEST_F(Found, FollowsARenamedTable) {
  const auto tables = [](const std::string& table, const std::string& key) {
    return "table " + table +
           " {\n  id  integer  primary key\n  label  text\n  weight  integer\n  packed  date\n}\n\ntable lines {\n" +
           "  id  integer  primary key\n  " + key + "  integer  not null  references " + table +
           " (id)\n  amount  numeric(9,2)\n}\n";
  };
  const auto found =
      between(tables("packages", "package_id"), tables("crates", "crate_id"), {.rename = {"packages:crates"}});
  EXPECT_THAT(found, testing::Contains(testing::AllOf(testing::Field(&FoundRename::flag, "lines.package_id:crate_id"),
                                                      testing::Field(&FoundRename::state, RenameState::taken))));
}

TEST_F(Found, IsNoAnswerThatContradictsAnother) {
  const std::string before = "table t {\n  id  integer  primary key\n  a  integer\n  b  integer\n}\n";
  const std::string after = "table t {\n  id  integer  primary key\n  c  integer\n  d  integer\n}\n";
  EXPECT_EQ(refused(before, after, {.rename = {"t.a:c", "t.b:c"}}), "contradicting-renames");
  EXPECT_EQ(refused(before, after, {.rename = {"t.a:c", "t.a:d"}}), "contradicting-renames");
  EXPECT_EQ(refused(before, after, {.rename = {"t.a:c"}, .no_rename = {"t.a:c"}}), "contradicting-renames");
  EXPECT_EQ(refused(before, after, {.remembered = {"t.a:c"}, .remembered_no = {"t.a:c"}}), "contradicting-renames");
  EXPECT_EQ(refused(before, after, {.rename = {"t.a:c", "t.a:c", "t.b:d"}}), "");
  EXPECT_EQ(between(before, after, {.rename = {"t.a:c"}, .remembered_no = {"t.a:c"}}).at(0).state, RenameState::taken);
  const std::string two = "table a {\n  id  integer\n}\n\ntable b {\n  id  integer\n}\n",
                    one = "table c {\n  id  integer\n}\n";
  EXPECT_EQ(refused(two, one, {.rename = {"a:c", "b:c"}}), "contradicting-renames");
}

TEST_F(Found, GivesAFlagThatIsReadBackForEveryName) {
  for (const std::string name : {"a.b", "a:b", "a,b", "it's", "say \"\"so\"\"", "two words", "v1.2:\"\"3\"\"", "(x)"}) {
    const auto table = [&](const std::string& column) {
      return "table \"t " + name + "\" {\n  id  integer  primary key\n  " + column + "  text\n  n  integer\n}\n";
    };
    const auto before = table("\"" + name + " old\""), after = table("\"" + name + " new\"");
    const auto found = between(before, after, {.thresholds = {.sure = 1, .ask = 0.01}});
    ASSERT_THAT(found, SizeIs(1)) << name;
    const auto taken = between(before, after, {.rename = {found[0].flag}});
    ASSERT_THAT(taken, SizeIs(1)) << found[0].flag;
    EXPECT_EQ(taken[0].state, RenameState::taken);
    EXPECT_EQ(taken[0].origin, RenameOrigin::ordered);
    EXPECT_EQ(between(before, after, {.no_rename = {found[0].flag}}).at(0).state, RenameState::refused);
  }
}

TEST_F(Found, IsNothingWhereNobodyWantsIt) {
  EXPECT_THAT(between(users, users_email, {.renames = RenameMode::declared}), IsEmpty());
  EXPECT_THAT(between(users, users_email, {.renames = RenameMode::off}), IsEmpty());
  const auto refused = between(users, users_email, {.no_rename = {"users.mail:email"}});
  ASSERT_THAT(refused, SizeIs(1));
  EXPECT_EQ(refused[0].state, RenameState::refused);
}

TEST_F(Found, TellsWhatBecameOfADeclaration) {
  EXPECT_EQ(between(users, users_was).at(0).state, RenameState::taken);
  EXPECT_EQ(between(users, users_was).at(0).origin, RenameOrigin::declared);
  EXPECT_EQ(between(users_email, users_was).at(0).state, RenameState::done);
  EXPECT_EQ(between("table users {\n  id  integer  primary key\n  age   integer\n}\n", users_was).at(0).state,
            RenameState::stale);
}

TEST_F(Found, TellsWhatBecameOfAnAnswer) {
  const DiffOptions remembered{.remembered = {"users.mail:email"}};
  EXPECT_EQ(between(users, users_email, remembered).at(0).origin, RenameOrigin::remembered);
  EXPECT_EQ(between(users, users_email, remembered).at(0).state, RenameState::taken);
  EXPECT_EQ(between(users_email, users_email, remembered).at(0).state, RenameState::done);
  EXPECT_EQ(between(users_email, users_email, {.remembered = {"users.fax:phone"}}).at(0).state, RenameState::stale);
}

TEST_F(Found, AnOrderMayBeCarriedOutAlready) {
  EXPECT_EQ(between(users_email, users_email, {.rename = {"users.mail:email"}}).at(0).state, RenameState::done);
  EXPECT_EQ(refused(users_email, users_email, {.rename = {"users.fax:phone"}}), "rename-matches-nothing");
}

TEST_F(Found, NamesAColumnOfARenamedTableByItsPresentTable) {
  const std::string before =
      "table carts {\n  id  integer  primary key\n  mail  text  not null  unique\n  country  text\n  placed  date\n}\n";
  const std::string after =
      "table baskets {\n  id  integer  primary key\n  email  text  not null  unique\n  country  text\n  placed  "
      "date\n}\n";
  const auto found = between(before, after, {.rename = {"carts:baskets"}});
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[1].flag, "carts.mail:email");
  EXPECT_THAT(between(before, after, {.rename = {"carts:baskets", "carts.mail:email"}}), SizeIs(2));
  EXPECT_THAT(between(before, after, {.rename = {"carts:baskets"}, .no_rename = {"carts.mail:email"}}).at(1).state,
              RenameState::refused);
}

constexpr const char* in_and_out =
    "table t {\n  id  integer  primary key\n  inner_part  integer  not null\n  outer_part  text\n  index "
    "(inner_part)\n}\n";
constexpr const char* out_and_in =
    "table t {\n  id  integer  primary key\n  outer_part  integer  not null\n  inner_part  text\n  index "
    "(outer_part)\n}\n";

TEST_F(Found, IsASwapThatSomebodyHasToConfirm) {
  const auto found = between(in_and_out, out_and_in);
  ASSERT_THAT(found, SizeIs(2));
  for (const auto& one : found) EXPECT_EQ(one.state, RenameState::asked);
  EXPECT_EQ(found[0].flag, "t.inner_part:outer_part");
  EXPECT_EQ(found[1].flag, "t.outer_part:inner_part");
  EXPECT_THAT(between(in_and_out, out_and_in, {.no_rename = {"t.inner_part:outer_part"}}),
              testing::Each(testing::Field(&FoundRename::state, RenameState::refused)));
}

TEST_F(Found, IsASwapOnceItIsConfirmed) {
  for (const bool remembered : {false, true}) {
    const std::vector<std::string> both = {"t.inner_part:outer_part", "t.outer_part:inner_part"};
    const auto found =
        between(in_and_out, out_and_in, remembered ? DiffOptions{.remembered = both} : DiffOptions{.rename = both});
    ASSERT_THAT(found, SizeIs(2));
    for (const auto& one : found) EXPECT_EQ(one.state, RenameState::taken);
  }
  const DiffOptions remembered{.remembered = {"t.inner_part:outer_part", "t.outer_part:inner_part"}};
  EXPECT_THAT(between(out_and_in, out_and_in, remembered),
              testing::Each(testing::Field(&FoundRename::state, RenameState::done)));
}

TEST_F(Found, AsksForTheOtherHalfOfASwap) {
  const auto found = between(in_and_out, out_and_in, {.rename = {"t.inner_part:outer_part"}});
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].state, RenameState::taken);
  EXPECT_EQ(found[1].flag, "t.outer_part:inner_part");
}

TEST_F(Found, IsNoSwapWhereTypesAloneChange) {
  EXPECT_THAT(between("table t {\n  id  integer  primary key\n  a  integer\n  b  text\n  c  date\n}\n",
                      "table t {\n  id  integer  primary key\n  a  bigint\n  b  varchar(20)\n  c  timestamp\n}\n"),
              IsEmpty());
}

TEST_F(Found, AsksWhereADeclaredCircleSaysNothingAboutItself) {
  const std::string before = "table t {\n  id  integer  primary key\n  a  integer\n  b  integer\n}\n";
  const std::string after = "table t {\n  id  integer  primary key\n  a  integer  was b\n  b  integer  was a\n}\n";
  EXPECT_THAT(between(before, after), testing::Each(testing::Field(&FoundRename::state, RenameState::asked)));
  EXPECT_THAT(between(before, after, {.rename = {"t.a:b", "t.b:a"}}),
              testing::Each(testing::Field(&FoundRename::state, RenameState::taken)));
  EXPECT_THAT(between(before, after, {.no_rename = {"t.a:b", "t.b:a"}}),
              testing::Each(testing::Field(&FoundRename::state, testing::Ne(RenameState::asked))));
}

TEST_F(Found, IsASwapOfTablesThatSomebodyHasToConfirm) {
  const std::string before = "table a {\n  id  integer\n  x  text\n}\n\ntable b {\n  id  integer\n  y  date\n}\n";
  const std::string after = "table b {\n  id  integer\n  x  text\n}\n\ntable a {\n  id  integer\n  y  date\n}\n";
  const auto found = between(before, after);
  EXPECT_THAT(found, testing::Contains(testing::AllOf(testing::Field(&FoundRename::flag, "a:b"),
                                                      testing::Field(&FoundRename::state, RenameState::asked))));
  EXPECT_THAT(found, testing::Contains(testing::AllOf(testing::Field(&FoundRename::flag, "b:a"),
                                                      testing::Field(&FoundRename::state, RenameState::asked))));
}

TEST_F(Found, IsNoColumnWhoseValuesComeFromElsewhere) {
  const std::string after =
      "table users {\n  id  integer  primary key\n  email  text  not null  unique  backfill `lower(mail)`\n  age  "
      "integer\n}\n";
  EXPECT_THAT(between(users, after), IsEmpty());
}

TEST_F(Found, IsNoValueThatCouldNotEvenBeRead) {
  EXPECT_THAT(between("table t {\n  id  integer  primary key\n  order_id  integer\n}\n",
                      "table t {\n  id  integer  primary key\n  order_token  jsonb\n}\n"),
              IsEmpty());
}

}  // namespace
}  // namespace schemac::test
