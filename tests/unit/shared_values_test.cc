// What keeps a schema of many tables small: shared maps, rare values, pooled tables; and the fingerprint that shares in
// it.
#include <map>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema/fingerprint.h"
#include "schema/print.h"
#include "schema/table_pool.h"

namespace schemac {
namespace {

using Numbers = SharedMap<int, std::string>;
using testing::ElementsAre;

std::map<int, std::string> contents(const Numbers& map) {
  std::map<int, std::string> out;
  for (const auto& [key, value] : map) out.emplace(key, *value);
  return out;
}

bool in_order(const Numbers& map) {
  int last = -1;
  for (const auto& [key, value] : map)
    if (key <= std::exchange(last, key)) return false;
  return true;
}

TEST(SharedMaps, HoldWhatAnOrdinaryMapHolds) {
  std::mt19937 dice(20261121);
  Numbers map;
  std::map<int, std::string> expected;
  std::vector<std::pair<Numbers, std::map<int, std::string>>> kept;  // copies, which later changes must not reach
  for (int step = 0; step < 20'000; ++step) {
    const int key = static_cast<int>(dice() % 700);
    const auto text = std::to_string(step);
    switch (dice() % 4) {
      case 0: map.erase(key), expected.erase(key); break;
      case 1:
        EXPECT_EQ(map.change(key, [&](std::string& value) { value += text; }), expected.contains(key));
        if (expected.contains(key)) expected[key] += text;
        break;
      default: map.set(key, text), expected[key] = text; break;
    }
    EXPECT_EQ(map.contains(key), expected.contains(key));
    if (step % 1'000 == 0) kept.emplace_back(map, expected);
  }
  kept.emplace_back(map, expected);
  for (const auto& [copy, contained] : kept) {
    EXPECT_EQ(contents(copy), contained);
    EXPECT_EQ(copy.size(), contained.size());
    EXPECT_TRUE(in_order(copy));
  }
  for (const auto& [key, value] : contents(map)) map.erase(key);
  EXPECT_TRUE(map.empty());
  EXPECT_EQ(map.begin(), map.end());
  EXPECT_EQ(map.find(1), nullptr);
}

TEST(SharedMaps, AreEqualByWhatTheyHoldNotByHowItCameAbout) {
  Numbers upwards, downwards;
  for (int at = 0; at < 500; ++at) {
    upwards.set(at, std::to_string(at));
    downwards.set(499 - at, std::to_string(499 - at));
  }
  EXPECT_EQ(upwards, downwards);
  downwards.change(250, [](std::string& value) { value = "other"; });
  EXPECT_NE(upwards, downwards);
}

TEST(SharedMaps, ShareWhatNobodyChanged) {
  Numbers first;
  for (int at = 0; at < 500; ++at) first.set(at, std::to_string(at));
  Numbers second = first;
  second.change(7, [](std::string& value) { value += "!"; });
  EXPECT_EQ(*first.find(7), "7");
  EXPECT_EQ(*second.find(7), "7!");
  EXPECT_EQ(first.find(8), second.find(8));
  EXPECT_EQ(first.find(499), second.find(499));
  const auto held = first.share(9);
  first.change(9, [](std::string& value) { value = "new"; });
  EXPECT_EQ(*held, "9");
}

TEST(SharedMaps, AreEmptyWhenMovedFrom) {
  Numbers first;
  first.set(1, "one");
  const Numbers second = std::move(first);
  EXPECT_TRUE(first.empty());
  EXPECT_EQ(first.find(1), nullptr);
  EXPECT_EQ(second.size(), 1U);
}

TEST(RareValues, ReadLikeOptionalOnes) {
  Rare<std::string> none, text = "a", same = std::optional<std::string>("a");
  EXPECT_FALSE(none);
  EXPECT_EQ(none, std::nullopt);
  EXPECT_EQ(text, same);
  EXPECT_EQ(text, "a");
  EXPECT_NE(text, none);
  EXPECT_EQ(std::optional<std::string>(text), "a");
  EXPECT_EQ(std::optional<std::string>(none), std::nullopt);
  EXPECT_EQ(none.value_or("b"), "b");
  auto copy = text;
  *copy += "b";
  EXPECT_EQ(text, "a");
  text = copy;
  EXPECT_EQ(text, "ab");
  text = std::nullopt;
  EXPECT_FALSE(text.has_value());
  copy = static_cast<const Rare<std::string>&>(copy);  // to itself
  EXPECT_EQ(copy, "ab");
}

Table table(const std::string& name) {
  return {.name = {"public", name},
          .columns = {Column{.name = "a", .type = {.name = "integer"}},
                      Column{.name = "b", .type = {.name = "text"}, .default_value = Expression{"'x'"}}}};
}

TEST(TablePools, KeepEqualTablesOnce) {
  TablePool pool;
  const auto first = pool.share(table("t"));
  EXPECT_EQ(pool.share(table("t")), first);
  EXPECT_NE(pool.share(table("u")), first);
}

// == looks away from these; a table that takes another's place must not.
TEST(TablePools, TellApartWhatTheModelCallsEqual) {
  const auto plain = table("t");
  auto turned = plain, known = plain, portable = plain;
  std::swap(turned.columns[0], turned.columns[1]);
  known.columns[1].default_value->objects = {{ObjectKind::type, {"public", "mood"}}};
  portable.columns[0].type.portable = {TypeFamily::integer, 32};
  for (const auto& other : {turned, known, portable}) {
    EXPECT_EQ(plain, other);
    EXPECT_FALSE(identical(plain, other));
  }
}

Schema schema(std::vector<Table> tables) {
  Schema out{.engine = {"postgresql", 15, 4}};
  for (auto& one : tables) out.tables.set(one.name, one);
  return out;
}

TEST(Fingerprints, SeeWhatEqualitySees) {
  const auto first = schema({table("t"), table("u")});
  auto turned = table("t");
  std::swap(turned.columns[0], turned.columns[1]);
  EXPECT_EQ(fingerprint(first), fingerprint(schema({table("u"), turned})));
  auto other = table("u");
  other.columns[0].not_null = true;
  EXPECT_NE(fingerprint(first), fingerprint(schema({table("t"), other})));
  EXPECT_NE(fingerprint(first), fingerprint(schema({table("t")})));
  EXPECT_EQ(fingerprint(first).size(), 64U);
}

TEST(Fingerprints, OfTwoSidesAreThoseOfEach) {
  const auto from = schema({table("t"), table("u")});
  auto to = from;
  to.tables.change({"public", "u"}, [](Table& changed) { changed.comment = "new"; });
  const auto both = fingerprints({&from, &to});
  EXPECT_EQ(both.from, fingerprint(from));
  EXPECT_EQ(both.to, fingerprint(to));
}

}  // namespace
}  // namespace schemac
