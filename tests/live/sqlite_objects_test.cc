// Views and triggers of SQLite databases: read, compared, made and taken away in an order in which SQLite lets them.
#include <gmock/gmock.h>

#include "dialects/sqlite/sqlite.h"
#include "schema/print.h"
#include "tests/support/sqlite_file.h"

namespace schemac::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

struct Case {
  const char* name;
  const char* from;
  const char* to;
};

const Case cases[] = {
    {"ViewsOnViews", "CREATE TABLE t (a int)",
     "CREATE TABLE t (a int); CREATE VIEW z AS SELECT a FROM t; CREATE VIEW a AS SELECT a FROM z; CREATE VIEW m AS "
     "SELECT * FROM a JOIN z USING (a)"},
    {"AViewOverADroppedColumn", "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t",
     "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t"},
    {"AColumnGoesBelowAViewOfAView",
     "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a FROM v",
     "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v"},
    {"AViewStaysAboveARebuild",
     "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a FROM v",
     "CREATE TABLE t (a int not null, b int); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a FROM v"},
    {"AViewBetweenChangesAboveARebuild",
     "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a FROM v, t",
     "CREATE TABLE t (a int not null, b int); CREATE VIEW v AS SELECT b, a FROM t; CREATE VIEW w AS SELECT a FROM v, "
     "t"},
    {"TriggersOfARebuiltTable",
     "CREATE TABLE t (a int, b int); CREATE TABLE log (x); CREATE TRIGGER stays AFTER INSERT ON t BEGIN INSERT INTO "
     "log VALUES (new.a); END;"
     "CREATE TRIGGER goes AFTER DELETE ON t BEGIN INSERT INTO log VALUES (old.b); END;"
     "CREATE TRIGGER changes AFTER UPDATE OF b ON t BEGIN INSERT INTO log VALUES (old.b); END;",
     "CREATE TABLE t (a int not null, c int); CREATE TABLE log (x); CREATE TRIGGER stays AFTER INSERT ON t BEGIN "
     "INSERT INTO log VALUES (new.a); END;"
     "CREATE TRIGGER changes AFTER UPDATE OF c ON t WHEN new.c > 1 BEGIN INSERT INTO log VALUES (old.c); DELETE FROM "
     "log; END;"
     "CREATE TRIGGER comes AFTER UPDATE ON t BEGIN SELECT CASE WHEN new.c < 0 THEN RAISE(ABORT, 'no;') END; END;"},
    {"TriggersOfAViewThatChanges",
     "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t;"
     "CREATE TRIGGER stays INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.a); END;"
     "CREATE TRIGGER goes INSTEAD OF DELETE ON v BEGIN DELETE FROM t WHERE a = old.a; END;",
     "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a, 1 AS one FROM t;"
     "CREATE TRIGGER stays INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.a); END;"
     "CREATE TRIGGER comes INSTEAD OF UPDATE ON v BEGIN UPDATE t SET a = new.a WHERE a = old.a; END;"},
    {"AViewTakesATablesPlace",
     "CREATE TABLE t (a int); CREATE TABLE v (a int); CREATE TRIGGER x AFTER INSERT ON v BEGIN SELECT 1; END;",
     "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER x INSTEAD OF INSERT ON v BEGIN SELECT "
     "1; END;"},
    {"EverythingGoes",
     "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v;"
     "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END; CREATE TRIGGER y INSTEAD OF INSERT ON w BEGIN SELECT 1; "
     "END;",
     ""},
    {"ATriggerThatFillsAnIndexOfWords",
     "CREATE TABLE t (id integer primary key, a text); CREATE VIRTUAL TABLE words USING fts5(a, content='t', "
     "content_rowid='id');"
     "CREATE TRIGGER t_words AFTER INSERT ON t BEGIN INSERT INTO words (rowid, a) VALUES (new.id, new.a); END;",
     "CREATE TABLE t (id integer primary key, a text not null, b int);"
     "CREATE VIRTUAL TABLE words USING fts5(a, content='t', content_rowid='id');"
     "CREATE TRIGGER t_words AFTER INSERT ON t BEGIN INSERT INTO words (rowid, a) VALUES (new.id, new.a); END;"},
    {"NamesThatNeedQuotes", "CREATE TABLE \"my t\" (\"my a\" int)",
     "CREATE TABLE \"my t\" (\"my a\" int); CREATE VIEW \"my v\" (\"x y\") AS SELECT \"my a\" FROM \"my t\";"
     "CREATE TRIGGER [my x] INSTEAD OF DELETE ON \"my v\" BEGIN DELETE FROM \"my t\" WHERE \"my a\" = old.\"x y\"; "
     "END;"},
};

class Objects : public ::testing::TestWithParam<Case> {};

TEST_P(Objects, ArriveAndComeBack) {
  const SqliteFile from(GetParam().from), to(GetParam().to);
  const auto start = from.read(), goal = to.read();
  const auto plan = plan_between(start, goal);
  ASSERT_EQ(from.run(up_script(plan)), "") << up_script(plan);
  EXPECT_EQ(canonical_print(from.read()), canonical_print(goal)) << up_script(plan);
  ASSERT_EQ(from.run(down_script(plan)), "") << down_script(plan);
  EXPECT_EQ(canonical_print(from.read()), canonical_print(start)) << down_script(plan);
}

TEST_P(Objects, AreEmptyBetweenEqualSides) {
  const SqliteFile one(GetParam().to), other(GetParam().to);
  EXPECT_TRUE(plan_between(one.read(), other.read()).empty());
}

INSTANTIATE_TEST_SUITE_P(Sqlite, Objects, ::testing::ValuesIn(cases), [](const auto& one) { return one.param.name; });

TEST(SqliteObjects, AreTheSameHoweverTheyAreLaidOut) {
  const SqliteFile one("CREATE TABLE t (a int); CREATE VIEW IF NOT EXISTS v AS SELECT a /* why */ FROM t WHERE a != 1");
  const SqliteFile other("CREATE TABLE t (a int); create view \"v\" as\n  select [a]\n  from t where a <> 1");
  EXPECT_TRUE(plan_between(one.read(), other.read()).empty());
  const SqliteFile text("CREATE TABLE t (a int); CREATE VIEW v AS SELECT 'A'"),
      else_text("CREATE TABLE t (a int); CREATE VIEW v AS SELECT 'a'");
  EXPECT_FALSE(plan_between(text.read(), else_text.read()).empty());
}

TEST(SqliteObjects, FollowARename) {
  const SqliteFile file(
      "CREATE TABLE users (id integer primary key, name text); CREATE TABLE log (line text); CREATE VIEW named AS "
      "SELECT name FROM users;"
      "CREATE VIEW shouted AS SELECT upper(name) AS name FROM named;"
      "CREATE TRIGGER noted AFTER INSERT ON users BEGIN INSERT INTO log VALUES (new.name); END; INSERT INTO users "
      "VALUES (1, 'ann');");
  const SqliteFile wanted(
      "CREATE TABLE people (id integer primary key, title text not null); CREATE TABLE log (line text); CREATE VIEW "
      "named AS SELECT title AS name "
      "FROM "
      "people;"
      "CREATE VIEW shouted AS SELECT upper(name) AS name FROM named;"
      "CREATE TRIGGER noted AFTER INSERT ON people BEGIN INSERT INTO log VALUES (new.title); END;");
  const auto start = file.read(), goal = wanted.read();
  Intents intents;
  intents[{ObjectKind::table, {"", "people"}}].was = {{"", "users"}};
  intents[{ObjectKind::column, {"", "people"}, "title"}].was = {{"", "name"}};
  const auto plan = plan_between(start, goal, intents);
  ASSERT_EQ(file.run(up_script(plan)), "");
  EXPECT_EQ(canonical_print(file.read()), canonical_print(goal));
  EXPECT_THAT(file.rows("SELECT name FROM shouted"), ElementsAre("ANN"));
  EXPECT_THAT(file.rows("SELECT line FROM log"), ElementsAre("ann"));
  ASSERT_EQ(file.run(down_script(plan)), "");
  EXPECT_EQ(canonical_print(file.read()), canonical_print(start));
  EXPECT_THAT(file.rows("SELECT name FROM shouted"), ElementsAre("ANN"));
}

TEST(SqliteObjects, TriggersHaveNoSayInABackfill) {
  const SqliteFile file(
      "CREATE TABLE t (id integer primary key, a text); CREATE TABLE log (line text); INSERT INTO t VALUES (1, 'x');"
      "CREATE TRIGGER goes AFTER UPDATE ON t BEGIN INSERT INTO log VALUES ('old'); END;");
  const SqliteFile wanted(
      "CREATE TABLE t (id integer primary key, a text, b text); CREATE TABLE log (line text);"
      "CREATE TRIGGER comes AFTER UPDATE ON t BEGIN INSERT INTO log VALUES ('new'); END;");
  Intents intents;
  intents[{ObjectKind::column, {"", "t"}, "b"}].backfill = SqlText{"a || '!'", {}};
  ASSERT_EQ(file.run(up_script(plan_between(file.read(), wanted.read(), intents))), "");
  EXPECT_THAT(file.rows("SELECT b FROM t"), ElementsAre("x!"));
  EXPECT_THAT(file.rows("SELECT line FROM log"), IsEmpty());
}

TEST(SqliteObjects, ABrokenViewIsReadMadeAndTakenAway) {
  const SqliteFile file(
      "CREATE TABLE gone (x int); CREATE TABLE t (a int, b int); CREATE VIEW broken AS SELECT x FROM gone; DROP TABLE "
      "gone;");
  const auto start = file.read();
  const SqliteFile without_column("CREATE TABLE t (a int); CREATE VIEW broken AS SELECT x FROM gone");
  const auto plan = plan_between(start, without_column.read());
  ASSERT_EQ(file.run(up_script(plan)), "");
  EXPECT_EQ(canonical_print(file.read()), canonical_print(without_column.read()));
  ASSERT_EQ(file.run(down_script(plan)), "");
  EXPECT_EQ(canonical_print(file.read()), canonical_print(start));
}

Diagnostics problems_of(SqlObject object) {
  Schema schema{.engine = {.dialect = "sqlite"}};
  schema.sql_objects.set({object.kind, object.name}, std::move(object));
  return sqlite_dialect().normalise(schema);
}

TEST(SqliteObjects, AreRefusedWhereSqliteHasNoSuchThing) {
  const auto code = [](SqlObject object) {
    const auto problems = problems_of(std::move(object));
    return problems.empty() ? std::string() : problems[0].code;
  };
  EXPECT_EQ(code({.kind = "view", .name = {"", "v"}, .definition = "SELECT 1"}), "");
  EXPECT_EQ(code({.kind = "function", .name = {"", "f"}, .definition = "CREATE FUNCTION f"}), "not-in-sqlite");
  EXPECT_EQ(code({.kind = "trigger", .name = {"t", "x"}, .definition = "AFTER INSERT ON t BEGIN SELECT 1; END"}),
            "no-schemas");
  EXPECT_EQ(code({.kind = "view", .name = {"", "v"}, .definition = "CREATE TEMP VIEW v AS SELECT 1"}), "temporary");
  EXPECT_EQ(code({.kind = "view", .name = {"", "v"}, .definition = "CREATE VIEW w AS SELECT 1"}), "other-object");
  EXPECT_EQ(code({.kind = "trigger", .name = {"", "v"}, .definition = "CREATE VIEW v AS SELECT 1"}), "other-object");
}

TEST(SqliteObjects, AreSpelledAsSqliteStoresThem) {
  const SqliteFile file(
      "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w (b) AS SELECT a FROM t;"
      "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;");
  Schema said{.engine = {.dialect = "sqlite"}, .tables = file.read().tables};
  const auto say = [&](const char* kind, const char* name, const char* text) {
    said.sql_objects.set({kind, {"", name}}, {.kind = kind, .name = {"", name}, .definition = text});
  };
  say("view", "v", "SELECT a FROM t;");
  say("view", "w", "CREATE VIEW IF NOT EXISTS main.w (b) AS SELECT a FROM t");
  say("trigger", "x", "AFTER INSERT ON t BEGIN SELECT 1; END");
  ASSERT_FALSE(has_errors(sqlite_dialect().normalise(said)));
  EXPECT_EQ(canonical_print(said), canonical_print(file.read()));
}

}  // namespace
}  // namespace schemac::testing
