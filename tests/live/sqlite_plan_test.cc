// Real databases: what is read agrees with SQLite, every plan arrives, comes back, and loses no row.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "connections/sqlite.h"
#include "dialects/sqlite/sqlite.h"
#include "schema/print.h"
#include "sources/source.h"
#include "tests/support/sqlite_file.h"

namespace schemac::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

struct Case {
  const char* name;
  const char* from;
  const char* to;
};

const Case cases[] = {
    {"AddColumns", "CREATE TABLE t (id integer primary key)",
     "CREATE TABLE t (id integer primary key, a text, b int not null default 3, c as (id + 1), d as (id) stored)"},
    {"DropColumns", "CREATE TABLE t (id integer primary key, a text unique, b int, c int); CREATE INDEX i ON t (b)",
     "CREATE TABLE t (id integer primary key, c int)"},
    {"ChangeEverything", "CREATE TABLE t (a text collate nocase default 'x', b int not null check (b > 0))",
     "CREATE TABLE t (a varchar(9) not null default 'y', b int, c text, primary key (a), unique (b, c)) WITHOUT ROWID"},
    {"Strictness", "CREATE TABLE t (id integer primary key, a text)",
     "CREATE TABLE t (id integer primary key, a text) STRICT"},
    {"Autoincrement", "CREATE TABLE t (id integer primary key, a text)",
     "CREATE TABLE t (id integer primary key autoincrement, a text)"},
    {"GenerationChanges", "CREATE TABLE t (a int, b int as (a + 1) stored, c int)",
     "CREATE TABLE t (a int, b int, c int as (a * 2))"},
    {"KeyToANewTable", "CREATE TABLE c (id integer primary key, p int)",
     "CREATE TABLE c (id integer primary key, p int references p on delete cascade); CREATE TABLE p (id integer "
     "primary key)"},
    {"DropAParent",
     "CREATE TABLE p (id integer primary key); CREATE TABLE c (id integer primary key, p int references p on delete "
     "cascade)",
     "CREATE TABLE c (id integer primary key, p int)"},
    {"KeysInACircle", "",
     "CREATE TABLE a (id integer primary key, b int references b); CREATE TABLE b (id integer primary key, a int "
     "references a)"},
    {"IndexesOfEveryKind", "CREATE TABLE t (a text, b int); CREATE INDEX i ON t (a)",
     "CREATE TABLE t (a text, b int); CREATE UNIQUE INDEX i ON t (a desc); CREATE INDEX j ON t (lower(a), b collate "
     "nocase) WHERE b > 1; CREATE "
     "INDEX \"k k\" ON t (a || 'x')"},
    {"NamesThatNeedQuotes", "CREATE TABLE \"a \"\"b'c\" (\"select\" int, \"from\" text)",
     "CREATE TABLE \"a \"\"b'c\" (\"select\" int not null default 1, \"from\" text, \"x y\" int check (\"x y\" > 1), "
     "unique (\"select\", \"from\"))"},
    {"AnotherCase", "CREATE TABLE Users (Id integer primary key, Name text)",
     "CREATE TABLE users (id integer primary key, name text not null, x int)"},
    {"AnotherCaseOfAnIndex", "CREATE TABLE t (a int, b int); CREATE INDEX Foo ON t (a); CREATE INDEX Bar ON t (b)",
     "CREATE TABLE t (a int, b int); CREATE INDEX foo ON t (a); CREATE INDEX bar ON t (b desc)"},
    {"IndexNamesChangePlaces", "CREATE TABLE t (a int, b int); CREATE INDEX x ON t (a); CREATE INDEX y ON t (b)",
     "CREATE TABLE t (a int, b int); CREATE INDEX y ON t (a); CREATE INDEX x ON t (b)"},
    {"QualifiedChecks", "CREATE TABLE \"users\" (age int)",
     "CREATE TABLE \"users\" (age int, CONSTRAINT adult CHECK (\"users\".\"age\" > 17))"},
    {"AnotherCaseOfAView",
     "CREATE TABLE t (a int, b int); CREATE VIEW Big AS SELECT a FROM t; CREATE VIEW Other AS SELECT a FROM Big",
     "CREATE TABLE t (a int, b int); CREATE VIEW big AS SELECT a, b FROM t; CREATE VIEW OTHER AS SELECT a FROM big"},
    {"WorkingNameTaken",
     "CREATE TABLE t (a int); CREATE TABLE schemac_new_t (x int); CREATE TABLE schemac_rows (y int)",
     "CREATE TABLE t (a int unique); CREATE TABLE schemac_new_t (x int unique); CREATE TABLE schemac_rows (y int)"},
};

class Plans : public ::testing::TestWithParam<Case> {};

TEST_P(Plans, ArriveAndComeBack) {
  const SqliteFile from(GetParam().from), to(GetParam().to);
  const auto start = from.read(), goal = to.read();
  const auto plan = plan_between(start, goal);
  ASSERT_FALSE(plan.empty());
  ASSERT_EQ(from.run(up_script(plan)), "");
  EXPECT_TRUE(plan_between(from.read(), goal).empty())
      << up_script(plan) << canonical_print(from.read()) << canonical_print(goal);
  ASSERT_EQ(from.run(down_script(plan)), "");
  EXPECT_TRUE(plan_between(from.read(), start).empty())
      << down_script(plan) << canonical_print(from.read()) << canonical_print(start);
}

TEST_P(Plans, AreEmptyBetweenEqualSides) {
  const SqliteFile one(GetParam().to), other(GetParam().to);
  EXPECT_TRUE(plan_between(one.read(), other.read()).empty());
}

INSTANTIATE_TEST_SUITE_P(Sqlite, Plans, ::testing::ValuesIn(cases), [](const auto& one) { return one.param.name; });

constexpr std::string_view shop = R"(
CREATE TABLE log (line text);
CREATE TABLE users (id integer primary key autoincrement, name text collate nocase, age int, check (age > 0));
CREATE TABLE orders (id integer primary key, user_id int not null references users on delete cascade, total real);
CREATE TABLE notes (id integer primary key, user_id int references users on delete set null);
CREATE INDEX users_by_name ON users (lower(name)) WHERE age > 1;
CREATE TRIGGER users_logged AFTER INSERT ON users BEGIN INSERT INTO log VALUES (NEW.name); END;
CREATE VIEW totals AS SELECT u.name, sum(o.total) AS total FROM users u JOIN orders o ON o.user_id = u.id GROUP BY 1;
CREATE VIEW big_totals AS SELECT * FROM totals WHERE total > 5;
INSERT INTO users (name, age) VALUES ('ann', 3), ('bob', 4), ('gone', 5);
DELETE FROM users WHERE name = 'gone';
INSERT INTO orders (user_id, total) VALUES (1, 10), (2, 20), (2, 1);
INSERT INTO notes (user_id) VALUES (1), (2);
)";

Schema with(Schema schema, const char* table, const std::function<void(Table&)>& change) {
  schema.tables.change({"", table}, change);
  EXPECT_FALSE(has_errors(sqlite_dialect().normalise(schema)));
  return schema;
}

// As it is when the other side says nothing of views and triggers.
Schema left_alone(Schema schema) {
  for (const auto& [key, object] : schema.sql_objects)
    schema.unmanaged.push_back({.kind = object->kind,
                                .name = object->name,
                                .depends_on = object->depends_on,
                                .definition = object->definition});
  schema.sql_objects = {};
  return schema;
}

TEST(SqliteRebuild, KeepsChildrenTriggersViewsAndTheSequence) {
  const SqliteFile file(shop);
  const auto goal = with(file.read(), "users", [](Table& table) { table.columns.find("age")->not_null = true; });
  const auto plan = plan_between(file.read(), goal);
  ASSERT_EQ(file.run(up_script(plan)), "");
  EXPECT_EQ(canonical_print(file.read()), canonical_print(goal));
  EXPECT_THAT(file.rows("SELECT name FROM users ORDER BY id"), ElementsAre("ann", "bob"));
  EXPECT_THAT(file.rows("SELECT count(*) FROM orders"), ElementsAre("3"));
  EXPECT_THAT(file.rows("SELECT count(user_id) FROM notes"), ElementsAre("2"));
  EXPECT_THAT(file.rows("SELECT name FROM big_totals ORDER BY 1"), ElementsAre("ann", "bob"));
  ASSERT_EQ(file.run("INSERT INTO users (name, age) VALUES ('new', 1)"), "");
  EXPECT_THAT(file.rows("SELECT id FROM users WHERE name = 'new'"), ElementsAre("4")) << "3 was given out before";
  EXPECT_THAT(file.rows("SELECT line FROM log"), ElementsAre("ann", "bob", "gone", "new")) << "the trigger fires once";
  EXPECT_THAT(file.run("INSERT INTO orders (user_id) VALUES (99)"), HasSubstr("FOREIGN KEY"));
}

TEST(SqliteRebuild, RefusesInsideATransactionThatHoldsForeignKeysOn) {
  const SqliteFile file(shop);
  const auto goal = with(file.read(), "users", [](Table& table) { table.columns.find("age")->not_null = true; });
  const auto error = file.run("BEGIN;\n" + up_script(plan_between(file.read(), goal)));
  EXPECT_THAT(error, HasSubstr("foreign keys are still on"));
  EXPECT_THAT(file.rows("SELECT count(*) FROM orders"), ElementsAre("3"));
}

TEST(SqliteRebuild, FindsRowsWithoutAValueBeforeItCopies) {
  const SqliteFile file(std::string(shop) + "INSERT INTO users (name) VALUES ('ageless');");
  const auto before = file.read();
  const auto goal = with(before, "users", [](Table& table) { table.columns.find("age")->not_null = true; });
  EXPECT_THAT(file.run(up_script(plan_between(before, goal))), HasSubstr("some rows of users have no value for age"));
  EXPECT_EQ(file.read(), before);
}

TEST(SqliteRebuild, FillsANewRequiredColumnFromItsBackfill) {
  const SqliteFile file(shop);
  const auto before = file.read();
  const auto goal = with(before, "users", [](Table& table) {
    table.columns.add({.name = "label", .type = *sqlite_dialect().parse_type("varchar(300)"), .not_null = true});
  });
  Intents intents;
  intents[{ObjectKind::column, {"", "users"}, "label"}].backfill = SqlText{"name || ' ' || age", {}};
  const auto plan = plan_between(before, goal, intents);
  ASSERT_EQ(file.run(up_script(plan)), "");
  EXPECT_THAT(file.rows("SELECT label FROM users ORDER BY id"), ElementsAre("ann 3", "bob 4"));
  ASSERT_EQ(file.run(down_script(plan)), "");
  EXPECT_EQ(file.read(), before);
  EXPECT_THAT(file.rows("SELECT count(*) FROM orders"), ElementsAre("3"));
}

TEST(SqliteRebuild, AViolationFromBeforeDoesNotBlockButANewOneDoes) {
  const SqliteFile file(
      "CREATE TABLE p (id integer primary key); CREATE TABLE c (id integer primary key, p int references p, q int);"
      "PRAGMA foreign_keys = OFF; INSERT INTO c VALUES (1, 77, 88);");
  const auto unique = with(file.read(), "c", [](Table& table) { table.columns.find("q")->not_null = true; });
  ASSERT_EQ(file.run(up_script(plan_between(file.read(), unique))), "");
  const auto second = with(file.read(), "c", [](Table& table) {
    table.constraints.push_back(
        {.name = {}, .body = ForeignKey{.columns = {"q"}, .references = {"", "p"}, .referenced_columns = {}}});
  });
  EXPECT_THAT(file.run(up_script(plan_between(file.read(), second))), HasSubstr("rows of c reference missing rows"));
  EXPECT_THAT(file.rows("SELECT q FROM c"), ElementsAre("88"));
}

TEST(SqliteRebuild, DroppingAParentLeavesTheRowsOfItsChildren) {
  const SqliteFile file(
      "CREATE TABLE p (id integer primary key); CREATE TABLE c (id integer primary key, p int references p on delete "
      "cascade);"
      "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1);");
  const SqliteFile goal("CREATE TABLE c (id integer primary key, p int)");
  ASSERT_EQ(file.run(up_script(plan_between(file.read(), goal.read()))), "");
  EXPECT_THAT(file.rows("SELECT p FROM c"), ElementsAre("1"));
}

TEST(SqliteRebuild, AKeysOwnConflictClauseDoesNotThrowRowsAway) {
  const SqliteFile file("CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, 'x'), (1, 'y');");
  const SqliteFile goal("CREATE TABLE t (a int unique on conflict replace, b text)");
  EXPECT_THAT(file.run(up_script(plan_between(file.read(), goal.read()))), HasSubstr("UNIQUE constraint failed"));
  EXPECT_THAT(file.rows("SELECT b FROM t"), UnorderedElementsAre("x", "y"));
}

TEST(SqliteRebuild, CarriesARenameIntoTheTriggersText) {
  const SqliteFile file(shop);
  auto goal = left_alone(file.read());
  apply(RenameTable{{"", "users"}, {"", "people"}}, goal);
  apply(RenameColumn{{"", "people"}, "name", "title"}, goal);
  goal = with(goal, "people", [](Table& table) { table.columns.find("age")->not_null = true; });
  Intents intents;
  intents[{ObjectKind::table, {"", "people"}}].was = {{"", "users"}};
  intents[{ObjectKind::column, {"", "people"}, "title"}].was = {{"", "name"}};
  const auto plan = plan_between(left_alone(file.read()), goal, intents);
  ASSERT_EQ(file.run(up_script(plan)), "");
  ASSERT_EQ(file.run("INSERT INTO people (title, age) VALUES ('new', 1)"), "");
  EXPECT_THAT(file.rows("SELECT line FROM log WHERE line = 'new'"), ElementsAre("new"));
  EXPECT_THAT(file.rows("SELECT count(*) FROM orders"), ElementsAre("3"));
  ASSERT_EQ(file.run(down_script(plan)), "");
  ASSERT_EQ(file.run("INSERT INTO users (name, age) VALUES ('again', 1)"), "");
  EXPECT_THAT(file.rows("SELECT line FROM log WHERE line = 'again'"), ElementsAre("again"));
}

TEST(SqliteRebuild, IsRefusedWhereARenameLeavesATriggerUnclear) {
  const SqliteFile file(
      "CREATE TABLE a (id integer primary key, name text); CREATE TABLE b (name text);"
      "CREATE TRIGGER both AFTER INSERT ON a BEGIN UPDATE b SET name = NEW.name WHERE name IS NULL; END;");
  auto goal = left_alone(file.read());
  apply(RenameColumn{{"", "a"}, "name", "title"}, goal);
  goal = with(goal, "a", [](Table& table) { table.columns.find("title")->not_null = true; });
  const auto from = left_alone(file.read());
  Schema renamed = from;
  apply(RenameColumn{{"", "a"}, "name", "title"}, renamed);
  const auto legal = sqlite_dialect().legalise(
      {SetNullability{{"", "a"}, *renamed.tables.find({"", "a"})->columns.find("title"), true}}, {renamed, goal});
  ASSERT_FALSE(legal);
  EXPECT_EQ(legal.error()[0].code, "unclear-trigger");
}

TEST(SqliteRebuild, ABrokenViewElsewhereIsNotInTheWay) {
  const SqliteFile file(
      "CREATE TABLE t (a int, b int); CREATE TABLE gone (x int); CREATE VIEW broken AS SELECT x FROM gone; DROP TABLE "
      "gone; INSERT INTO t VALUES (1, "
      "2);");
  const SqliteFile goal("CREATE TABLE t (a int)");
  ASSERT_EQ(file.run(up_script(plan_between(file.read(), goal.read()))), "");
  EXPECT_THAT(file.rows("SELECT a FROM t"), ElementsAre("1"));
}

TEST(SqliteIntrospection, ListsWhatIsNotManaged) {
  const SqliteFile file(std::string(shop) +
                        "CREATE TABLE alembic_version (v text); CREATE VIRTUAL TABLE docs USING fts5(body); CREATE "
                        "TABLE said (a int /* why */);"
                        "CREATE TABLE gone (x int); CREATE VIEW broken AS SELECT x FROM gone; DROP TABLE gone;");
  const auto schema = file.read();
  std::vector<std::string> names;
  for (const auto& object : schema.unmanaged) names.push_back(object.kind + " " + object.name.name);
  EXPECT_THAT(names, UnorderedElementsAre("virtual table docs", "comment in the text of table said"));
  EXPECT_EQ(schema.tables.size(), 5U);
}

TEST(SqliteIntrospection, ReadsAWriteAheadLogAndExcludesByPattern) {
  const SqliteFile file("PRAGMA journal_mode = WAL; CREATE TABLE a (x int); CREATE TABLE a_old (x int);");
  SourceOptions options;
  options.introspect.exclude = {"*_old"};
  const auto source = read_source("sqlite:" + file.path(), options);
  ASSERT_TRUE(source);
  EXPECT_EQ(source->schema.tables.size(), 1U);
  EXPECT_FALSE(source->connection->execute("CREATE TABLE b (x int)", "writing as a reader"));
}

TEST(SqliteConnection, SaysWhatIsWrongAndCreatesNothing) {
  const auto missing = connect_sqlite("sqlite:/nowhere/at/all.db", Access::write);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error()[0].code, "no-database");
  EXPECT_FALSE(connect_sqlite("/tmp", Access::read));
  const SqliteFile file;
  std::ofstream(file.path()) << std::string(4096, 'x');
  const auto text = connect_sqlite(file.path(), Access::read);
  ASSERT_FALSE(text);
  EXPECT_THAT(render(text.error()), HasSubstr("not an SQLite database"));
}

TEST(SqliteConnection, TakesEverySpellingOfAPlace) {
  for (const char* place :
       {"sqlite:/srv/x.db", "sqlite:///srv/x.db", "file:/srv/x.db?mode=ro", "/srv/x.db", "sqlite3:/srv/x.db"})
    EXPECT_EQ(sqlite_path(place), "/srv/x.db") << place;
  EXPECT_EQ(sqlite_path("sqlite:x.db"), "x.db");
}

}  // namespace
}  // namespace schemac::testing
