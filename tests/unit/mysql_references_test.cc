// Whose names are in a text: aliases, units, types and keywords are nobody's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialects/mysql/ddl.h"
#include "dialects/mysql/mysql.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/references.h"
#include "dialects/mysql/sql_objects.h"
#include "dialects/mysql/view_query.h"

namespace schemac {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Schema schema_of(const std::vector<std::string>& tables) {
  Schema schema{.engine = {"mysql", 8, 0}};
  for (const auto& sql : tables) {
    auto table = mysql::parse_create_table(sql);
    EXPECT_TRUE(table) << render(table.error());
    schema.tables.set(table->name, *table);
  }
  return schema;
}

// `word@table.column`, in the order of the text.
std::vector<std::string> told(const std::vector<Reference>& references, const std::string& sql) {
  std::vector<std::string> out;
  for (const auto& reference : references)
    out.push_back(sql.substr(reference.begin, reference.end - reference.begin) + "@" + display(reference.object) +
                  (reference.is_output_name ? "!" : ""));
  return out;
}

std::vector<std::string> in_expression(const std::string& sql) {
  const auto schema =
      schema_of({"CREATE TABLE `t` (`text` int, `date` date, `end` int, `day` int, `n` int, `char` int, `a``b` int)"});
  return told(mysql::references_in_expression(sql, *schema.tables.find({{}, "t"})), sql);
}

TEST(MysqlReferences, OfExpressionsAreNoKeywordsTypesOrTexts) {
  EXPECT_THAT(in_expression("`text` + `n`"), ElementsAre("`text`@t.text", "`n`@t.n"));
  EXPECT_THAT(in_expression("cast(`n` as date)"), ElementsAre("`n`@t.n"));
  EXPECT_THAT(in_expression("cast(date as char(10))"), ElementsAre("date@t.date"));
  EXPECT_THAT(in_expression("convert(n, char) > convert(text using utf8mb4)"), ElementsAre("n@t.n", "text@t.text"));
  EXPECT_THAT(in_expression("case when end > 1 then end else n end"), ElementsAre("end@t.end", "end@t.end", "n@t.n"));
  EXPECT_THAT(in_expression("date + interval day day"), ElementsAre("date@t.date", "day@t.day"));
  EXPECT_THAT(in_expression("date > date '2020-01-01' and extract(day from date) > day(date)"),
              ElementsAre("date@t.date", "date@t.date", "date@t.date"));
  EXPECT_THAT(in_expression("timestampdiff(day, date, now())"), ElementsAre("date@t.date"));
  EXPECT_THAT(in_expression("'text' <> \"n\" and 'a\\'n' = concat('n\\\\', n)"), ElementsAre("n@t.n"));
  EXPECT_THAT(in_expression("`a``b` = 5--n"), ElementsAre("`a``b`@t.a`b", "n@t.n"));
  EXPECT_THAT(in_expression("t.n is not null and `t`.`text` in (n, 1)"),
              ElementsAre("t@t", "n@t.n", "`t`@t", "`text`@t.text", "n@t.n"));
  EXPECT_THAT(in_expression("_utf8mb4'n' collate utf8mb4_bin like text escape '|'"), ElementsAre("text@t.text"));
}

std::vector<std::string> in_view(const std::string& sql) {
  auto schema = schema_of({"CREATE TABLE `users` (`id` int, `name` int, `age` int)",
                           "CREATE TABLE `orders` (`id` int, `user_id` int, `name` int)"});
  schema.sql_objects.set({"view", {{}, "named"}}, {"view", {{}, "named"}, "CREATE VIEW named AS SELECT 1"});
  schema.sql_objects.set({"function", {{}, "twice"}},
                         {"function", {{}, "twice"}, "CREATE FUNCTION twice(a int) RETURNS int RETURN a * 2"});
  return told(mysql::references_in_statement({"view", {{}, "v"}, sql}, schema), sql);
}

TEST(MysqlReferences, OfViewsAreFoundInTheirScopes) {
  EXPECT_THAT(in_view("CREATE VIEW v AS SELECT name, u.age years FROM users u WHERE u.name > 1"),
              ElementsAre("name@users.name!", "age@users.age", "users@users", "name@users.name"));
  EXPECT_THAT(in_view("CREATE VIEW `v` AS select `users`.`id` AS `name` from `users` order by `name`"),
              ElementsAre("`users`@users", "`id`@users.id", "`users`@users"));
  EXPECT_THAT(in_view("CREATE VIEW v AS SELECT count(*) n FROM orders o JOIN users ON users.id = o.user_id AND "
                      "LEFT(o.name, 1) = 'a', named"),
              ElementsAre("orders@orders", "users@users", "users@users", "id@users.id", "user_id@orders.user_id",
                          "name@orders.name", "named@named.view"));
  // the inner scope first, then the outer
  EXPECT_THAT(in_view("CREATE VIEW v AS SELECT id FROM users WHERE EXISTS (SELECT 1 FROM orders WHERE user_id = "
                      "users.id AND age > 3)"),
              ElementsAre("id@users.id!", "users@users", "orders@orders", "user_id@orders.user_id", "users@users",
                          "id@users.id", "age@users.age"));
  EXPECT_THAT(in_view("CREATE VIEW v AS WITH users AS (SELECT id AS name FROM orders) SELECT name FROM users"),
              ElementsAre("id@orders.id", "orders@orders"));
  EXPECT_THAT(in_view("CREATE VIEW v AS SELECT d.name, twice(d.total) FROM (SELECT name, id AS total FROM orders) d"),
              ElementsAre("twice@twice.function", "name@orders.name!", "id@orders.id", "orders@orders"));
  EXPECT_THAT(in_view("CREATE VIEW v AS (SELECT id FROM users) UNION ALL SELECT user_id FROM orders ORDER BY id"),
              ElementsAre("id@users.id!", "users@users", "user_id@orders.user_id!", "orders@orders"));
  EXPECT_THAT(in_view("CREATE VIEW v (a) AS SELECT age FROM users WITH CHECK OPTION"),
              ElementsAre("age@users.age!", "users@users"));
  EXPECT_THAT(in_view("CREATE VIEW v AS SELECT 'users.name' AS users"), IsEmpty());
}

TEST(MysqlReferences, OfTriggersAreTheirTableAndItsRows) {
  const auto schema = schema_of({"CREATE TABLE `users` (`id` int, `name` int, `new` int)"});
  const std::string sql =
      "CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW SET NEW.name = concat('OLD.id', OLD.`new`, name)";
  EXPECT_THAT(told(mysql::references_in_statement({"trigger", {{}, "t"}, sql}, schema), sql),
              ElementsAre("users@users", "name@users.name", "`new`@users.new"));
}

std::string servers_words(const std::string& query) {
  const auto schema = schema_of(
      {"CREATE TABLE `users` (`id` int, `Name` int, `age` int)", "CREATE TABLE `orders` (`id` int, `user_id` int)"});
  const auto read = mysql::read_view("CREATE VIEW v AS " + query, &schema);
  return read ? mysql::in_servers_words(*read) : "";
}

TEST(MysqlViews, OfPlainQueriesAreWrittenAsTheServerKeepsThem) {
  EXPECT_EQ(servers_words("SELECT * FROM users WHERE age > 3"),
            "select `users`.`id` AS `id`,`users`.`Name` AS `Name`,`users`.`age` AS `age` from `users` where "
            "`users`.`age` > 3");
  EXPECT_EQ(servers_words("(SELECT u.name, count(*) n, age+1 FROM users u LEFT OUTER JOIN orders AS o ON u.id = "
                          "user_id GROUP BY name)"),
            "(select `u`.`Name` AS `name`,count(*) AS `n`,`u`.`age`+1 AS `age+1` from (`users` `u` left join `orders` "
            "`o` on(`u`.`id` = `o`.`user_id`)) "
            "group by `u`.`Name`)");
  for (const char* other :
       {"SELECT nothing FROM users", "SELECT id FROM users, orders NATURAL JOIN users u", "SELECT id FROM nobody",
        "SELECT sum(age) OVER () FROM users", "SELECT id FROM users RIGHT JOIN orders o USING (id)",
        "SELECT id FROM users WHERE EXISTS (SELECT nothing FROM orders)", "SELECT * FROM users JOIN orders USING (id)",
        "SELECT id FROM users INTERSECT SELECT id FROM orders"})
    EXPECT_EQ(servers_words(other), "") << other;
}

TEST(MysqlViews, OfSeveralQueriesAreWrittenAsTheServerKeepsThem) {
  EXPECT_EQ(servers_words("SELECT id FROM users UNION ALL SELECT user_id FROM orders ORDER BY id"),
            "select `users`.`id` AS `id` from `users` union all select `orders`.`user_id` AS `user_id` from `orders` "
            "order by `id`");
  EXPECT_EQ(
      servers_words("SELECT name FROM users u WHERE EXISTS (SELECT 1 FROM orders WHERE user_id = u.id AND age > 3)"),
      "select `u`.`Name` AS `name` from `users` `u` where EXISTS (select 1 AS `1` from `orders` where "
      "`orders`.`user_id` = `u`.`id` AND "
      "`u`.`age` > 3)");
  EXPECT_EQ(servers_words("SELECT * FROM (SELECT id, count(*) n FROM orders GROUP BY id) d HAVING n > 1"),
            "select `d`.`id` AS `id`,`d`.`n` AS `n` from (select `orders`.`id` AS `id`,count(*) AS `n` from `orders` "
            "group by `orders`.`id`) `d` "
            "having `d`.`n` > 1");
  EXPECT_EQ(
      servers_words(
          "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT t.n, id FROM t, users"),
      "with recursive `t` (`n`) as (select 1 AS `1` union all select `t`.`n` + 1 AS `n + 1` from `t` where `t`.`n` < "
      "5) "
      "select `t`.`n` AS `n`,`users`.`id` AS `id` from (`t` join `users`)");
}

TEST(MysqlViews, MeanTheSameInEachServersWords) {
  const auto meaning = [](const std::string& query) {
    const auto read = mysql::read_query(query);
    return read ? mysql::meaning_of(*read).value_or("unknown") : "unread";
  };
  const std::string from = "select `u`.`id` AS `id` from `u` where ";
  EXPECT_EQ(meaning(from + "!exists(select 1 from `o` where `o`.`u` = `u`.`id` limit 1)"),
            meaning(from + "exists(select `o`.`id` AS `id` from `o` where (`o`.`u` = `u`.`id`)) is false"));
  EXPECT_EQ(meaning(from + "!(`u`.`id` in (select `o`.`u` from `o`)) and `u`.`x` <> 1"),
            meaning(from + "(`u`.`id` in (select `o`.`u` AS `u` from `o`) is false and (`u`.`x` <> 1))"));
  EXPECT_NE(meaning(from + "`u`.`id` in (select `o`.`u` from `o`)"),
            meaning(from + "`u`.`id` in (select `o`.`id` from `o`)"));
  EXPECT_NE(meaning(from + "`u`.`id` in (select `o`.`u` from `o`)"),
            meaning(from + "`u`.`id` = (select `o`.`u` from `o`)"));
  EXPECT_NE(meaning("select 1 AS `a` union select 2"), meaning("select 1 AS `a` union all select 2"));
}

TEST(MysqlTexts, KeepTheirBackslashes) {
  for (const std::string text : {"50\\%", "a\\_b", "it's", "\\", "\\'", "a\nb\r\x1a", "\"x\"", "\\! touch"}) {
    EXPECT_EQ(mysql::literal_value(mysql::literal(text)), text);
    EXPECT_EQ(sql_tokens(mysql::literal(text), mysql::lexis).size(), 1U) << text;
  }
  EXPECT_EQ(mysql::literal_value("'50\\%'"), "50\\%");
  EXPECT_EQ(mysql::literal_value("\"x\\\"y\"\"z\""), "x\"y\"z");
}

TEST(MysqlTriggers, AreReadBehindTheirHead) {
  EXPECT_EQ(
      mysql::trigger_body(
          "CREATE DEFINER=`a`@`b` trigger db.tr /* FOR EACH ROW */ before insert on `t` for each row set @a = '\\\\d';",
          ""),
      "set @a = '\\\\d'");
  EXPECT_EQ(mysql::trigger_body("CREATE TRIGGER b AFTER DELETE ON t FOR EACH ROW FOLLOWS a BEGIN SELECT 1; END ; ", ""),
            "BEGIN SELECT 1; END");
  EXPECT_EQ(mysql::trigger_body("CREATE TRIGGER b AFTER DELETE ON t FOR EACH ROW follows: BEGIN END", ""),
            "follows: BEGIN END");
  EXPECT_EQ(
      mysql::trigger_body("CREATE TRIGGER b AFTER DELETE ON t FOR EACH ROW SET @a = 'x\\'", "NO_BACKSLASH_ESCAPES"),
      "SET @a = 'x\\'");
}

}  // namespace
}  // namespace schemac
