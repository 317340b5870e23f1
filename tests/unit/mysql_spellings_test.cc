// Constants and expressions of MySQL: one meaning for every spelling, and another for what is not the same. What is
// expected was taken from SHOW CREATE TABLE of MySQL 5.7 and 8.0 and of MariaDB 10.11 and 11.4.
#include <gtest/gtest.h>

#include "dialects/mysql/constants.h"
#include "dialects/mysql/expressions.h"
#include "dialects/mysql/kept_constants.h"
#include "dialects/mysql/partition_bounds.h"
#include "dialects/mysql/pipes.h"
#include "dialects/mysql/types.h"
#include "schema/engine_version.h"

namespace schemac {
namespace {

const Engine mysql8 = {"mysql", 8, 0}, mariadb = {"mysql", 10, packed_minor(11, 6, Flavour::mariadb)};

std::string stored(std::string_view sql, std::string_view type, const Engine& engine = mysql8,
                   std::string_view collation = "utf8mb4_general_ci") {
  return mysql::stored_constant(sql, *mysql::parse_type(type), collation, engine).value_or("none");
}

// What a server in the one mode and in the other stores of the left is what it stores of the right in any.
TEST(MysqlPipes, AreWordsOfOneMeaning) {
  const std::vector<std::tuple<const char*, const char*, const char*>> table = {
      {"a || b", "a or b", "concat(a , b)"},
      {"a||b||c", "a or b or c", "concat(concat(a,b),c)"},
      {"a||(b||c)", "a or (b or c)", "concat(a,(concat(b,c)))"},
      {"-a||b * 2^c||d", "-a or b * 2^c or d", "concat(-a,b) * 2^concat(c,d)"},
      {"x - a||~ b", "x - a or ~ b", "x - concat(a,~ b)"},
      {"not a||b", "not a or b", "not concat(a,b)"},
      {"a collate c||b collate c", "a collate c or b collate c", "concat(a collate c,b collate c)"},
      {"f(a)||g (b)", "f(a) or g (b)", "concat(f(a),g (b))"},
      {"x in (a)||b", "x in (a) or b", "x in concat((a),b)"},  // which no server takes in that mode
      {"'a' 'b'||_latin1'c' 'd'", "'a' 'b' or _latin1'c' 'd'", "concat('a' 'b',_latin1'c' 'd')"},
      {"case when a||b then c end||d", "case when a or b then c end or d",
       "concat(case when concat(a,b) then c end,d)"},
      {"t.a||s.t.b and c", "t.a or s.t.b and c", "concat(t.a,s.t.b) and c"},
      {"j->'$.a'||j->>'$.b'", "j->'$.a' or j->>'$.b'", "concat(j->'$.a',j->>'$.b')"},
      {"sum(a) over (order by b)||c", "sum(a) over (order by b) or c", "concat(sum(a) over (order by b),c)"},
      {"'||'", "'||'", "'||'"},
  };
  for (const auto& [sql, as_or, as_call] : table) {
    EXPECT_EQ(mysql::without_pipes(sql, false), as_or);
    EXPECT_EQ(mysql::without_pipes(sql, true), as_call);
  }
}

TEST(MysqlConstants, NumbersAreRoundedToTheColumn) {
  EXPECT_EQ(stored("1.5", "int"), "2");
  EXPECT_EQ(stored("-1.5", "int"), "-2");
  EXPECT_EQ(stored("2.5e0", "int"), "2");
  EXPECT_EQ(stored("'1e2'", "int"), "100");
  EXPECT_EQ(stored("0x0A", "int"), "10");
  EXPECT_EQ(stored("007", "int"), "7");
  EXPECT_EQ(stored("-0", "int"), "0");
  EXPECT_EQ(stored("18446744073709551615", "bigint unsigned"), "18446744073709551615");
  EXPECT_EQ(stored("1.005", "decimal(5,2)"), "1.01");
  EXPECT_EQ(stored("9.999", "decimal(5,2)"), "10.00");
  EXPECT_EQ(stored("-0.001", "decimal(5,2)"), "0.00");
  EXPECT_EQ(stored("1e1", "decimal(5,2)"), "10.00");
  EXPECT_EQ(stored("1.005", "float(7,2)"), "1.00");
  EXPECT_EQ(stored("16777217", "float"), "16777200");
  EXPECT_EQ(stored("1e3", "double"), "1000");
  EXPECT_EQ(stored("1.0E-7", "double"), "0.0000001");
  EXPECT_EQ(stored("123456789012345678", "double"), "1.2345678901234568e17");
  EXPECT_EQ(stored("'x'", "int"), "none");
}

TEST(MysqlConstants, MomentsAreWrittenInFull) {
  EXPECT_EQ(stored("'2020-1-1'", "date"), "'2020-01-01'");
  EXPECT_EQ(stored("200102", "date"), "'2020-01-02'");
  EXPECT_EQ(stored("'69-1-1'", "date"), "'2069-01-01'");
  EXPECT_EQ(stored("'2020-01-01'", "datetime(3)"), "'2020-01-01 00:00:00.000'");
  EXPECT_EQ(stored("'2020-12-31 23:59:59.9'", "datetime"), "'2021-01-01 00:00:00'");
  EXPECT_EQ(stored("'2020-12-31 23:59:59.9'", "datetime", mariadb), "'2020-12-31 23:59:59'");
  EXPECT_EQ(stored("20200101101112", "datetime"), "'2020-01-01 10:11:12'");
  EXPECT_EQ(stored("'1011'", "time"), "'00:10:11'");
  EXPECT_EQ(stored("'1 10:11'", "time"), "'34:11:00'");
  EXPECT_EQ(stored("'10:00'", "time"), "'10:00:00'");
  EXPECT_EQ(stored("99", "year"), "1999");
  EXPECT_EQ(stored("0", "year"), "0000");
  EXPECT_EQ(stored("'0'", "year"), "2000");
  EXPECT_EQ(stored("'2020-13-01'", "date"), "none");
}

TEST(MysqlConstants, TextsAndBytes) {
  EXPECT_EQ(stored("N'x'", "varchar(9)"), "'x'");
  EXPECT_EQ(stored("x'41'", "varchar(9)"), "'A'");
  EXPECT_EQ(stored("_latin1 x'e9'", "varchar(9)"), "'é'");
  EXPECT_EQ(stored("\"d'q\"", "varchar(9)"), "'d''q'");
  EXPECT_EQ(stored("'a' \"b\"", "varchar(9)"), "'ab'");
  EXPECT_EQ(stored("1.50", "varchar(9)"), "'1.50'");
  EXPECT_EQ(stored("1e3", "varchar(9)"), "'1000'");
  EXPECT_EQ(stored("'a  '", "char(5)"), "'a'");
  EXPECT_EQ(stored("'a  '", "varchar(5)"), "'a  '");
  EXPECT_EQ(stored("'a'", "binary(3)"), R"('a\0\0')");
  EXPECT_EQ(stored("x'00ff'", "varbinary(4)"), "0x00FF");
  EXPECT_EQ(stored("b'00000011'", "bit(8)"), "b'11'");
  EXPECT_EQ(stored("'a'", "bit(8)"), "b'1100001'");
}

TEST(MysqlConstants, LabelsAreThoseDeclared) {
  EXPECT_EQ(stored("'b '", "enum('a','B')"), "'B'");
  EXPECT_EQ(stored("'A'", "enum('a','A')", mysql8, "utf8mb4_bin"), "'A'");
  EXPECT_EQ(stored("'B'", "enum('b')", mysql8, "utf8mb4_bin"), "none");
  EXPECT_EQ(stored("'z,X,x'", "set('x','y','z')"), "'x,z'");
}

void expect_same(std::string_view written, std::string_view shown) {
  EXPECT_TRUE(mysql::same_expression(written, shown)) << written << "  |  " << shown;
}
void expect_other(std::string_view one, std::string_view other) {
  EXPECT_FALSE(mysql::same_expression(one, other)) << one << "  |  " << other;
}

TEST(MysqlExpressions, NotIsPushedInwards) {
  expect_same("NOT (a = 1)", "(`a` <> 1)");
  expect_same("NOT (a OR b > 1)", "((0 = `a`) and (`b` <= 1))");
  expect_same("NOT (a OR b > 1)", "`a` = 0 and `b` <= 1");
  expect_same("NOT a IN (1, 2)", "`a` not in (1,2)");
  expect_same("NOT ISNULL(a)", "(`a` is not null)");
  expect_same("!a", "(not(`a`))");
  expect_same("! a + b", "((0 = `a`) + `b`)");
  expect_same("NOT NOT a", "(0 <> `a`)");
  expect_same("NOT (a XOR b)", "((0 = `a`) xor (0 <> `b`))");
  expect_other("NOT a", "a");
  expect_other("NOT (a AND b)", "NOT a AND NOT b");
  expect_other("a <> 0", "a");
}

TEST(MysqlExpressions, OperatorsAndFunctionsOfOtherNames) {
  expect_same("j->>'$.x'", "json_unquote(json_extract(`j`,_utf8mb4'$.x'))");
  expect_same("DATE(d)", "cast(`d` as date)");
  expect_same("SUBSTRING(s FROM 2 FOR 3)", "substr(`s`,2,3)");
  expect_same("POSITION('x' IN s)", "locate('x',`s`)");
  expect_same("INSTR(s, '@') > 0", "(locate('@',`s`) > 0)");
  expect_same("CONVERT(s, SIGNED)", "cast(`s` as signed)");
  expect_same("s = BINARY 's'", "(`s` = cast('s' as char charset binary))");
  expect_same("ADDDATE(d, 5)", "(`d` + interval 5 day)");
  expect_same("TIMESTAMPADD(SQL_TSI_DAY, 1, d)", "(`d` + interval 1 day)");
  expect_same("a IS TRUE", "((0 <> `a`) is true)");
  expect_same("s = \"x\"", "(`s` = 'x')");
  expect_same("-5", "-(5)");
  expect_same("x'4142'", "0x4142");
  expect_same("CAST(j->'$[*]' AS UNSIGNED ARRAY)", "cast(json_extract(`j`,_utf8mb4'$[*]') as unsigned array)");
  expect_other("SUBSTR(s, 2)", "SUBSTR(s, 3)");
  expect_other("CAST(s AS SIGNED)", "CAST(s AS UNSIGNED)");
  expect_other("JSON_ARRAY(TRUE)", "JSON_ARRAY(1)");
  expect_other("d + INTERVAL 1 DAY", "d - INTERVAL 1 DAY");
}

TEST(MysqlExpressions, PredicatesBindMoreStronglyThanComparisons) {
  expect_same("a = (b LIKE 'c')", "`a` = `b` like 'c'");
  expect_other("(a = b) LIKE 'c'", "`a` = `b` like 'c'");
  expect_same("(a IS NULL) = (b NOT BETWEEN 1 AND 2)", "`a` is null = `b` not between 1 and 2");
}

TEST(MysqlExpressions, ConstantConditionsAreTrueOrNot) {
  expect_same("0 <> 1", "1");
  expect_same("NOT (7 = 0 AND a)", "7 <> 0 or `a` = 0");
  expect_same("NOT (a = 1 AND NOT 7)", "`a` <> 1 or 7");
  expect_same("NOT TRUE", "0");
  expect_same("!1", "(0 = 1)");
  expect_same("NOT TRUE != 7", "1 = 7");
  expect_same("'' IS NOT FALSE XOR 0 IS NOT NULL", "((0 <> '') is not false) xor (0 is not null)");
  expect_same("a AND TRUE", "`a` <> 0 and 1");
  expect_other("a AND 0", "`a` and 1");
  expect_same("DATE(TRUE)", "cast(true as date)");
  expect_other("JSON_ARRAY(TRUE)", "json_array(1)");
  expect_other("CAST(TRUE AS JSON)", "cast(1 as json)");
}

TEST(MysqlExpressions, SignsOfNumbersStandBeforeTheirCollation) {
  expect_same("(-1) COLLATE utf8mb4_bin", "-1 collate utf8mb4_bin");
}

TEST(MysqlExpressions, NotOfOnePartOfXorIsNotOfTheWhole) {
  expect_same("NOT (a IS TRUE XOR b <> 1)", "`a` is true xor `b` = 1");
  expect_same("(NOT a) XOR (b = 1)", "`a` xor `b` <> 1");
  expect_same("a = 1 XOR b = 1", "`a` <> 1 xor `b` <> 1");
  expect_other("a = 1 XOR b = 1", "`a` <> 1 xor `b` = 1");
}

// SHOW CREATE TABLE of MariaDB 10.11 and 11.4.
TEST(MysqlExpressions, ConstantsBesideColumnsAreConvertedByMariadb) {
  Table table;
  for (const auto& [name, type] :
       {std::pair("y", "year"), {"b", "bigint"}, {"a", "int"}, {"s", "varchar(50)"}, {"t", "timestamp"}})
    table.columns.add({.name = name, .type = *mysql::parse_type(type)});
  const auto kept = [&](std::string_view sql, const Engine& engine = mariadb) {
    return mysql::with_kept_constants(sql, table, engine);
  };
  EXPECT_EQ(kept("y <> 99 AND '70' = y"), "y <> 1999 AND 1970 = y");
  EXPECT_EQ(kept("NOT (y) IN (1, '70', a)"), "NOT (y) IN (2001, 1970, a)");
  EXPECT_EQ(kept("y BETWEEN s AND TRUE"), "y BETWEEN s AND 2001");
  EXPECT_EQ(kept("y = 5.4 OR y = DATE'2020-1-2' OR y = (1+1)"), "y = 2005 OR y = 2020 OR y = 2002");
  for (const char* same : {"y = 300", "y = 0", "y = x'41'", "y + 1 = '5'", "y = s", "y LIKE '70'",
                           "COALESCE(y, 99) = 99", "a = '5'", "y = 1e2"})
    EXPECT_EQ(kept(same), same);
  EXPECT_EQ(kept("b > '7' AND b = 5.5"), "b > 7 AND b = 5.5");
  const Engine newer{"mysql", 11, packed_minor(4, 5, Flavour::mariadb)};
  EXPECT_EQ(kept("s = x'41' AND a = x'41'"), "s = 'A' AND a = x'41'");
  table.attributes["collate"] = "latin1_swedish_ci";
  EXPECT_EQ(kept("s = x'41'"), "s = x'41'");
  table.attributes["collate"] = "utf8mb4_bin";
  EXPECT_EQ(kept("CONCAT(s, x'41') IN (0x42, s)"), "CONCAT(s, 'A') IN ('B', s)");
  EXPECT_EQ(kept("t > '2020-1-1'", newer), "t > TIMESTAMP'2020-01-01 00:00:00'");
}

TEST(MysqlExpressions, BoundsOfPartitionsAreComputed) {
  EXPECT_EQ(mysql::computed_number("to_days('2020-01-01')"), "737790");
  EXPECT_EQ(mysql::computed_number("TO_SECONDS('2020-1-1')"), "63745056000");
  EXPECT_EQ(mysql::computed_number("YEAR(DATE '2020-01-01') + 1"), "2021");
  EXPECT_EQ(mysql::computed_number("2 << 3"), "16");
  EXPECT_EQ(mysql::computed_number("unix_timestamp('2020-01-01')"), std::nullopt);
  EXPECT_EQ(mysql::with_computed_bounds("LIST (a) (PARTITION p VALUES IN (1 + 1, NULL, -3))"),
            "LIST (a) (PARTITION p VALUES IN (2, NULL, -3))");
  EXPECT_EQ(mysql::with_computed_bounds("RANGE (a) (PARTITION p VALUES LESS THAN (MAXVALUE))"),
            "RANGE (a) (PARTITION p VALUES LESS THAN MAXVALUE)");
  EXPECT_EQ(mysql::with_computed_bounds("RANGE COLUMNS (a, b) (PARTITION p VALUES LESS THAN (1 + 1, x'41'))"),
            "RANGE COLUMNS (a, b) (PARTITION p VALUES LESS THAN (2, 'A'))");
}

}  // namespace
}  // namespace schemac
