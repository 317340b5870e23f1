// The order of operations: what must come first does, the order in which they were given decides nothing, circles are
// split.
#include "plan/graph.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "diff/match.h"

namespace schemac {
namespace {

using testing::ElementsAre;

QualifiedName name(const std::string& text) { return {"public", text}; }

Table table(const std::string& text, const std::vector<std::string>& references = {}) {
  Table t{.name = name(text)};
  t.columns = {{.name = "id", .type = {.name = "integer"}}};
  t.constraints.push_back({.name = {text + "_pkey", true}, .body = Key{.primary = true, .columns = {"id"}}});
  for (const auto& other : references)
    t.constraints.push_back(
        {.name = {text + "_" + other, true},
         .body = ForeignKey{.columns = {"id"}, .references = name(other), .referenced_columns = {"id"}}});
  return t;
}

std::vector<std::string> described(const std::vector<Operation>& renames, const std::vector<Operation>& operations) {
  const auto ordered = in_order(renames, operations, {});
  EXPECT_TRUE(ordered.has_value()) << (ordered ? "" : render(ordered.error()));
  std::vector<std::string> out;
  if (ordered)
    for (const auto& op : *ordered) out.push_back(describe(op));
  return out;
}

TEST(Order, ParentsAreMadeBeforeTheirChildren) {
  EXPECT_THAT(described({}, {CreateTable{table("a", {"b"})}, CreateTable{table("b", {"c"})}, CreateTable{table("c")}}),
              ElementsAre("create table c", "create table b", "create table a"));
}

TEST(Order, ChildrenAreDroppedBeforeTheirParents) {
  EXPECT_THAT(described({}, {DropTable{table("b")}, DropTable{table("a", {"b"})}}),
              ElementsAre("drop table a", "drop table b"));
}

TEST(Order, TheOrderInWhichTheyAreGivenDecidesNothing) {
  std::vector<Operation> operations = {CreateTable{table("a", {"b"})}, CreateTable{table("b")}, CreateTable{table("d")},
                                       DropTable{table("x")}};
  const auto expected = described({}, operations);
  std::sort(operations.begin(), operations.end(),
            [](const Operation& a, const Operation& b) { return describe(a) < describe(b); });
  do {
    EXPECT_EQ(described({}, operations), expected);
  } while (std::next_permutation(operations.begin(), operations.end(),
                                 [](const Operation& a, const Operation& b) { return describe(a) < describe(b); }));
}

TEST(Order, ForeignKeysInACircleAreMadeAfterTheTables) {
  EXPECT_THAT(described({}, {CreateTable{table("a", {"b"})}, CreateTable{table("b", {"a"})}}),
              ElementsAre("create table a", "create table b", "add foreign key a_b on a"));
}

TEST(Order, ManyCirclesAreBrokenAtOnce) {
  std::vector<Operation> operations;
  for (int pair = 0; pair < 2000; ++pair) {
    const auto a = "a" + std::to_string(pair), b = "b" + std::to_string(pair);
    operations.emplace_back(CreateTable{table(a, {b})});
    operations.emplace_back(CreateTable{table(b, {a})});
  }
  // one after the other they would take minutes: each look at the graph is of all of it
  EXPECT_EQ(described({}, operations).size(), 6000U);
}

TEST(Order, ForeignKeysInACircleAreDroppedBeforeTheTables) {
  EXPECT_THAT(described({}, {DropTable{table("a", {"b"})}, DropTable{table("b", {"a"})}}),
              ElementsAre("drop foreign key a_b on a", "drop table b", "drop table a"));
}

TEST(Order, WhereReferencesAreNotCheckedACircleIsNone) {
  const auto ordered =
      in_order({}, {CreateTable{table("a", {"b"})}, CreateTable{table("b", {"a"})}}, {.checks_references = false});
  ASSERT_TRUE(ordered.has_value());
  EXPECT_EQ(ordered->size(), 2U);
}

TEST(Order, ANameIsFreedBeforeItIsTaken) {
  EXPECT_THAT(described({}, {CreateTable{table("a")}, DropTable{table("a")}}),
              ElementsAre("drop table a", "create table a"));
  EXPECT_THAT(described({RenameTable{name("a"), name("b")}}, {CreateTable{table("a")}}),
              ElementsAre("rename table a to b", "create table a"));
}

TEST(Order, AColumnIsFilledBeforeWhatItIsFilledFromGoes) {
  const Column full{.name = "full", .type = {.name = "text"}};
  const Column first{.name = "first", .type = {.name = "text"}};
  EXPECT_THAT(
      described({}, {DropColumn{name("u"), first}, SetNullability{name("u"), full, true},
                     Backfill{.table = name("u"), .column = "full", .expression = "first", .reads_old = {"first"}},
                     AddColumn{name("u"), full}}),
      ElementsAre("add column u.full text", "backfill u.full from first", "set not null u.full",
                  "drop column u.first"));
}

TEST(Order, AnEnumIsMadeBeforeAColumnOfItAndDroppedAfterTheLast) {
  const EnumType mood{.name = name("mood"), .labels = {"fine"}};
  const Column column{.name = "m", .type = {.name = "mood", .user_type = name("mood")}};
  EXPECT_THAT(described({}, {AddColumn{name("u"), column}, CreateEnum{mood}}),
              ElementsAre("create enum mood", "add column u.m mood"));
  EXPECT_THAT(described({}, {DropEnum{mood}, DropColumn{name("u"), column}}),
              ElementsAre("drop column u.m", "drop enum mood"));
}

std::vector<std::string> moves(const std::map<std::string, std::string>& wanted, const std::set<std::string>& taken) {
  std::vector<std::string> out;
  const auto aside = [](const std::string& text, const std::set<std::string>&) { return text + "~"; };
  for (const auto& move : sequence_moves<std::string>(wanted, taken, aside)) out.push_back(move.from + ">" + move.to);
  return out;
}

TEST(Moves, OneNameAtATime) {
  EXPECT_THAT(moves({{"a", "b"}}, {"a"}), ElementsAre("a>b"));
  EXPECT_THAT(moves({{"a", "b"}, {"b", "c"}}, {"a", "b"}), ElementsAre("b>c", "a>b"));
  EXPECT_THAT(moves({{"a", "b"}, {"b", "a"}}, {"a", "b"}), ElementsAre("a>a~", "b>a", "a~>b"));
  EXPECT_THAT(moves({{"token", "id"}}, {"id", "token"}), ElementsAre("id>id~", "token>id"));
}

TEST(Order, ASwapOfTwoNamesGoesThroughAWorkingName) {
  EXPECT_THAT(described({RenameTable{name("a"), name("a~")}, RenameTable{name("b"), name("a")},
                         RenameTable{name("a~"), name("b")}},
                        {}),
              ElementsAre("rename table a to a~", "rename table b to a", "rename table a~ to b"));
}

}  // namespace
}  // namespace schemac
