// What stands behind PARTITION BY: one way of parting rows in several spellings, and what grows at its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialects/mysql/ddl.h"
#include "dialects/mysql/mysql.h"
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
  const auto difference = diff({.schemas = {&have, &wanted}, .coverage = {}, .intents = {}, .declared = {}}, mysql_dialect(), {});
  EXPECT_TRUE(difference);
  return difference ? difference->operations.size() : 0;
}

TEST(MysqlPartitions, KeepTheLettersThatOlderServersKeep) {
  const std::string typed = "RANGE (  TO_DAYS( at )+1) (PARTITION p VALUES LESS THAN (730000) ENGINE = InnoDB)";
  EXPECT_EQ(kept(typed, mysql57), "RANGE (  TO_DAYS( at )+1) (PARTITION p VALUES LESS THAN (730000))");
  EXPECT_EQ(kept(typed, {"mysql", 8, packed_minor(0, 33)}), "RANGE (to_days(`at`) + 1) (PARTITION p VALUES LESS THAN (730000))");
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
  EXPECT_FALSE(
      mysql::same_partitioning("RANGE (`a` + 1) (PARTITION p VALUES LESS THAN (3))", "RANGE ((`a` + 1)) (PARTITION q VALUES LESS THAN (3))"));
}

TEST(MysqlPartitions, GrowAtTheirEnd) {
  const std::string had = "RANGE (YEAR(at)) (PARTITION a VALUES LESS THAN (1))";
  EXPECT_EQ(mysql::added_partitions(had, "RANGE (year(`at`)) (PARTITION a VALUES LESS THAN (1), PARTITION b VALUES LESS THAN (2))"),
            " PARTITION b VALUES LESS THAN (2))");
  EXPECT_FALSE(mysql::added_partitions(had, "RANGE (MONTH(at)) (PARTITION a VALUES LESS THAN (1), PARTITION b VALUES LESS THAN (2))"));
  EXPECT_FALSE(mysql::added_partitions("HASH (id) PARTITIONS 2", "HASH (id) PARTITIONS 3"));
  EXPECT_FALSE(mysql::added_partitions("", had));
}

}  // namespace
}  // namespace schemac
