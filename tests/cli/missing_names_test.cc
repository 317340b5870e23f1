// Names in files that mean nothing: found when the file is read, at their place, without a server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/folder.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class MissingNames : public testing::Test {
 protected:
  Finished check(const std::string& file, const std::string& text, const std::string& dialect = "postgresql") const {
    folder.write(file, text);
    return schemac({"check", file, "--dialect=" + dialect}, {.words = {}, .directory = folder.path()});
  }
  Finished diff(const std::string& from, const std::string& to) const {
    return schemac({"diff", "--from=" + from, "--to=" + to, "--dialect=postgresql"},
                   {.words = {}, .directory = folder.path()});
  }
  Folder folder;
};

constexpr const char* users =
    "CREATE TYPE mood AS ENUM ('sad', 'happy');\nCREATE TABLE users (id int PRIMARY KEY, email text, mood mood);\n";

TEST_F(MissingNames, OfSqlAreErrorsAtTheirPlace) {
  struct Case {
    std::string sql;
    std::string says;
  };
  for (const auto& [sql, says] : std::vector<Case>{
           {"CREATE VIEW v AS SELECT emial FROM users;",
            "a.sql:3:25: error[unknown-column]: no column `emial` in `users`, named by view `v`"},
           {"CREATE VIEW v AS SELECT u.emial FROM users u;", "no column `emial` in `users`"},
           {"CREATE VIEW v AS SELECT x.id FROM users u;",
            "a.sql:3:25: error[unknown-table]: no table or alias `x` for `x.id`"},
           {"CREATE VIEW v AS SELECT id FROM usrs;",
            "found no relation `usrs`, expected one that a statement before this one makes"},
           {"CREATE VIEW v AS SELECT lenght(email) FROM users;",
            "error[unknown-function]: no function `lenght` is built in or declared"},
           {"ALTER TABLE users ADD CHECK (emial <> '');",
            "error[unknown-column]: no column `emial` in `users`, named by table `users`"},
           {"CREATE INDEX i ON users (lower(emial));", "no column `emial` in `users`"},
           {"CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(emial) FROM users';",
            "a.sql:3:66: error[unknown-column]: no column `emial`, named by function `f()`"},
           {"CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql RETURN n + nn;",
            "no column `nn`, named by function `f(integer)`"},
           {"CREATE POLICY p ON users USING (owner = current_user);",
            "no column `owner` in `users`, named by policy `users.p`"},
           {"CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION toch();", "no function `toch`"}}) {
    const auto result = check("a.sql", users + sql + "\n");
    EXPECT_EQ(result.code, 1) << sql;
    EXPECT_THAT(result.error, HasSubstr(says)) << sql;
  }
  EXPECT_THAT(check("a.sql", std::string(users) + "CREATE VIEW v AS SELECT emial FROM users;\n").error,
              HasSubstr("did you mean `email`?"));
  EXPECT_THAT(check("a.sql", std::string(users) + "CREATE VIEW v AS SELECT lenght(email) FROM users;\n").error,
              HasSubstr("did you mean `length`?"));
}

TEST_F(MissingNames, AreNoneWhereTheServerFindsSomething) {
  for (const char* sql :
       {"CREATE VIEW v AS SELECT u, u.ctid, ctid, u.* FROM users u;",
        "CREATE VIEW v AS SELECT lower(email) AS l FROM users GROUP BY l ORDER BY l;",
        "CREATE VIEW v AS SELECT x FROM unnest(ARRAY[1, 2]) x;",
        "CREATE VIEW v AS SELECT j.id FROM (users a JOIN users b USING (id)) j;",
        "CREATE VIEW v AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r;",
        "CREATE FUNCTION whole(users) RETURNS text LANGUAGE sql AS 'SELECT $1.email';\nCREATE VIEW v AS SELECT "
        "u.whole, whole(u) FROM users u;",
        "CREATE VIEW v AS SELECT relname FROM pg_class;", "CREATE VIEW v AS SELECT email(users) FROM users;",
        "CREATE FUNCTION f(who users) RETURNS text LANGUAGE sql AS 'SELECT who.email || f.who.email';",
        "CREATE DOMAIN d AS int CHECK (VALUE > 0);",
        "CREATE EXTENSION pgcrypto;\nALTER TABLE users ADD h bytea DEFAULT digest('x', 'sha1');",
        "CREATE EXTENSION postgis;\nCREATE VIEW v AS SELECT st_area(NULL);",
        "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(mail) FROM users';\nALTER TABLE users RENAME "
        "email TO mail;",
        "SET check_function_bodies = off;\nCREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM "
        "later';",
        "CREATE VIEW v AS SELECT auth.uid();"}) {
    const auto result = check("a.sql", std::string(users) + sql + "\n");
    EXPECT_EQ(result.code, 0) << sql << result.error;
  }
}

TEST_F(MissingNames, ThatAFileIsSilentAboutMayBeInTheDatabase) {
  const std::string text =
      "dialect postgresql 15\n\ntable users {\n  id     int  primary key\n  label  text  default `made_label()`\n}\n\n"
      "sql view v `CREATE VIEW v AS SELECT * FROM others`\n";
  const auto alone = check("a.schemac", text);
  EXPECT_EQ(alone.code, 0) << alone.error;
  EXPECT_THAT(alone.error,
              HasSubstr("a.schemac:5:25: warning[unknown-function]: no function `made_label` is built in or declared"));
  EXPECT_THAT(
      alone.error,
      HasSubstr("warning[unknown-table]: no table or view `others`, named by view `v`: the database has to have it"));
  folder.write(
      "there.sql",
      "CREATE FUNCTION made_label() RETURNS text LANGUAGE sql AS 'SELECT 1::text';\nCREATE TABLE others (id int);\n");
  EXPECT_THAT(diff("there.sql", "a.schemac").error, Not(HasSubstr("named by")));
}

TEST_F(MissingNames, SayWhatTheyAreCalledNow) {
  const auto result =
      check("a.schemac",
            "dialect postgresql 15\n\ntable users {\n  id         int   primary key\n  full_name  text  was name\n\n"
            "  check `name <> ''`\n}\n");
  EXPECT_THAT(result.error, HasSubstr("a.schemac:7:10: error[unknown-column]: no column `name` in `users`"));
  EXPECT_THAT(result.error, HasSubstr("it is called `full_name` now"));
}

TEST_F(MissingNames, OfTheOtherEngines) {
  const auto sqlite =
      check("a.schemac", "dialect sqlite\n\ntable users {\n  id  integer  primary key\n\n  check `agee > 0`\n}\n");
  EXPECT_THAT(sqlite.error, HasSubstr("a.schemac:6:10: error[unknown-column]: no column `agee` in `users`"));
  const auto view =
      check("a.schemac",
            "dialect sqlite\n\ntable users {\n  id  integer  primary key\n}\n\nsql view v `SELECT idd FROM users`\n");
  EXPECT_EQ(view.code, 0);
  EXPECT_THAT(view.error,
              HasSubstr("warning[unknown-column]: no column `idd`, named by view `v`: it is made all the same"));
  EXPECT_EQ(check("a.schemac",
                  "dialect sqlite\n\ntable users {\n  id  integer  primary key\n\n  check `id <> \"free text\"`\n}\n")
                .code,
            0);
  const auto mysql = check("a.sql", "CREATE TABLE users (id int PRIMARY KEY, age int, CHECK (agee > 0));\n", "mysql");
  EXPECT_THAT(mysql.error, HasSubstr("error[unknown-column]: no column `agee` in `users`"));
  EXPECT_THAT(mysql.error, HasSubstr("did you mean `age`?"));
}

TEST_F(MissingNames, OfViewsOfMysql) {
  const std::string tables =
      "dialect mysql\n\ntable users {\n  id    int  primary key\n  name  varchar(20)\n}\n\n"
      "table orders {\n  id     int  primary key\n  buyer  int\n}\n\nsql view known `select id as n from users`\n";
  const auto of_view = [&](const std::string& query) {
    return check("a.schemac", tables + "sql view v `" + query + "`\n").error;
  };
  EXPECT_THAT(of_view("select u.full_name from users u"),
              HasSubstr("a.schemac:14:22: error[unknown-column]: no column `full_name` in `users`, named by view `v`"));
  EXPECT_THAT(of_view("select id from users where nam = 1"), HasSubstr("did you mean `name`?"));
  EXPECT_THAT(of_view("select uu.id from users u"), HasSubstr("error[unknown-table]: no table or alias `uu`"));
  EXPECT_THAT(of_view("select m from known"), HasSubstr("error[unknown-column]: no column `m` in `known`"));
  EXPECT_THAT(of_view("select id from users where id in (select buyr from orders)"), HasSubstr("no column `buyr`"));
  EXPECT_THAT(of_view("select id from userz"), HasSubstr("warning[unknown-table]: no table or view `userz`"));
  for (const auto* fine :
       {"select n from known", "select id total from users having total > 1 order by total",
        "select name is unknown, current_date from users where not name in (select 'x') and name not like 'x'",
        "with c as (select id as k from users) select k from c union select buyer from orders order by k",
        "select d.x, id from (select 1 as x) d join users on users.id = d.x",
        "select u.id, (select count(*) from orders where buyer = u.id) from users u",
        "select row_number() over (partition by name order by id rows between unbounded preceding and current row) "
        "from users",
        "select group_concat(distinct name order by id separator ', ') from users group by name with rollup",
        "select date_add(now(), interval id day), extract(year from now()), cast(id as signed) from users",
        "select id from users where match (name) against ('x' in boolean mode)", "select 1 from dual",
        "select * from seq_1_to_10", "select users.name, orders.id from users, orders where buyer = users.id"})
    EXPECT_EQ(of_view(fine), "") << fine;
  EXPECT_THAT(check("a.sql", "CREATE TABLE t (a int);\nCREATE VIEW v AS SELECT b FROM t;\n", "mysql").error,
              HasSubstr("a.sql:2:13: error[unknown-column]: no column `b` in `t`, named by view `v`"));
}

}  // namespace
}  // namespace schemac::test
