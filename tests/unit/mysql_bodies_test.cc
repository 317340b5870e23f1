// What the statements of triggers, routines and events refer to. A name that a parameter or a DECLARE has taken is a
// variable, as the servers have it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialects/mysql/ddl.h"
#include "dialects/mysql/references.h"

namespace schemac {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Schema shop() {
  Schema schema{.engine = {"mysql", 8, 0}};
  for (const char* sql : {"CREATE TABLE `goods` (`id` int, `price` int, `name` int)",
                          "CREATE TABLE `sold` (`id` int, `good` int, `paid` int)"}) {
    auto table = mysql::parse_create_table(sql);
    EXPECT_TRUE(table) << render(table.error());
    schema.tables.set(table->name, *table);
  }
  schema.sql_objects.set({"procedure", {{}, "log"}}, {"procedure", {{}, "log"}, "CREATE PROCEDURE log(a int) DO 1"});
  return schema;
}

std::vector<std::string> of(const std::string& kind, const std::string& sql) {
  std::vector<std::string> out;
  for (const auto& reference : mysql::references_in_statement({kind, {{}, "x"}, sql}, shop()))
    out.push_back(sql.substr(reference.begin, reference.end - reference.begin) + "@" + display(reference.object));
  return out;
}

std::vector<std::string> of_body(const std::string& body) { return of("procedure", "CREATE PROCEDURE x() " + body); }

TEST(MysqlBodies, StatementsThatChangeRows) {
  EXPECT_THAT(of_body("INSERT INTO sold (good, paid) SELECT id, price FROM goods g ON DUPLICATE KEY UPDATE paid = "
                      "VALUES(paid) + g.price"),
              ElementsAre("sold@sold", "good@sold.good", "paid@sold.paid", "id@goods.id", "price@goods.price",
                          "goods@goods", "paid@sold.paid", "paid@sold.paid"));
  EXPECT_THAT(of_body("INSERT sold SET good = 1, paid = (SELECT max(price) FROM goods)"),
              ElementsAre("sold@sold", "good@sold.good", "paid@sold.paid", "price@goods.price", "goods@goods"));
  EXPECT_THAT(of_body("UPDATE goods AS g JOIN sold s ON s.good = g.id SET g.price = paid WHERE s.id > 3"),
              ElementsAre("goods@goods", "sold@sold", "good@sold.good", "id@goods.id", "price@goods.price",
                          "paid@sold.paid", "id@sold.id"));
  EXPECT_THAT(of_body("DELETE FROM goods WHERE price < 0 ORDER BY id LIMIT 3"),
              ElementsAre("goods@goods", "price@goods.price", "id@goods.id"));
  EXPECT_THAT(of_body("DELETE goods, s FROM goods JOIN sold s ON s.good = goods.id"),
              ElementsAre("goods@goods", "goods@goods", "sold@sold", "good@sold.good", "goods@goods", "id@goods.id"));
  EXPECT_THAT(of_body("BEGIN TRUNCATE TABLE sold; DROP TABLE IF EXISTS goods; CREATE TEMPORARY TABLE t AS SELECT price "
                      "FROM goods; END"),
              ElementsAre("sold@sold", "goods@goods", "price@goods.price", "goods@goods"));
}

TEST(MysqlBodies, VariablesAreNoColumns) {
  EXPECT_THAT(of("procedure",
                 "CREATE PROCEDURE x(IN price int, OUT n int) SELECT id INTO n FROM goods WHERE "
                 "goods.price = price"),
              ElementsAre("id@goods.id", "goods@goods", "goods@goods", "price@goods.price"));
  // what an assignment is to is a column
  EXPECT_THAT(of("procedure", "CREATE PROCEDURE x(price int) UPDATE goods SET price = price"),
              ElementsAre("goods@goods", "price@goods.price"));
  EXPECT_THAT(of_body("BEGIN BEGIN DECLARE price, id decimal(10,2) DEFAULT 1; SELECT price FROM goods; END; SELECT "
                      "price FROM goods; END"),
              ElementsAre("goods@goods", "price@goods.price", "goods@goods"));
  EXPECT_THAT(of_body("SET @price = 1, @id = @price"), IsEmpty());
}

TEST(MysqlBodies, Flow) {
  EXPECT_THAT(of("function",
                 "CREATE FUNCTION x(a int) RETURNS set('a','b') CHARSET utf8mb4 READS SQL DATA COMMENT "
                 "'begin' top: BEGIN IF (SELECT max(price) FROM goods) > 1 THEN RETURN 1; ELSEIF a = CASE "
                 "WHEN a THEN 1 ELSE 2 END THEN RETURN (SELECT count(id) FROM sold); ELSE RETURN 3; END "
                 "IF; END top"),
              ElementsAre("price@goods.price", "goods@goods", "id@sold.id", "sold@sold"));
  EXPECT_THAT(of_body("BEGIN DECLARE c CURSOR FOR SELECT paid FROM sold; DECLARE CONTINUE HANDLER FOR SQLSTATE "
                      "'02000', NOT FOUND SET @done = 1; OPEN c; l: LOOP FETCH c INTO @x; IF @done THEN LEAVE l; END "
                      "IF; CALL log((SELECT price FROM goods)); END LOOP; CLOSE c; END"),
              ElementsAre("paid@sold.paid", "sold@sold", "log@log.procedure", "price@goods.price", "goods@goods"));
  EXPECT_THAT(of_body("CASE (SELECT count(*) FROM sold) WHEN 1 THEN DELETE FROM goods; ELSE BEGIN END; END CASE"),
              ElementsAre("sold@sold", "goods@goods"));
  EXPECT_THAT(of_body("BEGIN REPEAT DELETE FROM sold LIMIT 1; UNTIL (SELECT count(*) FROM sold) = 0 END REPEAT; WHILE "
                      "EXISTS (SELECT 1 FROM goods) DO DELETE FROM goods; END WHILE; END"),
              ElementsAre("sold@sold", "sold@sold", "goods@goods", "goods@goods"));
  EXPECT_THAT(
      of_body("BEGIN DECLARE a TYPE OF goods.price; DECLARE b ROW TYPE OF sold; FOR r IN (SELECT id FROM goods) "
              "DO SET a = r.id; END FOR; END"),
      ElementsAre("goods@goods", "price@goods.price", "sold@sold", "id@goods.id", "goods@goods"));
}

TEST(MysqlBodies, OfTriggersAndEvents) {
  EXPECT_THAT(of("trigger",
                 "CREATE TRIGGER x AFTER UPDATE ON sold FOR EACH ROW FOLLOWS y BEGIN SET @a = paid; IF "
                 "NEW.paid > OLD.paid THEN UPDATE goods SET price = NEW.paid WHERE id = NEW.good; END IF; "
                 "END"),
              ElementsAre("sold@sold", "y@y.trigger", "paid@sold.paid", "paid@sold.paid", "goods@goods",
                          "price@goods.price", "paid@sold.paid", "id@goods.id", "good@sold.good"));
  EXPECT_THAT(of("event",
                 "CREATE EVENT x ON SCHEDULE EVERY 1 DAY COMMENT 'do' DO DELETE FROM sold WHERE paid = "
                 "'paid'"),
              ElementsAre("sold@sold", "paid@sold.paid"));
}

}  // namespace
}  // namespace schemac
