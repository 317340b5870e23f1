// Files of SQL as a side of a comparison: how they are found, which dialect they are in, what is said of those that
// cannot be read.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/folder.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* users = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT DEFAULT 'a;b');\n";
constexpr const char* mails =
    "-- a trigger's body has semicolons of its own\nCREATE TABLE mails (user_id INTEGER REFERENCES users);\n"
    "CREATE TRIGGER t AFTER INSERT ON mails BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 3; END;\nCREATE INDEX by_user "
    "ON mails (user_id)";

class SqlSource : public testing::Test {
 protected:
  Finished run(std::vector<std::string> arguments) const {
    return schemac(std::move(arguments), {.words = {}, .directory = folder.path()});
  }
  Folder folder;
};

TEST_F(SqlSource, TakesItsDialectFromTheOtherSide) {
  folder.write("users.sql", users);
  folder.write("users.schemac",
               "dialect sqlite\n\ntable users {\n  id    integer  primary key\n  name  text  default 'a;b'\n}\n");
  for (const auto& [from, to] : {std::pair("users.sql", "users.schemac"), std::pair("users.schemac", "users.sql")}) {
    const auto same = run({"diff", std::string("--from=") + from, std::string("--to=") + to, "--exit-code"});
    EXPECT_EQ(same.code, 0) << same.out << same.error;
  }
}

TEST_F(SqlSource, NeedsADialectWhereNeitherSideHasOne) {
  folder.write("a.sql", users);
  const auto none = run({"diff", "--from=a.sql", "--to=a.sql"});
  EXPECT_EQ(none.code, 1);
  EXPECT_THAT(none.error, HasSubstr("error[no-dialect]"));
  EXPECT_EQ(run({"diff", "--from=a.sql", "--to=a.sql", "--dialect=sqlite"}).code, 0);
  folder.write("schemac.toml", "dialect = \"sqlite\"\n");
  EXPECT_EQ(run({"diff", "--from=a.sql", "--to=a.sql"}).code, 0);
  EXPECT_EQ(run({"check", "a.sql"}).code, 0);
}

// The catalogue's own row of it, and its shadow tables behind that.
TEST_F(SqlSource, KnowsAVirtualTableInADump) {
  folder.write(
      "dump.sql",
      "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE notes(id integer primary key, body text);\n"
      "PRAGMA writable_schema=ON;\n"
      "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','fts','fts',0,'CREATE VIRTUAL TABLE "
      "fts using fts5(body, content=''notes'')');\n"
      "CREATE TABLE IF NOT EXISTS 'fts_data'(id INTEGER PRIMARY KEY, block BLOB);\nINSERT INTO fts_data "
      "VALUES(1,X'');\n"
      "CREATE TABLE IF NOT EXISTS 'fts_config'(k PRIMARY KEY, v) WITHOUT ROWID;\nPRAGMA "
      "writable_schema=OFF;\nCOMMIT;\n");
  const auto read = run({"inspect", "dump.sql", "--dialect=sqlite"});
  EXPECT_EQ(read.code, 0) << read.error;
  EXPECT_THAT(read.out, HasSubstr("table notes"));
  EXPECT_THAT(read.out, Not(HasSubstr("fts_")));
  EXPECT_THAT(read.error, HasSubstr("virtual table `fts`"));
}

TEST_F(SqlSource, TakesLabelsOfColumnsOfMysql) {
  folder.write("a.sql", "CREATE TABLE orders (id int PRIMARY KEY, status enum('new','cancelled') NOT NULL);\n");
  folder.write("b.sql", "CREATE TABLE orders (id int PRIMARY KEY, status enum('new','refunded') NOT NULL);\n");
  const auto with = [&](const std::string& label) {
    return run({"diff", "--from=a.sql", "--to=b.sql", "--dialect=mysql", "--using=orders.status." + label});
  };
  const auto planned = with("cancelled=refunded");
  EXPECT_EQ(planned.code, 0) << planned.error;
  EXPECT_THAT(planned.out, HasSubstr("rows that hold 'cancelled' in orders.status get another label"));
  EXPECT_THAT(with("cancelled=gone").error, HasSubstr("error[no-label]: --using: no label 'gone' in `orders.status`"));
  EXPECT_THAT(with("new=refunded").error, HasSubstr("error[label-stays]"));
}

TEST_F(SqlSource, EqualsWhatPeopleWriteIntoASchemaFile) {
  folder.write("kept.sql",
               "CREATE TABLE notes (id int PRIMARY KEY, owner text);\n"
               "CREATE FUNCTION add(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$;\n"
               "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n"
               "CREATE TRIGGER touch BEFORE UPDATE OF owner ON notes FOR EACH ROW WHEN (OLD.owner IS DISTINCT FROM "
               "NEW.owner) EXECUTE FUNCTION touch();\n"
               "CREATE POLICY mine ON notes FOR SELECT USING (owner = current_user);\n");
  const std::string head =
      "dialect postgresql 15\n\ntable notes {\n  id     int   primary key\n  owner  text\n}\n\n"
      "sql function \"add(int, int)\" `create function add(a integer, b integer = 1) returns integer immutable as ' "
      "SELECT a + b ' language sql`\n\n"
      "sql function \"touch()\" `create or replace function touch() returns trigger as $$BEGIN RETURN NEW; END$$ "
      "language plpgsql`\n\n";
  folder.write(
      "written.schemac",
      head +
          "sql trigger notes.touch `before update of owner on notes for each row when (old.owner is distinct from "
          "new.owner) execute function "
          "touch()`\n\nsql policy notes.mine `create policy mine on notes for select using (owner = current_user)`\n");
  const auto diff = [&](const std::string& from, const std::string& to) {
    return run({"diff", "--from=" + from, "--to=" + to, "--dialect=postgresql", "--exit-code"});
  };
  const auto same = diff("kept.sql", "written.schemac");
  EXPECT_EQ(same.code, 0) << same.out << same.error;
  folder.write("changed.schemac",
               head +
                   "sql trigger notes.touch `before insert on notes for each row execute function touch()`\n\n"
                   "sql policy notes.mine `create policy mine on notes for select using (owner = session_user)`\n");
  EXPECT_THAT(diff("kept.sql", "changed.schemac").out, HasSubstr("trigger"));
  EXPECT_THAT(diff("kept.sql", "changed.schemac").out, Not(HasSubstr("function")));
}

TEST_F(SqlSource, IsReadFromAPipe) {
  folder.write("users.sql", users);
  const auto piped = [&](std::vector<std::string> arguments, const std::string& input) {
    return schemac(std::move(arguments), {.words = {}, .input = input, .directory = folder.path()});
  };
  EXPECT_EQ(piped({"diff", "--from=users.sql", "--to=-", "--dialect=sqlite", "--exit-code"}, users).code, 0);
  EXPECT_EQ(piped({"diff", "--from=users.sql", "--to=/dev/stdin", "--dialect=sqlite", "--exit-code"}, users).code, 0);
  const auto typed =
      piped({"diff", "--from=users.sql", "--to=-", "--to-format=schemac", "--exit-code"},
            "dialect sqlite\n\ntable users {\n  id    integer  primary key\n  name  text     default 'a;b'\n}\n");
  EXPECT_EQ(typed.code, 0) << typed.out << typed.error;
  const auto wrong = piped({"check", "-", "--dialect=sqlite"}, "CREATE TABEL a (id int);\n");
  EXPECT_THAT(wrong.error, HasSubstr("standard input:1:1: error["));
  const auto nothing = piped({"diff", "--from=users.sql", "--to=-", "--dialect=sqlite"}, "");
  EXPECT_EQ(nothing.code, 1);
  EXPECT_THAT(nothing.error, HasSubstr("found nothing in `standard input`, expected a schema"));
}

TEST_F(SqlSource, ReadsADirectoryInTheOrderOfItsNames) {
  folder.write("schema/2_mails.sql", mails);
  folder.write("schema/1_users.sql", users);
  const auto read = run({"inspect", "schema", "--dialect=sqlite"});
  EXPECT_EQ(read.code, 0) << read.error;
  EXPECT_THAT(read.out, HasSubstr("references users"));
  EXPECT_THAT(read.out, HasSubstr("index by_user"));
  EXPECT_THAT(read.out, HasSubstr("sql trigger t `"));
  EXPECT_EQ(read.error, "");
  folder.write("schema/3_words.sql", "CREATE VIRTUAL TABLE words USING fts5(body);");
  EXPECT_THAT(run({"inspect", "schema", "--dialect=sqlite"}).error,
              HasSubstr("warning[not-managed]: found the virtual table `words`"));
}

TEST_F(SqlSource, ReadsMysqlWithoutAServerAndSaysWhereItCannot) {
  folder.write("a.sql", "CREATE TABLE users (id int PRIMARY KEY, /*!50606 name varchar(10), */);\n");
  EXPECT_THAT(run({"inspect", "a.sql", "--dialect=mysql"}).error,
              HasSubstr("a.sql:1:70: error[sql-syntax]: found `)`, expected a column, a key or a constraint"));
  folder.write("a.sql",
               "CREATE TABLE users (id int PRIMARY KEY, name varchar(10) /*!50606 , KEY (name) */);\nALTER TABLE users "
               "ADD COLUMN age INT UNSIGNED "
               "NOT NULL AFTER id;\n");
  const auto read = run({"inspect", "a.sql", "--dialect=mysql"});
  EXPECT_EQ(read.code, 0) << read.error;
  EXPECT_THAT(read.out, HasSubstr("dialect mysql"));
  EXPECT_THAT(read.out, HasSubstr("index (name)"));
  EXPECT_THAT(read.out, HasSubstr("age "));
  folder.write("b.schemac", read.out);
  EXPECT_EQ(run({"diff", "--from=a.sql", "--to=b.schemac", "--exit-code"}).code, 0);
  const auto said = [&](const std::string& text) {
    folder.write("c.sql", text);
    return run({"check", "c.sql", "--dialect=mysql"}).error;
  };
  EXPECT_THAT(said("CREATE TABLE t (a int);\nALTER TABLE t DROP COLUMN b;"),
              HasSubstr("c.sql:2:15: error[unknown-column]: no column `b` in table `t`"));
  EXPECT_THAT(said("CREATE TABLE t (a varchr(3));"), HasSubstr("c.sql:1:19: error[unknown-type]"));
  EXPECT_THAT(said("CREATE TABLE t (a int DEFAULT);"), HasSubstr("c.sql:1:23: error[sql-syntax]: found `DEFAULT`"));
  EXPECT_THAT(said("CREATE TABLE t AS SELECT 1 AS a;"), HasSubstr("error[needs-server]: a table made of a query"));
  EXPECT_THAT(
      said("CREATE TABLE t (a int CHECK (a || 1));\nCREATE VIEW v AS SELECT a || 1 FROM t;"),
      AllOf(HasSubstr("c.sql:1:29: warning[pipes-as-or]: found `||`, which is read as OR"), Not(HasSubstr("c.sql:2"))));
  EXPECT_EQ(said("SET sql_mode = '';\nCREATE TABLE t (a int CHECK (a || 1));"), "");
  EXPECT_THAT(said("SET sql_mode = ANSI;\nCREATE PROCEDURE p() SELECT 'a' || 'b';"),
              HasSubstr("error[needs-server]: `||` in a procedure that keeps an SQL mode of its own"));
  EXPECT_EQ(said("CREATE TABLE t (a int);\nCREATE VIEW v AS SELECT a FROM t UNION SELECT 1;"), "");
  EXPECT_THAT(said("CREATE TABLE t (a int);\nCREATE TABLE t (b int);"),
              HasSubstr("c.sql:2:14: error[duplicate-table]"));
  EXPECT_THAT(said("CREATE TABLE t (a int);\nCREATE VIEW v AS SELECT x.*, y.* FROM t x, t y;"),
              HasSubstr("c.sql:2:13: error[duplicate-column]: found column `a` twice in view `v`"));
  // each of which would have twice as many columns as the one before
  std::string chain = "CREATE TABLE v0 (a int);\n";
  for (int n = 1; n < 40; ++n)
    chain += fmt::format("CREATE VIEW v{} AS SELECT x.*, y.* FROM v{} x, v{} y;\n", n, n - 1, n - 1);
  EXPECT_THAT(said(chain), HasSubstr("error[duplicate-column]"));
  EXPECT_THAT(said("CREATE TABLE x.t (a int);\nCREATE TABLE y.t (b int);"), HasSubstr("error[two-databases]"));
  EXPECT_THAT(said("CREATE TABLE t (a int);\nUSE other;"),
              HasSubstr("error[two-databases]: found database `other` beside the one that the file begins in"));
  EXPECT_THAT(said("SET SQL_MODE = 'ORACLE';"), HasSubstr("error[needs-server]"));
  EXPECT_EQ(said("SET SQL_MODE = 'PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES';"), "");
  EXPECT_EQ(said("SET SQL_MODE = 'ANSI_QUOTES';"), "");
  EXPECT_THAT(said("CREATE TABLE t (a int, b int REFERENCES t (a));"), HasSubstr("warning[ignored-reference]"));
  EXPECT_THAT(said("CREATE TABLE t (a int COMMENT 'never ends);"), HasSubstr("error[unclosed-quote]"));
  EXPECT_THAT(said("GRANTED ALL;"), HasSubstr("found `granted`, expected a statement of MySQL"));
  EXPECT_EQ(said("GRANT ALL ON x.* TO y;\nINSERT INTO t VALUES (1);\nSET @a = 1;"), "");
}

TEST_F(SqlSource, PassesOverMigrationsBesideASchema) {
  folder.write("db/schema.schemac", "dialect sqlite\n\ntable users {\n  id  integer  primary key\n}\n");
  folder.write("db/migrations/1.sql", mails);
  const auto read = run({"check", "db"});
  EXPECT_EQ(read.code, 0) << read.error;
  EXPECT_THAT(read.out, HasSubstr("1 table"));
}

TEST_F(SqlSource, PassesOverRowsAndTheShellsOwnLines) {
  folder.write("dump.sql", std::string(".mode list\nPRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n") + users +
                               "INSERT INTO users VALUES(1,'x;y');\nCOMMIT;\n");
  const auto read = run({"check", "dump.sql", "--dialect=sqlite"});
  EXPECT_EQ(read.code, 0) << read.error;
  EXPECT_THAT(read.error, IsEmpty());
}

TEST_F(SqlSource, SaysWhichStatementIsWrong) {
  folder.write("a.sql", "CREATE TABLE a (x);\n\n  CREATE TABLE a (y);\n");
  EXPECT_THAT(run({"check", "a.sql", "--dialect=sqlite"}).error,
              HasSubstr("a.sql:3:3: error[refused-statement]: SQLite refuses this statement: table a already exists"));
  folder.write("b.sql", "ATTACH 'other.db' AS o;\n");
  EXPECT_THAT(run({"check", "b.sql", "--dialect=sqlite"}).error,
              HasSubstr("b.sql:1:1: error[unsupported-statement]: found `ATTACH`"));
  folder.write("c.sql", "CREATE TABLE a (x DEFAULT 'open);\n");
  EXPECT_THAT(run({"check", "c.sql", "--dialect=sqlite"}).error, HasSubstr("c.sql:1:27: error[unclosed-quote]"));
}

TEST_F(SqlSource, TakesRenamesFromCommentsOfAtlasAndSqldef) {
  folder.write("old.sql",
               "CREATE TABLE users (id int, email text, \"Old Name\" text);\nCREATE INDEX by_mail ON users (email);\n");
  folder.write("atlas.sql",
               "-- what it is\n-- atlas:renamed_from users\nCREATE TABLE accounts (\n  id int,\n  -- "
               "atlas:renamed_from email\n  mail text,\n"
               "  -- atlas:renamed_from \"Old Name\"\n  name text\n);\n-- atlas:renamed_from by_mail\nCREATE INDEX "
               "accounts_mail ON accounts (mail);\n");
  folder.write("sqldef.sql",
               "CREATE TABLE accounts ( -- @renamed from=users\n  id int,\n  mail text, -- @renamed from=email\n  name "
               "text /* @renamed from=\"Old "
               "Name\" */\n);\n"
               "CREATE INDEX accounts_mail /* @renamed from=by_mail */ ON accounts (mail);\n");
  for (const char* dialect : {"postgresql", "sqlite"})
    for (const char* file : {"atlas.sql", "sqldef.sql"}) {
      const auto plan = run({"diff", "--from=old.sql", std::string("--to=") + file, std::string("--dialect=") + dialect,
                             "--renames=declared", "--emit=sql", "--out=-"});
      EXPECT_EQ(plan.code, 0) << plan.error;
      EXPECT_THAT(plan.out, HasSubstr("RENAME TO accounts")) << plan.error;
      EXPECT_THAT(plan.out, HasSubstr("email TO mail"));
      EXPECT_THAT(plan.out, HasSubstr("\"Old Name\" TO name"));
      EXPECT_THAT(plan.error, Not(HasSubstr("warning")));
    }
  folder.write("idle.sql", "CREATE TABLE users (id int);\nCREATE VIEW v /* @renamed from=w */ AS SELECT 1 AS x;\n");
  EXPECT_THAT(run({"check", "idle.sql", "--dialect=postgresql"}).error,
              HasSubstr("idle.sql:2:15: warning[idle-comment]"));
}

TEST_F(SqlSource, SaysWhatOnlyAServerCanRead) {
  folder.write("a.sql",
               "CREATE TABLE a (x int);\nCREATE TABLE d AS SELECT x FROM a;\nCREATE TABLE b (y jsonpathh);\nSELECT "
               "FROM WHERE;\n");
  const auto read = run({"check", "a.sql", "--dialect=postgresql"});
  EXPECT_EQ(read.code, 1);
  EXPECT_THAT(
      read.error,
      HasSubstr("a.sql:2:14: error[needs-server]: a table made of a query cannot be resolved without a server"));
  EXPECT_THAT(read.error, HasSubstr("`--scratch=postgresql://…`"));
  EXPECT_THAT(read.error, HasSubstr("a.sql:3:19: error[unknown-type]: found no type `jsonpathh`"));
  EXPECT_THAT(
      read.error,
      HasSubstr("a.sql:4:13: error[sql-syntax]: syntax error at or near \"WHERE\", by the grammar of PostgreSQL 15"));
}

TEST_F(SqlSource, GoesOnBehindWhatIsNotManaged) {
  folder.write("a.sql",
               "DROP FUNCTION IF EXISTS f(p public.missing);\nDROP OPERATOR IF EXISTS ### (int, int);\nCREATE TABLE "
               "log (id int);\n"
               "CREATE RULE quiet AS ON INSERT TO log DO ALSO NOTIFY log;\nCREATE TEXT SEARCH CONFIGURATION mine (COPY "
               "= english);\n"
               "CREATE FOREIGN TABLE ft (id int, name text) SERVER srv;\nCOMMENT ON COLUMN ft.id IS 'far';\nGRANT "
               "SELECT ON ft TO PUBLIC;\n"
               "CREATE VIEW over_ft AS SELECT name FROM ft;\nDO $$ BEGIN CREATE TABLE made (a int); END $$;\n");
  const auto read = run({"inspect", "a.sql", "--dialect=postgresql"});
  EXPECT_EQ(read.code, 0) << read.error;
  EXPECT_THAT(read.out, HasSubstr("sql view over_ft"));
  EXPECT_THAT(read.out, HasSubstr("-- not managed: foreign table ft"));
  EXPECT_THAT(read.out, HasSubstr("-- not managed: text search configuration mine"));
  EXPECT_THAT(read.out, Not(HasSubstr("grant on")));
  EXPECT_THAT(read.error, HasSubstr("a.sql:4:"));
  EXPECT_THAT(read.error, HasSubstr("warning[not-compared]: a rule with an action"));
  EXPECT_THAT(read.error, HasSubstr("a.sql:10:1: warning[not-read]: a block of code (DO)"));
}

TEST_F(SqlSource, KeepsWhatASchemaFileDoesNotSpeakOf) {
  const std::string table = "CREATE TABLE notes (id int PRIMARY KEY, owner text);\n";
  folder.write("whole.sql",
               table +
                   "ALTER TABLE notes ENABLE ROW LEVEL SECURITY;\nCREATE POLICY mine ON notes USING (owner "
                   "= current_user);\nCREATE VIEW ids AS SELECT id FROM notes;\n");
  const std::string head = "dialect postgresql 15\n\ntable notes {\n  id     int   primary key\n  owner  text\n}\n";
  folder.write("some.schemac", head + "sql policy notes.mine `ON notes USING (owner = current_user)`\n");
  folder.write("more.schemac", head +
                                   "sql policy notes.mine `ON notes USING (owner = current_user)`\n"
                                   "sql row security notes `ALTER TABLE notes ENABLE ROW LEVEL SECURITY`\n");
  const auto kept = run({"diff", "--from=whole.sql", "--to=some.schemac", "--exit-code"});
  EXPECT_EQ(kept.code, 0) << kept.out << kept.error;
  // an earlier state of the same words: what is said no longer goes
  const auto gone = run({"diff", "--from=more.schemac", "--to=some.schemac"});
  EXPECT_THAT(gone.out, HasSubstr("drop row security"));
}

TEST_F(SqlSource, RefusesAPartitionThatBecomesPartitioned) {
  const std::string events = "CREATE TABLE events (id int, day date) PARTITION BY RANGE (day);\n";
  folder.write("apart.sql", events + "CREATE TABLE late (id int, day date);\n");
  folder.write("joined.sql", events + "CREATE TABLE late PARTITION OF events DEFAULT PARTITION BY HASH (id);\n");
  for (const auto& [from, to] : {std::pair("apart.sql", "joined.sql"), std::pair("joined.sql", "apart.sql")}) {
    const auto refused =
        run({"diff", std::string("--from=") + from, std::string("--to=") + to, "--dialect=postgresql"});
    EXPECT_EQ(refused.code, 1) << refused.out;
    EXPECT_THAT(refused.error, HasSubstr("it is partitioned on one side and not on the other"));
  }
}

// As mariadb-dump writes them; what a text's bytes mean nobody knows.
TEST_F(SqlSource, ReadsBytesOfADumpThatAreNoText) {
  folder.write("dump.sql",
               "-- it's\nCREATE TABLE `b` (\n  `v` varbinary(4) DEFAULT '\\0\xff''\\'',\n  `w` binary(3) DEFAULT "
               "'\xe9\\0\\0'\n);\nINSERT INTO `b` VALUES (_binary '\xff',_binary '\xe9\\0\\0');\n");
  folder.write("written.sql", "CREATE TABLE b (v varbinary(4) DEFAULT x'00ff2727', w binary(3) DEFAULT x'e90000');\n");
  const auto same = run({"diff", "--from=dump.sql", "--to=written.sql", "--dialect=mysql", "--exit-code"});
  EXPECT_EQ(same.code, 0) << same.out << same.error;
  folder.write("text.sql", "CREATE TABLE b (v varchar(4) DEFAULT '\xe9');\n");
  const auto text = run({"check", "text.sql", "--dialect=mysql"});
  EXPECT_EQ(text.code, 1);
  EXPECT_THAT(text.error, HasSubstr("error[not-utf-8]: found the byte 0xe9"));
}

TEST_F(SqlSource, IsNotLaidOutByFmt) {
  folder.write("a.sql", users);
  const auto fmt = run({"fmt", "a.sql"});
  EXPECT_EQ(fmt.code, 1);
  EXPECT_THAT(fmt.error, HasSubstr("`schemac check` reads SQL"));
  EXPECT_THAT(fmt.out, Not(HasSubstr("formatted")));
}

}  // namespace
}  // namespace schemac::test
