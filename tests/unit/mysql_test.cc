// The pure half of the MySQL dialect: what the servers' texts mean, which spellings are one, what leads from one table
// to another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "connections/connection.h"
#include "connections/mysql.h"
#include "dialects/mysql/alter.h"
#include "dialects/mysql/ddl.h"
#include "dialects/mysql/expressions.h"
#include "dialects/mysql/mysql.h"
#include "dialects/mysql/object_text.h"
#include "dialects/mysql/online_copy.h"
#include "dialects/mysql/types.h"
#include "rules/made_up_values.h"
#include "rules/rule.h"
#include "schema/engine_version.h"
#include "schema/print.h"

namespace schemac {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const Engine mysql8{"mysql", 8, packed_minor(0, 33)};
const Engine mysql57{"mysql", 5, packed_minor(7, 22)};
const Engine mariadb{"mysql", 10, packed_minor(11, 6, Flavour::mariadb)};

Table table_of(const std::string& sql, const Engine& engine = mysql8) {
  auto parsed = mysql::parse_create_table(sql);
  EXPECT_TRUE(parsed) << render(parsed.error());
  Schema schema{.engine = engine};
  schema.tables.set(parsed->name, *parsed);
  const auto found = mysql_dialect().normalise(schema);
  EXPECT_FALSE(has_errors(found)) << render(found);
  return *schema.tables.find(parsed->name);
}

std::string altered(const std::string& from, const std::string& to, const Engine& engine = mysql8) {
  std::string out;
  for (const auto& statement : mysql::alter_table(table_of(from, engine), table_of(to, engine), engine))
    out += statement.sql + ";\n";
  return out;
}

TEST(MysqlTimestamps, OfOlderServersHaveTheirDefaultTakenBack) {
  const std::string none = "CREATE TABLE `t` (`id` int)",
                    some = "CREATE TABLE `t` (`id` int, `at` timestamp(3) NOT NULL)";
  EXPECT_THAT(altered(none, some, mysql57), HasSubstr("`at` timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)"));
  EXPECT_THAT(altered(none, some, mysql57), HasSubstr("ALTER TABLE `t` ALTER COLUMN `at` DROP DEFAULT;"));
  EXPECT_THAT(altered(none, some, mysql8), Not(HasSubstr("DEFAULT")));
  // what differs in nothing else
  const std::string moment = "CREATE TABLE `t` (`id` int, `at` timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3))";
  EXPECT_THAT(altered(moment, some, mysql57), HasSubstr("DROP DEFAULT"));
  EXPECT_THAT(altered(some, moment, mysql57), HasSubstr("MODIFY COLUMN `at`"));
  EXPECT_EQ(altered(some, some, mysql57), "");
}

TEST(MysqlColumns, GoBeforeTheirSourcesOnOlderServers) {
  const std::string from =
      "CREATE TABLE `t` (`a` int, `b` int, `c` int GENERATED ALWAYS AS (`a` + 1) VIRTUAL, KEY `c` (`c`))";
  EXPECT_EQ(altered(from, "CREATE TABLE `t` (`b` int, `c` int GENERATED ALWAYS AS (`b` + 1) VIRTUAL)", mysql57),
            "ALTER TABLE `t` DROP INDEX `c`,\n  DROP COLUMN `c`;\n"
            "ALTER TABLE `t` DROP COLUMN `a`,\n  ADD COLUMN `c` int GENERATED ALWAYS AS (`b` + 1) VIRTUAL;\n");
}

TEST(MysqlTypes, HaveOneSpelling) {
  const std::pair<const char*, const char*> spellings[] = {{"INTEGER", "int"},
                                                           {"int(11)", "int"},
                                                           {"INT(10) UNSIGNED", "int unsigned"},
                                                           {"bool", "tinyint(1)"},
                                                           {"numeric", "decimal(10,0)"},
                                                           {"double precision", "double"},
                                                           {"char", "char(1)"},
                                                           {"character varying(20)", "varchar(20)"},
                                                           {"datetime(0)", "datetime"},
                                                           {"year(4)", "year"},
                                                           {"enum(\"a\", 'b')", "enum('a','b')"},
                                                           {"int(5) zerofill", "int(5) unsigned zerofill"},
                                                           {"text(300)", "text"},
                                                           {"float(53)", "double"}};
  for (const auto& [written, canonical] : spellings) {
    const auto type = mysql::parse_type(written);
    ASSERT_TRUE(type) << written;
    if (std::string_view(written).starts_with("enum(\"")) continue;  // quotes of that kind are names to the lexer
    EXPECT_EQ(mysql::type_sql(*type), canonical) << written;
    EXPECT_EQ(*mysql::parse_type(mysql::type_sql(*type)), *type) << written;
  }
}

TEST(MysqlTypes, SayWhatTheyKeep) {
  const auto keeps = [](const char* wide, const char* narrow) {
    return mysql::holds_every_value(*mysql::parse_type(wide), *mysql::parse_type(narrow));
  };
  EXPECT_TRUE(keeps("bigint", "int unsigned"));
  EXPECT_FALSE(keeps("int", "int unsigned"));
  EXPECT_FALSE(keeps("bigint unsigned", "int"));
  EXPECT_TRUE(keeps("varchar(20)", "varchar(10)"));
  EXPECT_FALSE(keeps("varchar(10)", "text"));
  EXPECT_FALSE(keeps("char(20)", "varchar(10)"));
  EXPECT_TRUE(keeps("datetime(6)", "datetime"));
  EXPECT_FALSE(keeps("datetime", "datetime(6)"));
  EXPECT_TRUE(keeps("enum('a','b')", "enum('a')"));
  EXPECT_FALSE(keeps("decimal(10,2)", "decimal(10,4)"));
}

TEST(MysqlExpressions, AreComparedByWhatTheyMean) {
  const std::pair<const char*, const char*> same[] = {
      {"a > 0 and b <> 'x'", "((`a` > 0) and (`b` <> _utf8mb4'x'))"},
      {"A+B*2", "(`a` + (`b` * 2))"},
      {"a between 1 and 2 or c is not null", "((`a` between 1 and 2) or (`c` is not null))"},
      {"x in (1, 2) && !y", "((`x` in (1,2)) and (not(`y`)))"},
      {"a AND b AND c", "(`a` and (`b` and `c`))"},
      {"now()", "current_timestamp()"},
      {"case when a then 1 else 2 end", "(case when `a` then 1 else 2 end)"},
      {"json_valid(doc)", "json_valid(`doc`)"}};
  for (const auto& [a, b] : same) EXPECT_TRUE(mysql::same_expression(a, b)) << a << "\n" << b;
  EXPECT_TRUE(mysql::same_expression("a not regexp 'x' and b in ('y')",
                                     "((not(regexp_like(`a`,_utf8mb4'x'))) and (`b` = _utf8mb4'y'))"));
  EXPECT_TRUE(
      mysql::same_expression("d > DATE '2020-01-01' and mod(n, 2)", "((`d` > DATE'2020-01-01') and (0 <> (`n` % 2)))"));
  EXPECT_TRUE(mysql::same_expression("concat('💩 ', a)", "concat(_utf8mb4'???? ',`a`)"));
  EXPECT_FALSE(mysql::same_expression("concat('💩 ', a)", "concat(_utf8mb4'??? ',`a`)"));
  EXPECT_FALSE(mysql::same_expression("concat('? ', a)", "concat(_utf8mb4'???? ',`a`)"));
  EXPECT_FALSE(mysql::same_expression("a not like 'x'", "a like 'x'"));
  EXPECT_FALSE(mysql::same_expression("a like 'x' escape '|'", "a like 'x'"));
  EXPECT_FALSE(mysql::same_expression("n + (0 <> m)", "n + m"));
  EXPECT_FALSE(mysql::same_expression("(a + b) * c", "a + b * c"));
  EXPECT_FALSE(mysql::same_expression("a = 'x'", "a = 'X'"));
  EXPECT_FALSE(mysql::same_expression("a or b and c", "(a or b) and c"));
}

TEST(MysqlExpressions, ReadDefaultsAsTheServersKeepThem) {
  const auto kept = [](const char* sql, const char* type, const Engine& engine = {"mysql", 8, 0}) {
    return mysql::canonical_default(sql, *mysql::parse_type(type), "utf8mb4_general_ci", engine);
  };
  EXPECT_EQ(kept("true", "bit(1)"), "b'1'");
  EXPECT_EQ(kept("5", "bit(8)"), "b'101'");
  EXPECT_EQ(kept("0x78F09F9880", "varchar(20)"), "'x😀'");
  EXPECT_EQ(kept("(now())", "datetime"), "(CURRENT_TIMESTAMP)");
  EXPECT_EQ(kept("(now())", "datetime", mariadb), "CURRENT_TIMESTAMP");
  EXPECT_EQ(kept("('x')", "varchar(9)"), "('x')");
  EXPECT_EQ(kept("('x')", "varchar(9)", mariadb), "'x'");
  EXPECT_EQ(kept("(1 + 2)", "int"), "1 + 2");
  EXPECT_TRUE(mysql::same_default_text("'x😀'", "'x?'"));
  EXPECT_FALSE(mysql::same_default_text("'x😀'", "'x'"));
}

TEST(MysqlObjects, DifferInWhatBothSay) {
  const auto same = [](const char* a, const char* b) { return mysql::same_object(a, b); };
  const auto* plain = "CREATE DEFINER=`root`@`%` FUNCTION `f`(a int) RETURNS varchar(20) CHARSET utf8mb3 RETURN 'x'";
  EXPECT_TRUE(same(plain, "CREATE FUNCTION f(IN a int) RETURNS varchar(20) CHARACTER SET utf8 RETURN 'x'"));
  EXPECT_TRUE(same(plain, "CREATE FUNCTION f(a int) RETURNS varchar(20) RETURN 'x'"));
  EXPECT_FALSE(same(plain, "CREATE FUNCTION f(a int) RETURNS varchar(20) CHARSET latin1 RETURN 'x'"));
  const auto in_ansi = "SET SESSION sql_mode = 'ANSI';\n" + std::string(plain);
  EXPECT_FALSE(same(plain, in_ansi.c_str()));
  EXPECT_TRUE(same("CREATE FUNCTION f(a int) RETURNS varchar(20) RETURN 'x'", in_ansi.c_str()));
  const auto made_elsewhere = "SET SESSION collation_connection = utf8mb4_bin;\n" + in_ansi;
  EXPECT_TRUE(same(made_elsewhere.c_str(), in_ansi.c_str()));
}

TEST(MysqlDdl, MeansTheSameFromEveryServer) {
  const auto from_mysql = table_of(
      "CREATE TABLE `t` (\n  `id` int unsigned NOT NULL AUTO_INCREMENT,\n  `n` int DEFAULT '5',\n  `at` datetime(3) "
      "DEFAULT CURRENT_TIMESTAMP(3) ON "
      "UPDATE CURRENT_TIMESTAMP(3),\n"
      "  `twice` int GENERATED ALWAYS AS ((`n` * 2)) VIRTUAL,\n  `hidden` int DEFAULT NULL /*!80023 INVISIBLE */,\n  "
      "`doc` json DEFAULT NULL,\n  "
      "PRIMARY KEY (`id`),\n  UNIQUE KEY `u` (`n`),\n"
      "  CONSTRAINT `positive` CHECK ((`n` > 0))\n) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 "
      "COLLATE=utf8mb4_bin COMMENT='it''s'");
  const auto from_mariadb = table_of(
      "CREATE TABLE `t` (\n  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,\n  `n` int(11) DEFAULT 5,\n  `at` "
      "datetime(3) DEFAULT "
      "current_timestamp(3) ON UPDATE current_timestamp(3),\n"
      "  `twice` int(11) GENERATED ALWAYS AS (`n` * 2) VIRTUAL,\n  `hidden` int(11) INVISIBLE DEFAULT NULL,\n  `doc` "
      "longtext CHARACTER SET utf8mb4 "
      "COLLATE utf8mb4_bin DEFAULT NULL CHECK "
      "(json_valid(`doc`)),\n  PRIMARY KEY (`id`),\n  UNIQUE KEY `u` (`n`),\n  CONSTRAINT `positive` CHECK (`n` > "
      "0)\n) ENGINE=InnoDB "
      "AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4 "
      "COLLATE=utf8mb4_bin COMMENT='it''s'",
      mariadb);
  EXPECT_EQ(canonical_print(from_mysql), canonical_print(from_mariadb));
}

TEST(MysqlDdl, RefusesWhatItCannotRead) {
  const auto parsed = mysql::parse_create_table("CREATE TABLE `t` (\n  `id` int NOT\n)");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().front().code, "unreadable-definition");
}

TEST(MysqlAlter, SaysEverythingAtOnceAndMovesFewColumns) {
  const auto sql = altered("CREATE TABLE `t` (`a` int, `b` int, `c` int, `d` int, KEY `x` (`a`))",
                           "CREATE TABLE `t` (`d` int, `a` int, `b` bigint, `n` int, `c` int, KEY `y` (`a`))");
  EXPECT_EQ(sql,
            "ALTER TABLE `t` RENAME INDEX `x` TO `y`,\n  MODIFY COLUMN `d` int FIRST,\n  MODIFY COLUMN `b` bigint,\n  "
            "ADD COLUMN `n` int AFTER `b`;\n");
}

// Tried on MySQL 8.0.33 and MariaDB 10.11 with each of these modes as the server's own; MySQL alone reads the
// expressions that a table has already in the mode of whoever changes something else about it.
TEST(MysqlAlter, MeansTheSameInEveryMode) {
  const auto pinned = AllOf(HasSubstr("SET SESSION sql_mode = REPLACE("), HasSubstr("'ANSI_QUOTES'"),
                            HasSubstr("'NO_BACKSLASH_ESCAPES'"), HasSubstr("'PIPES_AS_CONCAT'"),
                            HasSubstr("\nSET SESSION sql_mode = @@GLOBAL.sql_mode;"));
  const auto rebuilt = [](const std::string& from, const std::string& to, const Engine& engine) {
    Schema before{.engine = engine}, after{.engine = engine};
    const auto had = table_of(from, engine), gets = table_of(to, engine);
    before.tables.set(had.name, had);
    after.tables.set(gets.name, gets);
    std::string out;
    for (const auto& statement : mysql_dialect().statements(Operation{RebuildTable{had, gets, {}, {}}}, before, after))
      out += statement.sql + ";\n";
    return out;
  };
  const std::string from = "CREATE TABLE `t` (`a` varchar(9))";
  for (const char* column :
       {"`b` int COMMENT 'a\\\\b'", "`b` int GENERATED ALWAYS AS (`a` = \"x\")", "`b` enum('a\\\\')"})
    for (const auto& engine : {mysql8, mariadb})
      EXPECT_THAT(rebuilt(from, fmt::format("CREATE TABLE `t` (`a` varchar(9), {})", column), engine), pinned)
          << column;
  EXPECT_THAT(rebuilt(from, "CREATE TABLE `t` (`a` varchar(9), `b` int COMMENT 'it''s, \"x\"')", mysql8),
              Not(HasSubstr("sql_mode")));
  const std::string computed = "CREATE TABLE `t` (`a` varchar(9), `b` int GENERATED ALWAYS AS (`a` = 'x\\\\')";
  EXPECT_THAT(rebuilt(computed + ")", computed + ", `c` int)", mysql8), pinned);
  EXPECT_THAT(rebuilt(computed + ")", computed + ", `c` int)", mariadb), Not(HasSubstr("sql_mode")));
}

TEST(MysqlAlter, AssertsWhatTheServerCanDoWithoutACopy) {
  const std::string from = "CREATE TABLE `t` (`a` int)", more = "CREATE TABLE `t` (`a` int, `b` int)";
  EXPECT_THAT(altered(from, more, mysql8), HasSubstr("ALGORITHM=INSTANT"));
  EXPECT_THAT(altered(from, more, mariadb), HasSubstr("ALGORITHM=INSTANT"));
  EXPECT_THAT(altered(from, more, mysql57), HasSubstr("ALGORITHM=INPLACE, LOCK=NONE"));
  EXPECT_THAT(altered(from, "CREATE TABLE `t` (`a` int, KEY `k` (`a`))"), HasSubstr("ALGORITHM=INPLACE, LOCK=NONE"));
  EXPECT_THAT(altered(from, "CREATE TABLE `t` (`a` bigint)"), Not(HasSubstr("ALGORITHM")));
  EXPECT_THAT(altered("CREATE TABLE `t` (`a` text, `b` text)",
                      "CREATE TABLE `t` (`a` text, `b` text, FULLTEXT KEY `x` (`a`), FULLTEXT KEY `y` (`b`))"),
              HasSubstr("ALGORITHM=COPY"));
}

TEST(MysqlAlter, MovesColumnsAtOnceWhereTheServerCan) {
  const std::string from = "CREATE TABLE `t` (`a` int, `b` int)", moved = "CREATE TABLE `t` (`b` int, `a` int)";
  EXPECT_THAT(altered(from, moved, mariadb), HasSubstr("ALGORITHM=INSTANT"));
  EXPECT_THAT(altered(from, moved, mysql8), HasSubstr("ALGORITHM=INPLACE, LOCK=NONE"));
}

TEST(MysqlAlter, MindsWhatElseTheTableHas) {
  const auto more = [](const std::string& columns) {
    return std::pair("CREATE TABLE `t` (`a` int, " + columns + ")",
                     "CREATE TABLE `t` (`a` int, `n` int NOT NULL DEFAULT 1, " + columns + ")");
  };
  const auto [plain, longer] = more("`d` text, FULLTEXT KEY `f` (`d`)");
  EXPECT_THAT(altered(plain, longer, mariadb), HasSubstr("ALGORITHM=INPLACE, LOCK=SHARED"));
  EXPECT_THAT(altered(plain, longer, mysql8), Not(HasSubstr("ALGORITHM")));
  EXPECT_THAT(altered("CREATE TABLE `t` (`a` int)",
                      "CREATE TABLE `t` (`a` int, `v` int GENERATED ALWAYS AS (`a` + 1) VIRTUAL)", mysql57),
              Not(HasSubstr("INSTANT")));
  const auto [computed, between] = more("`v` int GENERATED ALWAYS AS (`a` + 1) VIRTUAL");
  EXPECT_THAT(altered(computed, between, mariadb), Not(HasSubstr("ALGORITHM")));
  EXPECT_THAT(altered("CREATE TABLE `t` (`a` int)", "CREATE TABLE `t` (`a` int, `p` point NOT NULL)", mysql8),
              HasSubstr("ALGORITHM=INPLACE"));
}

TEST(MysqlAlter, GivesAnIndexOtherLetters) {
  EXPECT_THAT(altered("CREATE TABLE `t` (`a` int, KEY `X` (`a`))", "CREATE TABLE `t` (`a` int, KEY `x` (`a`))", mysql8),
              HasSubstr("RENAME INDEX `X` TO `x`"));
}

TEST(MysqlAlter, HasNothingToSayAboutTheSameTable) {
  const std::string sql =
      "CREATE TABLE `t` (`a` varchar(3) DEFAULT 'x', KEY `k` (`a`(2) DESC), CONSTRAINT `c` CHECK ((`a` <> ''))) "
      "COMMENT='c'";
  EXPECT_EQ(altered(sql, sql), "");
}

// tool → what it is told, or `no:` and why
std::map<std::string, std::string> online(const std::string& from, const std::string& to, const Engine& engine,
                                          const std::string& other = {}) {
  Schema before{.engine = engine}, after{.engine = engine};
  const auto had = table_of(from, engine), has = table_of(to, engine);
  before.tables.set(had.name, had);
  after.tables.set(has.name, has);
  if (!other.empty()) before.tables.set({{}, "other"}, table_of(other, engine));
  std::map<std::string, std::string> out;
  for (const auto& statement : mysql::alter_table(had, has, engine))
    for (const auto& copy : mysql::online_copies(statement, before, after))
      out[copy.tool] = copy.command.empty() ? "no: " + copy.remark : copy.command;
  return out;
}

TEST(MysqlOnlineCopies, AreOfferedWhereATableIsCopied) {
  const std::string from = "CREATE TABLE `t` (`id` int NOT NULL, `n` int, PRIMARY KEY (`id`))";
  const std::string to = "CREATE TABLE `t` (`id` int NOT NULL, `n` bigint, PRIMARY KEY (`id`))";
  EXPECT_THAT(online(from, to, mysql8)["gh-ost"], HasSubstr("--table='t' --alter='MODIFY COLUMN `n` bigint'"));
  EXPECT_THAT(online(from, to, mysql8)["gh-ost"], HasSubstr("--ok-to-drop-table"))
      << "what it leaves behind would be a difference";
  EXPECT_THAT(online(from, to, mariadb),
              testing::ElementsAre(testing::Pair("pt-online-schema-change", HasSubstr("D=\"$DATABASE\",t='t'"))));
  EXPECT_TRUE(
      online(from, "CREATE TABLE `t` (`id` int NOT NULL, `n` int, `m` int, PRIMARY KEY (`id`))", mysql8).empty());
  const std::string child =
      "CREATE TABLE `other` (`id` int, KEY `k` (`id`), CONSTRAINT `c` FOREIGN KEY (`id`) REFERENCES `t` (`id`))";
  EXPECT_THAT(online(from, to, mysql8, child)["gh-ost"], HasSubstr("no: it refuses tables that foreign keys point at"));
  EXPECT_THAT(online(from, to, mysql8, child)["pt-online-schema-change"],
              HasSubstr("--alter-foreign-keys-method=rebuild_constraints"));
}

TEST(MysqlOnlineCopies, TellRowsApartByWhatTheToolCanCompare) {
  for (const std::string column : {"`id` float NOT NULL", "`id` int GENERATED ALWAYS AS (`n` + 1) STORED NOT NULL"}) {
    const auto from = "CREATE TABLE `t` (" + column + ", `n` int, `c` char(9), PRIMARY KEY (`id`))";
    const auto to = "CREATE TABLE `t` (" + column + ", `n` int, `c` varchar(9), PRIMARY KEY (`id`))";
    EXPECT_THAT(online(from, to, mysql8)["gh-ost"],
                HasSubstr("no: it takes no key with a float or a generated column"));
    EXPECT_THAT(online(from, to, mysql8)["pt-online-schema-change"], HasSubstr("--execute"));
  }
}

TEST(MysqlOnlineCopies, AreNotOfferedWhereRowsMightGoMissing) {
  const auto no = [](const char* from, const char* to) { return online(from, to, mysql8)["pt-online-schema-change"]; };
  EXPECT_THAT(no("CREATE TABLE `t` (`n` int)", "CREATE TABLE `t` (`n` bigint)"),
              HasSubstr("no: the table has no primary or unique key"));
  EXPECT_THAT(no("CREATE TABLE `t` (`id` int NOT NULL, `n` bigint, PRIMARY KEY (`id`))",
                 "CREATE TABLE `t` (`id` int NOT NULL, `n` int, PRIMARY KEY (`id`))"),
              HasSubstr("INSERT IGNORE"));
  EXPECT_THAT(no("CREATE TABLE `t` (`id` int NOT NULL, `n` int, PRIMARY KEY (`id`))",
                 "CREATE TABLE `t` (`id` int NOT NULL, `n` bigint, PRIMARY KEY (`id`), UNIQUE KEY `u` (`n`))"),
              HasSubstr("a unique key is new"));
}

// Whether the first column of the one table keeps what it holds in the other's.
bool keeps(const std::string& from, const std::string& to) {
  const auto before = table_of("CREATE TABLE `t` (" + from), after = table_of("CREATE TABLE `t` (" + to);
  return mysql_dialect().keeps_values({after, after.columns[0]}, {before, before.columns[0]});
}

TEST(MysqlTypes, KeepTheLettersOfTheirCharacterSet) {
  EXPECT_TRUE(keeps("`a` text) CHARSET=latin1", "`a` text) CHARSET=utf8mb4"));
  EXPECT_FALSE(keeps("`a` text) CHARSET=utf8mb4", "`a` text) CHARSET=latin1"));
  EXPECT_FALSE(keeps("`a` varchar(9) CHARACTER SET utf8mb4) CHARSET=latin1", "`a` varchar(20)) CHARSET=latin1"));
  EXPECT_FALSE(keeps("`a` varchar(9)) CHARSET=utf8mb4", "`a` varchar(9)) CHARSET=utf8"));
  EXPECT_TRUE(keeps("`a` varchar(9)) CHARSET=ascii", "`a` varchar(9)) CHARSET=latin1"));
  EXPECT_TRUE(keeps("`a` varchar(9)) COLLATE=utf8mb4_bin", "`a` varchar(9)) COLLATE=utf8mb4_unicode_ci"));
  EXPECT_TRUE(keeps("`a` int) CHARSET=utf8mb4", "`a` bigint) CHARSET=latin1"));
}

TEST(MysqlTables, AskForConsentBeforeLettersGo) {
  const auto wide = table_of("CREATE TABLE `t` (`a` text) CHARSET=utf8mb4"),
             narrow = table_of("CREATE TABLE `t` (`a` text) CHARSET=latin1");
  const auto asks = [](const Table& from, const Table& to) {
    Schema before{.engine = mysql8}, after{.engine = mysql8};
    before.tables.set(from.name, from);
    after.tables.set(to.name, to);
    const Operation change = SetTableAttributes{from.name, from.attributes, to.attributes};
    const KeepsValues keeps = [](const PlacedColumn& a, const PlacedColumn& b) {
      return mysql_dialect().keeps_values(a, b);
    };
    return is_destructive(hazards_of({.operation = change,
                                      .before = before,
                                      .after = after,
                                      .present = before,
                                      .keeps_values = keeps,
                                      .filled = {},
                                      .wanted = after,
                                      .made = {},
                                      .gone = {}}));
  };
  EXPECT_TRUE(asks(wide, narrow));
  EXPECT_FALSE(asks(narrow, wide));
}

TEST(MysqlTypes, KnowWhichTextsHoldLabelsAndNumbers) {
  const auto keeps = [](const std::string& from, const std::string& to) {
    return mysql_dialect().holds_every_value(*mysql::parse_type(to), *mysql::parse_type(from));
  };
  EXPECT_TRUE(keeps("enum('x', 'yy')", "varchar(2)"));
  EXPECT_FALSE(keeps("enum('x', 'yy')", "varchar(1)"));
  EXPECT_FALSE(keeps("set('x', 'yy')", "varchar(3)"));
  EXPECT_TRUE(keeps("set('x', 'yy')", "text"));
  EXPECT_FALSE(keeps("varchar(2)", "enum('x', 'yy')"));
  EXPECT_TRUE(keeps("int", "varchar(11)"));
  EXPECT_FALSE(keeps("int", "varchar(10)"));
}

TEST(MysqlObjects, AreTheSameWhateverCollationTheirSessionHad) {
  const auto same = [](std::string_view a, std::string_view b) { return mysql_dialect().same_expression(a, b); };
  const std::string view = "CREATE VIEW `v` AS select 'a' AS `a`";
  EXPECT_TRUE(same("SET SESSION collation_connection = 'utf8mb4_bin';\n" + view, view));
  EXPECT_TRUE(same("SET SESSION collation_connection = 'utf8mb4_bin';\nSET SESSION sql_mode = 'ANSI';\n" + view,
                   "SET SESSION sql_mode = 'ANSI';\n" + view));
  EXPECT_FALSE(
      same("SET SESSION sql_mode = 'ANSI';\n" + view,
           "SET SESSION collation_connection = 'utf8mb4_bin';\nSET SESSION sql_mode = 'IGNORE_SPACE';\n" + view));
}

// MariaDB keeps the former versions of rows inside of the table, and DROP SYSTEM VERSIONING forgets them.
TEST(MysqlTables, AskForConsentBeforeTheirHistoryGoes) {
  const auto plain = table_of("CREATE TABLE `t` (`a` int)", mariadb);
  const auto versioned = table_of("CREATE TABLE `t` (`a` int) WITH SYSTEM VERSIONING", mariadb);
  const auto hazards = [](const Table& before, const Table& after) {
    const Operation rebuild = RebuildTable{.before = before, .after = after, .copies = {}, .reasons = {}};
    const Schema nothing;
    const KeepsValues keeps = [](const PlacedColumn&, const PlacedColumn&) { return true; };
    return hazards_of({.operation = rebuild,
                       .before = nothing,
                       .after = nothing,
                       .present = nothing,
                       .keeps_values = keeps,
                       .filled = {},
                       .wanted = nothing,
                       .made = {},
                       .gone = {}});
  };
  EXPECT_TRUE(is_destructive(hazards(versioned, plain)));
  EXPECT_FALSE(is_destructive(hazards(plain, versioned)));
}

// As MySQL 8.0.33 and MariaDB 10.11 do it: no row stands in the way of a new column, it gets a value that nobody said.
TEST(MysqlColumns, GetValuesThatTheServerMakesUp) {
  const auto value = [](const std::string& type, const Engine& engine) -> std::string {
    const auto table = table_of("CREATE TABLE `t` (`a` int, `b` " + type + " NOT NULL)", engine);
    const auto& column = *table.columns.find("b");
    if (!lacks_a_value(column)) return "none";
    const auto made_up = made_up_value(engine, column);
    return made_up ? made_up->text + (made_up->is_refused_in_some_modes ? " or not" : "") : "refused";
  };
  struct Case {
    const char* type;
    const char* of_mysql;
    const char* of_mariadb;
  };
  static constexpr Case cases[] = {{"int", "0", "0"},
                                   {"bit(3)", "0", "0"},
                                   {"year", "0", "0"},
                                   {"decimal(5,2) unsigned", "0", "0"},
                                   {"varchar(9)", "''", "''"},
                                   {"blob", "''", "''"},
                                   {"set('x','y')", "''", "''"},
                                   {"enum('x','y')", "'x', the first label", "'x', the first label"},
                                   {"date", "'0000-00-00' or not", "'0000-00-00' or not"},
                                   {"datetime(3)", "'0000-00-00 00:00:00' or not", "'0000-00-00 00:00:00' or not"},
                                   {"timestamp", "'0000-00-00 00:00:00'", "'0000-00-00 00:00:00'"},
                                   {"time", "'00:00:00'", "'00:00:00'"},
                                   {"json", "the JSON `null`", "''"},
                                   {"point", "refused", "''"},
                                   {"int DEFAULT 1", "none", "none"}};
  for (const auto& one : cases) {
    EXPECT_EQ(value(one.type, mysql8), one.of_mysql) << one.type;
    EXPECT_EQ(value(one.type, mariadb), one.of_mariadb) << one.type;
  }
  EXPECT_EQ(value("timestamp", mysql57), "the time of the change");
}

TEST(MysqlUrl, KeepsItsPasswordToItself) {
  const auto connection = connect("mysql://me:very%20secret@127.0.0.1:1/shop?connect_timeout=1", Access::read);
  ASSERT_FALSE(connection);
  EXPECT_THAT(render(connection.error()), Not(HasSubstr("secret")));
  const auto wrong = connect("mysql://me:secret@127.0.0.1:1/shop?ssl-mode=perhaps", Access::read);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().front().code, "bad-url");
  EXPECT_THAT(render(wrong.error()), Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace schemac
