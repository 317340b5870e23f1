// What stands behind PARTITION BY: one way of parting rows in several spellings, and what grows at its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialects/mysql/ddl.h"
#include "dialects/mysql/mysql.h"
#include "dialects/mysql/partition_changes.h"
#include "dialects/mysql/partition_proof.h"
#include "dialects/mysql/partitioning.h"
#include "diff/diff.h"
#include "schema/engine_version.h"

namespace schemac {
namespace {

const Engine mysql57{"mysql", 5, packed_minor(7, 22)};

Schema schema_of(const std::string& partitioning, const Engine& engine) {
  auto table = mysql::parse_create_table("CREATE TABLE `t` (`id` int, `at` date) PARTITION BY " + partitioning);
  EXPECT_TRUE(table) << render(table.error());
  Schema schema{.engine = engine};
  schema.tables.set(table->name, *table);
  EXPECT_FALSE(has_errors(mysql_dialect().normalise(schema)));
  return schema;
}

std::string kept(const std::string& partitioning, const Engine& engine) {
  return schema_of(partitioning, engine).tables.find({{}, "t"})->attributes.at("partition_by");
}

std::size_t changes(const std::string& from, const std::string& to) {
  const Schema have = schema_of(from, mysql57), wanted = schema_of(to, mysql57);
  const auto difference =
      diff({.schemas = {&have, &wanted}, .coverage = {}, .intents = {}, .declared = {}}, mysql_dialect(), {});
  EXPECT_TRUE(difference);
  return difference ? difference->operations.size() : 0;
}

TEST(MysqlPartitions, KeepTheLettersThatOlderServersKeep) {
  const std::string typed = "RANGE (  TO_DAYS( at )+1) (PARTITION p VALUES LESS THAN (730000) ENGINE = InnoDB)";
  EXPECT_EQ(kept(typed, mysql57), "RANGE (  TO_DAYS( at )+1) (PARTITION p VALUES LESS THAN (730000))");
  EXPECT_EQ(kept(typed, {"mysql", 8, packed_minor(0, 33)}),
            "RANGE (to_days(`at`) + 1) (PARTITION p VALUES LESS THAN (730000))");
  EXPECT_EQ(kept("linear hash(Month(at)) partitions 4", mysql57), "LINEAR HASH (Month(at)) PARTITIONS 4");
}

TEST(MysqlPartitions, AreOneInOtherLetters) {
  const std::string parts = " (PARTITION p VALUES LESS THAN (730000))";
  EXPECT_EQ(changes("RANGE (TO_DAYS(at))" + parts, "RANGE ( to_days(`at`) )" + parts), 0U);
  EXPECT_EQ(changes("RANGE (TO_DAYS(at))" + parts, "RANGE (YEAR(at))" + parts), 1U);
  EXPECT_EQ(changes("HASH (id) PARTITIONS 4", "HASH (`ID`) PARTITIONS 5"), 1U);
}

TEST(MysqlPartitions, AreOneWithMoreParentheses) {
  EXPECT_TRUE(mysql::same_partitioning("HASH (`a` + `b`) PARTITIONS 3", "HASH ((`a` + `b`)) PARTITIONS 3"));
  EXPECT_FALSE(mysql::same_partitioning("HASH (`a` + `b`) PARTITIONS 3", "HASH ((`a` + `b`)) PARTITIONS 4"));
  EXPECT_FALSE(mysql::same_partitioning("HASH (`a` + `b`) PARTITIONS 3", "LINEAR HASH (`a` + `b`) PARTITIONS 3"));
  EXPECT_FALSE(mysql::same_partitioning("RANGE (`a` + 1) (PARTITION p VALUES LESS THAN (3))",
                                        "RANGE ((`a` + 1)) (PARTITION q VALUES LESS THAN (3))"));
}

// What is done to the partitions, one thing after the other; `all` where every row is written.
std::string changes_between(const std::string& had, const std::string& has) {
  const auto attributes = [](const std::string& said) {
    return said.empty() ? Attributes() : Attributes{{"partition_by", said}};
  };
  const auto changes = mysql::partition_changes(attributes(had), attributes(has));
  if (!changes) return "all";
  std::string out;
  for (const auto& change : *changes) out += (out.empty() ? "" : "; ") + change.clause;
  return out;
}

// `LESS THAN` of each, by name.
std::string range(std::initializer_list<std::pair<std::string, std::string>> partitions) {
  std::string out;
  for (const auto& [name, bound] : partitions)
    out += (out.empty() ? "" : ", ") + ("PARTITION " + name) + " VALUES LESS THAN " + bound;
  return "RANGE (`a`) (" + out + ")";
}

TEST(MysqlPartitions, GrowAtTheirEnd) {
  const std::string had = "RANGE (YEAR(at)) (PARTITION a VALUES LESS THAN (1))";
  EXPECT_EQ(
      changes_between(had, "RANGE (year(`at`)) (PARTITION a VALUES LESS THAN (1), PARTITION b VALUES LESS THAN (2))"),
      "ADD PARTITION (PARTITION b VALUES LESS THAN (2))");
  EXPECT_EQ(
      changes_between(had, "RANGE (MONTH(at)) (PARTITION a VALUES LESS THAN (1), PARTITION b VALUES LESS THAN (2))"),
      "all");
  EXPECT_EQ(changes_between("HASH (id) PARTITIONS 2", "HASH (id) PARTITIONS 3"), "all");
  EXPECT_EQ(changes_between("", had), "all");
}

TEST(MysqlPartitions, OfRangesAreSplitAndMerged) {
  const auto few = range({{"a", "(10)"}, {"z", "MAXVALUE"}}),
             more = range({{"a", "(10)"}, {"b", "(20)"}, {"z", "MAXVALUE"}});
  EXPECT_EQ(changes_between(few, more),
            "REORGANIZE PARTITION z INTO (PARTITION b VALUES LESS THAN (20), PARTITION z VALUES LESS THAN MAXVALUE)");
  EXPECT_EQ(changes_between(more, few), "REORGANIZE PARTITION b, z INTO (PARTITION z VALUES LESS THAN MAXVALUE)");
  EXPECT_EQ(changes_between(more, range({{"a", "(15)"}, {"b", "(20)"}, {"z", "MAXVALUE"}})),
            "REORGANIZE PARTITION a, b INTO (PARTITION a VALUES LESS THAN (15), PARTITION b VALUES LESS THAN (20))");
  EXPECT_EQ(changes_between(range({{"a", "(10)"}, {"b", "(20)"}}), range({{"a", "(10)"}, {"b", "(30)"}})),
            "REORGANIZE PARTITION b INTO (PARTITION b VALUES LESS THAN (30))");
  // what is there may not fit, which only PARTITION BY finds out before anything is lost
  EXPECT_EQ(changes_between(range({{"a", "(10)"}, {"b", "(20)"}}), range({{"a", "(10)"}, {"b", "(15)"}})), "all");
}

TEST(MysqlPartitions, GoWithTheirRows) {
  EXPECT_EQ(changes_between(range({{"a", "(10)"}, {"b", "(20)"}}), range({{"a", "(10)"}})), "DROP PARTITION b");
  const std::string lists =
      "LIST (`a`) (PARTITION p VALUES IN (1,2), PARTITION q VALUES IN (3), PARTITION r VALUES IN (4))";
  EXPECT_EQ(changes_between(lists, "LIST (`a`) (PARTITION p VALUES IN (1,2), PARTITION r VALUES IN (4))"),
            "DROP PARTITION q");
  EXPECT_EQ(
      changes_between(lists,
                      "LIST (`a`) (PARTITION p VALUES IN (1,2), PARTITION r VALUES IN (4), PARTITION s VALUES IN (5))"),
      "DROP PARTITION q; ADD PARTITION (PARTITION s VALUES IN (5))");
  // nothing goes: the values have another place
  EXPECT_EQ(changes_between(lists, "LIST (`a`) (PARTITION p VALUES IN (1,2), PARTITION r VALUES IN (3,4))"),
            "REORGANIZE PARTITION q, r INTO (PARTITION r VALUES IN (3,4))");
  EXPECT_EQ(changes_between("LIST (`a`,`b`) (PARTITION p VALUES IN ((1,2)), PARTITION q VALUES IN ((1,3)))",
                            "LIST (`a`,`b`) (PARTITION p VALUES IN ((1,2)))"),
            "DROP PARTITION q");
}

// A definition and nothing behind it; KEY has an algorithm by a number, and in MariaDB since 12.3 by a name.
TEST(MysqlPartitioning, IsProvedToBeOneDefinition) {
  for (const char* fine : {"KEY ALGORITHM=2 (`id`) PARTITIONS 2", "LINEAR KEY ALGORITHM = XXH32 (`id`)", "HASH (`id`)"})
    EXPECT_EQ(mysql::fault_of_partitioning(fine), std::nullopt) << fine;
  for (const char* wrong :
       {"KEY ALGORITHM = XXH32; DROP TABLE u", "HASH (`id`), DROP COLUMN `at`", "KEY ALGORITHM 'x' (`id`)"})
    EXPECT_NE(mysql::fault_of_partitioning(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace schemac
