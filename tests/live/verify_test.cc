// `schemac verify` and `--verify` from the outside: what is rehearsed where, what is said, what is left behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "connections/connection.h"
#include "connections/scratch.h"
#include "tests/support/folder.h"
#include "tests/support/json_schema.h"
#include "tests/support/mysql.h"
#include "tests/support/postgresql.h"
#include "tests/support/postgresql_database.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"

namespace schemac::test {
namespace {

using schemac::testing::LiveDatabase;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* tables =
    "table users {\n  id    integer  primary key\n  name  text     not null\n  age   integer  check `age > 18`\n}\n"
    "table posts {\n  id       integer  primary key\n  user_id  integer  not null  references users\n  state    text  "
    "check `state in ('new', "
    "'done')`\n}\n";
constexpr const char* more =
    "table users {\n  id         integer  primary key\n  full_name  text     not null  was name\n  age        "
    "integer\n  mail       text\n}\n"
    "table posts {\n  id       integer  primary key\n  user_id  integer  not null  references users on delete "
    "cascade\n  state    text  default "
    "'new'\n}\n";

class Verify : public ::testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& dialect, const std::string& text) const {
    return folder_.write(name, "dialect " + dialect + "\n\n" + text);
  }
  Finished run(std::vector<std::string> arguments) const {
    return schemac(std::move(arguments),
                   {.words = {}, .directory = folder_.path(), .variables = {{"TMPDIR", temporary_.path()}}});
  }

  bool nothing_left_in_temporary_folder() const { return std::filesystem::is_empty(temporary_.path()); }

  Folder folder_, temporary_;
};

std::vector<std::string> scratch_databases() {
  return LiveDatabase().rows(std::string("SELECT datname FROM pg_database WHERE datname LIKE '") + scratch_prefix +
                             "%'");
}

TEST_F(Verify, RehearsesOnSqliteWithRowsAndLeavesNothing) {
  const auto from = file("from.schemac", "sqlite", tables), to = file("to.schemac", "sqlite", more);
  const auto result = run({"verify", "--from=" + from, "--to=" + to, "--allow-destructive"});
  EXPECT_EQ(result.code, 0) << result.out << result.error;
  EXPECT_THAT(result.out, HasSubstr("6 rows in 2 tables"));
  EXPECT_THAT(result.out, HasSubstr("\nverified\n"));
  EXPECT_TRUE(nothing_left_in_temporary_folder());
}

TEST_F(Verify, RehearsesBesideALiveDatabaseThatItOnlyReads) {
  const LiveDatabase live(
      "CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, age integer CHECK (age > 18)); CREATE VIEW "
      "grown AS SELECT name FROM users;");
  const auto before = live.rows("SELECT concat_ws(' ', count(*), (SELECT count(*) FROM public.users)) FROM pg_class");
  const auto to = file("to.schemac", "postgresql",
                       "table users {\n  id    integer  primary key\n  name  text\n  age   bigint\n}\n");
  const auto result = run({"verify", "--from=" + live.url(), "--to=" + to, "--allow-destructive"});
  EXPECT_EQ(result.code, 0) << result.out << result.error;
  EXPECT_THAT(result.out, HasSubstr("\nverified\n"));
  EXPECT_EQ(live.rows("SELECT concat_ws(' ', count(*), (SELECT count(*) FROM public.users)) FROM pg_class"), before);
  EXPECT_THAT(scratch_databases(), IsEmpty());
}

constexpr const char* shop =
    "CREATE TABLE users (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(20) NOT NULL, state enum('new', "
    "'old') DEFAULT 'new', UNIQUE KEY "
    "names (name));\nCREATE TABLE orders (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id int NOT NULL, total "
    "decimal(8,2), note text, "
    "CONSTRAINT "
    "buyer FOREIGN KEY (user_id) REFERENCES users (id));\n";
constexpr const char* better_shop =
    "CREATE TABLE users (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, full_name varchar(20) NOT NULL, -- @renamed "
    "from=name\n state enum('new', "
    "'old', "
    "'gone') DEFAULT 'new', UNIQUE KEY names (full_name));\nCREATE TABLE orders (id int NOT NULL AUTO_INCREMENT "
    "PRIMARY KEY, total decimal(10,2), "
    "user_id bigint NOT NULL, twice decimal(12,2) AS (total * 2) VIRTUAL, note text, KEY totals (total), CONSTRAINT "
    "buyer FOREIGN KEY (user_id) "
    "REFERENCES users (id) ON DELETE CASCADE);\nCREATE VIEW `every` AS select `orders`.`id` AS `id` from `orders`;\n";

std::size_t databases_of_mysql() {
  const auto connection = connect(mysql_server(), Access::read);
  const auto found = (*connection)->query(std::vector<std::string>{"SHOW DATABASES"}, "counting");
  return found->front()->size();
}

TEST_F(Verify, RehearsesBesideALiveDatabaseOfMysqlOrMariadb) {
  const auto live = make_scratch("mysql");
  ASSERT_TRUE(live->run(shop));
  ASSERT_TRUE(
      live->run("INSERT INTO users (name) VALUES ('a'), ('b'); INSERT INTO orders (user_id, total) VALUES (1, 1.5)"));
  const auto databases = databases_of_mysql();
  const auto to = folder_.write("to.sql", better_shop);
  const auto result = run({"verify", "--from=" + live->place(), "--to=" + to, "--allow-destructive"});
  EXPECT_EQ(result.code, 0) << result.out << result.error;
  EXPECT_THAT(result.out, HasSubstr("6 rows in 2 tables"));
  EXPECT_THAT(result.out, HasSubstr("\nverified\n"));
  EXPECT_EQ(run({"diff", "--from=" + live->place(), "--to=" + to, "--verify", "--emit=sql", "--out=migrations",
                 "--allow-destructive"})
                .code,
            0);
  EXPECT_FALSE(std::filesystem::is_empty(folder_.path("migrations")));
  EXPECT_EQ(run({"plan", "--from=" + live->place(), "--to=" + to, "--verify", "--allow-destructive"}).code, 0);
  EXPECT_EQ(databases_of_mysql(), databases);
  EXPECT_EQ(
      run({"diff", "--from=" + live->place(), "--to=" + folder_.write("as_it_was.sql", shop), "--exit-code"}).code, 0);
}

TEST_F(Verify, ShowsWhatMysqlOrMariadbRefuses) {
  const auto live = make_scratch("mysql");
  ASSERT_TRUE(live->run(shop));
  const auto databases = databases_of_mysql();
  const auto to = folder_.write(
      "to.sql", std::string(shop) + "CREATE VIEW `late` AS select nobody(`users`.`id`) AS `nobody` from `users`;\n");
  const auto result = run({"verify", "--from=" + live->place(), "--to=" + to, "--allow-destructive"});
  EXPECT_EQ(result.code, 5) << result.out << result.error;
  EXPECT_THAT(result.out, HasSubstr("rejects step 1, create view late"));
  EXPECT_THAT(result.out, HasSubstr("nobody does not exist"));
  EXPECT_EQ(run({"diff", "--from=" + live->place(), "--to=" + to, "--verify", "--emit=sql", "--out=migrations",
                 "--allow-destructive"})
                .code,
            5);
  EXPECT_FALSE(std::filesystem::exists(folder_.path("migrations")));
  EXPECT_EQ(databases_of_mysql(), databases);
}

TEST_F(Verify, NeedsAServerWhereNeitherSideIsOne) {
  const auto from = file("from.schemac", "postgresql", tables), to = file("to.schemac", "postgresql", more);
  const auto without = run({"verify", "--from=" + from, "--to=" + to, "--allow-destructive"});
  EXPECT_EQ(without.code, 64);
  EXPECT_THAT(without.error, HasSubstr("--scratch=postgresql://"));
  const auto with =
      run({"verify", "--from=" + from, "--to=" + to, "--scratch=" + postgresql_server(), "--allow-destructive"});
  EXPECT_EQ(with.code, 0) << with.out << with.error;
  folder_.write("schemac.toml", "scratch = \"" + postgresql_server() + "\"\n");
  EXPECT_EQ(run({"verify", "--from=" + from, "--to=" + to, "--allow-destructive"}).code, 0);
  EXPECT_EQ(run({"verify", "--from=" + from, "--to=" + to, "--scratch=sqlite:x", "--allow-destructive"}).code, 64);
}

TEST_F(Verify, ShowsTheStepAndTheServersMessageAndExitsWith5) {
  const auto from = file("from.schemac", "postgresql", tables);
  const auto to = file("to.schemac", "postgresql",
                       std::string(tables) + "table late {\n  id  integer  default `no_such_function()`\n}\n");
  const auto result =
      run({"verify", "--from=" + from, "--to=" + to, "--scratch=" + postgresql_server(), "--allow-destructive"});
  EXPECT_EQ(result.code, 5) << result.error;
  EXPECT_THAT(result.out, HasSubstr("rejects step 1, create table late"));
  EXPECT_THAT(result.out, HasSubstr("[42883] function no_such_function() does not exist"));
  EXPECT_THAT(result.out, HasSubstr("CREATE TABLE public.late"));
  EXPECT_THAT(result.out, HasSubstr("\nnot verified\n"));
  EXPECT_THAT(scratch_databases(), IsEmpty());
}

TEST_F(Verify, WritesNoFileThatFailed) {
  const auto from = file("from.schemac", "sqlite", tables);
  const auto good = file("good.schemac", "sqlite", more);
  const auto bad = file("bad.schemac", "sqlite",
                        std::string(tables) + "table late {\n  id  integer  check `no_such_function(id)`\n}\n");
  const auto failed = run(
      {"diff", "--from=" + from, "--to=" + bad, "--verify", "--emit=sql", "--out=migrations", "--allow-destructive"});
  EXPECT_EQ(failed.code, 5) << failed.out;
  EXPECT_THAT(failed.error, HasSubstr("no such function"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path("migrations")));
  const auto passed = run(
      {"diff", "--from=" + from, "--to=" + good, "--verify", "--emit=sql", "--out=migrations", "--allow-destructive"});
  EXPECT_EQ(passed.code, 0) << passed.error;
  EXPECT_THAT(passed.error, HasSubstr("\nverified\n"));
  EXPECT_FALSE(std::filesystem::is_empty(folder_.path("migrations")));
  EXPECT_EQ(run({"plan", "--from=" + from, "--to=" + bad, "--verify"}).code, 5);
}

TEST_F(Verify, AsksForConsentFirst) {
  const auto from = file("from.schemac", "sqlite", tables);
  const auto to = file(
      "to.schemac", "sqlite",
      "table users {\n  id    integer  primary key\n  name  text     not null\n  age   integer  check `age > 18`\n}\n");
  EXPECT_EQ(run({"verify", "--from=" + from, "--to=" + to}).code, 3);
  const auto allowed = run({"verify", "--from=" + from, "--to=" + to, "--allow-destructive"});
  EXPECT_EQ(allowed.code, 0) << allowed.out << allowed.error;
  EXPECT_THAT(allowed.out, HasSubstr("lose data"));
}

TEST_F(Verify, TellsRefusalsThatOnlyRowsCause) {
  const auto from = file("from.schemac", "postgresql", tables);
  const auto to = file("to.schemac", "postgresql", std::string(tables) + "table late {\n  id  integer\n}\n");
  const auto strict = file("strict.schemac", "postgresql",
                           "table users {\n  id    integer  primary key\n  name  text     not null\n  age   integer  "
                           "check `age > 18`\n  mail  text  not null\n}\n"
                           "table posts {\n  id       integer  primary key\n  user_id  integer  not null  references "
                           "users\n  state    text  check `state in ('new', "
                           "'done')`\n}\n");
  const auto result =
      run({"verify", "--from=" + from, "--to=" + strict, "--scratch=" + postgresql_server(), "--allow-destructive"});
  EXPECT_EQ(result.code, 0) << result.out << result.error;
  EXPECT_THAT(result.out, HasSubstr("with the generated sample rows, the server rejects step"));
  EXPECT_THAT(result.out, HasSubstr("users.mail"));
  EXPECT_THAT(
      run({"verify", "--from=" + from, "--to=" + to, "--scratch=" + postgresql_server(), "--allow-destructive"}).out,
      Not(HasSubstr("with the generated sample rows")));
}

TEST_F(Verify, LeavesTablesEmptyWhoseTriggersChangeTheSchema) {
  const LiveDatabase live(
      "CREATE TABLE quiet (id integer PRIMARY KEY); CREATE TABLE loud (id integer PRIMARY KEY);"
      "CREATE FUNCTION speak() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('CREATE TABLE "
      "public.word_%s ()', NEW.id); RETURN NEW; "
      "END $$;"
      "CREATE TRIGGER spoken AFTER INSERT ON loud FOR EACH ROW EXECUTE FUNCTION speak();");
  const auto to = file("to.schemac", "postgresql",
                       "table quiet {\n  id    bigint  primary key\n}\ntable loud {\n  id    bigint  primary key\n}\n");
  const auto result = run({"verify", "--from=" + live.url(), "--to=" + to, "--allow-destructive"});
  EXPECT_EQ(result.code, 0) << result.out << result.error;
  EXPECT_THAT(result.out, HasSubstr("3 rows in 1 table; no sample row fits into loud"));
}

TEST_F(Verify, SaysWhenTheStartCannotBeBuilt) {
  const auto from = file("from.schemac", "postgresql", "table t {\n  id  integer  default `no_such_function()`\n}\n");
  const auto to = file("to.schemac", "postgresql", "table t {\n  id  integer\n}\n");
  const auto result =
      run({"verify", "--from=" + from, "--to=" + to, "--scratch=" + postgresql_server(), "--allow-destructive"});
  EXPECT_EQ(result.code, 1) << result.out;
  EXPECT_THAT(result.error, HasSubstr("error[cannot-rehearse]"));
  EXPECT_THAT(result.error, HasSubstr("no_such_function"));
  EXPECT_THAT(scratch_databases(), IsEmpty());
}

TEST_F(Verify, WritesJsonByItsSchema) {
  std::ifstream in(SCHEMAC_SOURCE_DIR "/schemas/rehearsal.schema.json");
  const auto schema = nlohmann::json::parse(in);
  const auto from = file("from.schemac", "sqlite", tables), to = file("to.schemac", "sqlite", more);
  const auto bad = file("bad.schemac", "sqlite",
                        std::string(tables) + "table late {\n  id  integer  check `no_such_function(id)`\n}\n");
  for (const auto& target : {to, bad, from}) {
    const auto report = nlohmann::json::parse(
        run({"verify", "--from=" + from, "--to=" + target, "--format=json", "--allow-destructive"}).out);
    EXPECT_THAT(schemac::testing::schema_violations(schema, report), IsEmpty());
    EXPECT_EQ(report["passed"], target != bad);
  }
}

}  // namespace
}  // namespace schemac::test
