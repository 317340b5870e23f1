// What the servers refuse whatever the way there, and what they want said in other words than were written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialects/mysql/ddl.h"
#include "dialects/mysql/mysql.h"
#include "dialects/mysql/reserved_words.h"
#include "dialects/mysql/size_limits.h"
#include "schema/engine_version.h"

namespace schemac {
namespace {

using testing::HasSubstr;

const Engine mysql8{"mysql", 8, packed_minor(0, 33)};
const Engine mariadb{"mysql", 10, packed_minor(11, 6, Flavour::mariadb)};

std::string refused(const std::string& columns, const Engine& engine) {
  auto parsed = mysql::parse_create_table("CREATE TABLE `t` (" + columns + ")");
  EXPECT_TRUE(parsed) << render(parsed.error());
  Schema schema{.engine = engine};
  schema.tables.set(parsed->name, *parsed);
  std::string codes;
  for (const auto& diagnostic : mysql_dialect().normalise(schema))
    codes += (codes.empty() ? "" : " ") + diagnostic.code;
  return codes;
}

// Tried on MySQL 5.7.22 and 8.0.33 and MariaDB 10.11.
TEST(MysqlDefaults, OfOldServersAreConstants) {
  const Engine mysql57{"mysql", 5, packed_minor(7, 22)};
  for (const char* column : {"`a` datetime DEFAULT (now() + interval 1 day)", "`a` json DEFAULT (json_array())",
                             "`a` text DEFAULT ('x')", "`a` int DEFAULT (1 + 1)"}) {
    EXPECT_EQ(refused(column, mysql57), "no-computed-default") << column;
    EXPECT_EQ(refused(column, mysql8), "") << column;
    EXPECT_EQ(refused(column, mariadb), "") << column;
  }
  for (const char* column :
       {"`a` datetime DEFAULT CURRENT_TIMESTAMP", "`a` int DEFAULT '3'", "`a` bit(2) DEFAULT b'10'",
        "`a` varchar(3) DEFAULT 'x'", "`a` text", "`a` varbinary(2) DEFAULT 0x00ff"})
    EXPECT_EQ(refused(column, mysql57), "") << column;
  EXPECT_EQ(refused("`a` int, KEY `k` ((`a` + 1))", mysql8), "");
  EXPECT_EQ(refused("`a` int, KEY `k` ((`a` + 1))", mysql57), "no-expression-key");
  EXPECT_EQ(refused("`a` int, KEY `k` ((`a` + 1))", mariadb), "no-expression-key");
}

// As SHOW CREATE TABLE of MariaDB 10.11 has them: `KEY a (a(768))`.
TEST(MysqlKeys, AreCutByMariadb) {
  const auto lengths = [](const std::string& columns, const std::string& options, const Engine& engine) {
    auto parsed = mysql::parse_create_table("CREATE TABLE `t` (`k` int, " + columns + ") " + options);
    EXPECT_TRUE(parsed) << render(parsed.error());
    Schema schema{.engine = engine};
    schema.tables.set(parsed->name, *parsed);
    EXPECT_FALSE(has_errors(mysql_dialect().normalise(schema)));
    const auto& attributes = schema.tables.find(parsed->name)->indexes.front().attributes;
    const auto said = attributes.find("lengths");
    return said == attributes.end() ? std::string() : said->second;
  };
  const std::string utf8 = "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci";
  EXPECT_EQ(lengths("`a` text, KEY `i` (`a`)", utf8, mariadb), "768");
  EXPECT_EQ(lengths("`a` text, KEY `i` (`k`, `a`)", utf8, mariadb), "- 768");
  EXPECT_EQ(lengths("`a` text CHARACTER SET latin1 COLLATE latin1_bin, KEY `i` (`a`)", utf8, mariadb), "3072");
  EXPECT_EQ(lengths("`a` tinytext, KEY `i` (`a`)", utf8, mariadb), "255");
  EXPECT_EQ(lengths("`a` blob, KEY `i` (`a`)", "", mariadb), "3072");
  EXPECT_EQ(lengths("`a` varchar(2000), KEY `i` (`a`)", utf8, mariadb), "768");
  EXPECT_EQ(lengths("`a` varchar(768), KEY `i` (`a`)", utf8, mariadb), "");
  EXPECT_EQ(lengths("`a` text, KEY `i` (`a`)", "", mariadb), "");  // whose letters nobody knows
  EXPECT_EQ(lengths("`a` text, UNIQUE KEY `i` (`a`)", utf8, mariadb), "");
  EXPECT_EQ(lengths("`a` text, KEY `i` (`a`)", utf8 + " ROW_FORMAT=COMPACT", mariadb), "");
  EXPECT_EQ(lengths("`a` varchar(2000), KEY `i` (`a`)", utf8, mysql8), "");
}

// Each of these was tried on MySQL 8.0.33 and MariaDB 10.11.
TEST(MysqlForeignKeys, SayWhatNoServerLetsThemDo) {
  const std::string key = "FOREIGN KEY (`h`) REFERENCES `p` (`id`)",
                    computed = "FOREIGN KEY (`g`) REFERENCES `p` (`id`)";
  const std::string check = "`h` int, CHECK (`h` > 1), ", source = "`h` int, `g` int GENERATED ALWAYS AS (`h` + 1) ";
  const struct {
    std::string columns, on_mysql, on_mariadb;
  } cases[] = {
      {"`h` int NOT NULL, " + key + " ON DELETE SET NULL", "null-where-none-may-be", "null-where-none-may-be"},
      {"`h` int NOT NULL, " + key + " ON DELETE CASCADE", "", ""},
      {check + key, "", ""},
      {check + key + " ON DELETE CASCADE", "", ""},
      {check + key + " ON DELETE SET NULL", "key-changes-checked", "key-changes-checked"},
      {check + key + " ON UPDATE CASCADE", "key-changes-checked", "key-changes-checked"},
      {source + "VIRTUAL, " + key + " ON UPDATE CASCADE", "", ""},
      {source + "STORED, " + key + " ON UPDATE CASCADE", "key-changes-source", "key-changes-source"},
      {source + "STORED, " + key + " ON DELETE CASCADE", "key-changes-source", ""},
      {source + "VIRTUAL, " + computed, "key-on-virtual", ""},
      {source + "STORED, " + computed, "", ""},
      {source + "STORED, " + computed + " ON UPDATE CASCADE", "key-changes-generated", "key-changes-generated"},
  };
  for (const auto& [columns, on_mysql, on_mariadb] : cases) {
    EXPECT_EQ(refused(columns, mysql8), on_mysql) << columns;
    EXPECT_EQ(refused(columns, mariadb), on_mariadb) << columns;
  }
}

// Each was tried on MySQL 8.0.33: 1071, 1118.
TEST(MysqlSizes, AreForeseen) {
  const auto passed = [](const std::string& columns, const std::string& options = "DEFAULT CHARSET=utf8mb4") {
    auto parsed = mysql::parse_create_table("CREATE TABLE `t` (" + columns + ") " + options);
    EXPECT_TRUE(parsed) << render(parsed.error());
    Schema schema{.engine = mysql8};
    schema.tables.set(parsed->name, *parsed);
    mysql_dialect().normalise(schema);
    std::string out;
    for (const auto& one : mysql::limits_passed(*schema.tables.find(parsed->name))) out += one + "\n";
    return out;
  };
  EXPECT_EQ(passed("`a` varchar(768), KEY `k` (`a`)"), "");
  EXPECT_THAT(passed("`a` varchar(769), KEY `k` (`a`)"),
              HasSubstr("found up to 3076 bytes in index `k`, expected at most 3072 in table `t`"));
  EXPECT_EQ(passed("`a` varchar(3072), KEY `k` (`a`)", "DEFAULT CHARSET=latin1"), "");
  EXPECT_EQ(passed("`a` varchar(2000), `b` text, KEY `k` (`a`(500), `b`(200))"), "");
  EXPECT_THAT(passed("`a` varchar(500), `b` varchar(500), PRIMARY KEY (`a`, `b`)"),
              HasSubstr("4000 bytes in the primary key"));
  EXPECT_THAT(passed("`a` varchar(9000), `b` varchar(9000)"), HasSubstr("rows of up to 72004 bytes"));
  EXPECT_EQ(passed("`a` varchar(8000), `b` varchar(8000), `c` longtext"), "");
  EXPECT_EQ(passed("`a` varchar(769), KEY `k` (`a`)", "ENGINE=MyISAM DEFAULT CHARSET=utf8mb4"), "");
}

TEST(MysqlExpressions, QuoteColumnsThatAreCalledByReservedWords) {
  Table table;
  for (const auto* name : {"rank", "Order", "left", "plain"}) table.columns.add({.name = name, .type = {}});
  EXPECT_EQ(mysql::with_quoted_columns("rank < 5 and ORDER > plain", table), "`rank` < 5 and `ORDER` > plain");
  EXPECT_EQ(mysql::with_quoted_columns("left(plain, 3) = 'rank'", table), "left(plain, 3) = 'rank'");
  EXPECT_EQ(mysql::with_quoted_columns("left > 3 and groups > 1", table), "`left` > 3 and groups > 1");
}

}  // namespace
}  // namespace schemac
