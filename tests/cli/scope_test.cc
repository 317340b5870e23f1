// What of two sides takes part in a comparison: migration tools' own tables, --exclude, --schemas, --manage, `covers`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/folder.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* shop =
    "CREATE TABLE users (id int PRIMARY KEY, age int CHECK (age > 0));\nCREATE INDEX users_age ON users (age);\n"
    "CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;\nCREATE SCHEMA audit;\nCREATE TABLE audit.log (user_id int REFERENCES users);\n"
    "COMMENT ON TABLE audit.log IS 'who';\nGRANT SELECT ON audit.log TO PUBLIC;\n";

class Scope : public testing::Test {
 protected:
  Finished run(std::vector<std::string> arguments) const { return schemac(std::move(arguments), {.words = {}, .directory = folder.path()}); }
  Finished diff(const std::string& from, const std::string& to, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {"diff",        "--from=" + from, "--to=" + to, "--dialect=postgresql",
                                          "--exit-code", "--emit=sql",     "--out=-",    "--allow-destructive"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  Folder folder;
};

TEST_F(Scope, LeavesOutTheTablesOfMigrationTools) {
  folder.write("rails.sql",
               "CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE schema_migrations (version varchar NOT NULL PRIMARY KEY);\n"
               "CREATE TABLE ar_internal_metadata (key varchar NOT NULL PRIMARY KEY, value varchar);\n"
               "COMMENT ON TABLE schema_migrations IS 'Rails';\nGRANT SELECT ON schema_migrations TO PUBLIC;\n"
               "CREATE INDEX by_value ON ar_internal_metadata (value);\n");
  folder.write("bare.sql", "CREATE TABLE users (id int PRIMARY KEY);\n");
  folder.write("tools.schemac",
               "dialect postgresql 15\n\ntable alembic_version {\n  version_num  varchar(32)  primary key\n}\n\n"
               "table users {\n  id  int  primary key\n}\n");
  folder.write(
      "tools.prisma",
      "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel users {\n  id Int @id\n}\n\nmodel flyway_schema_history {\n  id Int @id\n}\n");
  for (const char* from : {"rails.sql", "bare.sql", "tools.schemac", "tools.prisma"})
    for (const char* to : {"rails.sql", "bare.sql", "tools.schemac", "tools.prisma"}) {
      const auto same = diff(from, to);
      EXPECT_EQ(same.code, 0) << from << ' ' << to << same.out << same.error;
    }
  EXPECT_THAT(run({"inspect", "rails.sql", "--dialect=postgresql"}).out, Not(HasSubstr("schema_migrations")));
  folder.write("lite.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE knex_migrations (id INTEGER PRIMARY KEY);\n");
  folder.write("lite.schemac",
               "dialect sqlite\n\ntable users {\n  id  integer  primary key\n}\n\ntable django_migrations {\n  id  integer  primary key\n}\n");
  EXPECT_EQ(run({"diff", "--from=lite.sql", "--to=lite.schemac", "--exit-code"}).code, 0);
}

TEST_F(Scope, ExcludesFromBothSidesWithWhatBelongsToIt) {
  folder.write("all.sql", shop);
  folder.write("less.sql",
               "CREATE TABLE users (id int PRIMARY KEY, age int CHECK (age > 0));\nCREATE INDEX users_age ON users (age);\n"
               "CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;\nCREATE SCHEMA audit;\n");
  folder.write("all.schemac", run({"inspect", "all.sql", "--dialect=postgresql"}).out);
  for (const auto& [from, to] : {std::pair("all.sql", "less.sql"), std::pair("less.sql", "all.sql"), std::pair("all.schemac", "less.sql"),
                                 std::pair("less.sql", "all.schemac")}) {
    EXPECT_EQ(diff(from, to).code, 2);
    const auto same = diff(from, to, {"--exclude=audit.*"});
    EXPECT_EQ(same.code, 0) << from << ' ' << to << same.out << same.error;
  }
  folder.write("no_view.sql", "CREATE TABLE users (id int PRIMARY KEY, age int CHECK (age > 0));\nCREATE INDEX users_age ON users (age);\n");
  const auto in_public = diff("all.sql", "no_view.sql", {"--schemas=public", "--exclude=views"});
  EXPECT_EQ(in_public.code, 0) << in_public.out << in_public.error;
  EXPECT_EQ(diff("no_view.sql", "all.sql", {"--schemas=public", "--exclude=views"}).code, 0);
  EXPECT_THAT(diff("no_view.sql", "all.sql", {"--schemas=public"}).out, HasSubstr("CREATE VIEW"));
}

TEST_F(Scope, ManagesOnlyWhatTheWantedSideSpeaksOf) {
  folder.write("all.sql", shop);
  folder.write("orm.sql", "CREATE TABLE users (id int PRIMARY KEY, age int, name text);\nCREATE VIEW adults AS SELECT 1 AS id;\n");
  const auto tables = diff("all.sql", "orm.sql", {"--manage=tables,no-checks,no-indexes", "--schemas=public"});
  EXPECT_EQ(tables.code, 2) << tables.error;
  EXPECT_THAT(tables.out, HasSubstr("ADD COLUMN name text"));
  for (const char* word : {"DROP", "CREATE VIEW", "REVOKE"}) EXPECT_THAT(tables.out, Not(HasSubstr(word)));
  const auto views = diff("all.sql", "orm.sql", {"--manage=views", "--schemas=public"});
  EXPECT_THAT(views.out, HasSubstr("VIEW"));
  EXPECT_THAT(views.out, Not(HasSubstr("ADD COLUMN")));
  folder.write("schemac.toml", "[source]\nmanages = [\"tables\", \"no-checks\", \"no-indexes\"]\n");
  EXPECT_EQ(diff("all.sql", "orm.sql", {"--schemas=public"}).out, tables.out);
  EXPECT_THAT(diff("all.sql", "orm.sql", {"--manage=tabels"}).error, HasSubstr("did you mean `tables`?"));
}

TEST_F(Scope, WantsNothingBeyondWhatAFileCovers) {
  folder.write("all.sql", shop);
  const auto printed = run({"inspect", "all.sql", "--dialect=postgresql"}).out;
  EXPECT_THAT(printed, HasSubstr("dialect postgresql\ncovers everything\n\n"));
  folder.write("all.schemac", printed);
  const std::string with_more = std::string(shop) + "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';\n";
  folder.write("more.sql", with_more);
  EXPECT_THAT(diff("more.sql", "all.schemac").out, HasSubstr("DROP FUNCTION"));
  const auto tables = run({"inspect", "more.sql", "--dialect=postgresql", "--only=tables"}).out;
  EXPECT_THAT(tables, HasSubstr("covers checks, foreign_keys, indexes, tables\n"));
  EXPECT_THAT(tables, Not(HasSubstr("sql view")));
  folder.write("tables.schemac", tables);
  const auto same = diff("more.sql", "tables.schemac");
  EXPECT_EQ(same.code, 0) << same.out << same.error;
  const auto without = run({"inspect", "more.sql", "--dialect=postgresql", "--exclude=functions,audit.*", "--schemas=public,audit"}).out;
  EXPECT_THAT(without, HasSubstr("covers everything except functions, 'audit.*' in \"public\", \"audit\"\n"));
  folder.write("without.schemac", without);
  EXPECT_EQ(diff("more.sql", "without.schemac").code, 0);
  folder.write("wrong.schemac", "dialect postgresql\ncovers vews\n");
  EXPECT_THAT(run({"check", "wrong.schemac"}).error, HasSubstr("wrong.schemac:2:8: error[unknown-kind]"));
  EXPECT_EQ(run({"fmt", "--check", "all.schemac"}).code, 0);
}

TEST_F(Scope, ReadsWhatItWritesForOtherTools) {
  folder.write("a.sql", "CREATE TABLE a (id int PRIMARY KEY);\n");
  folder.write("b.sql", "CREATE TABLE a (id int PRIMARY KEY, b int);\n");
  for (const char* tool : {"prisma", "flyway", "sql"}) {
    const auto out = std::string("out_") + tool;
    const auto emitted = run({"diff", "--from=empty", "--to=b.sql", "--dialect=postgresql", std::string("--emit=") + tool, "--out=" + out});
    ASSERT_EQ(emitted.code, 0) << emitted.error;
    const auto same = diff(out, "b.sql", {"--from-format=sql"});
    EXPECT_EQ(same.code, 0) << tool << same.out << same.error;
  }
  folder.write("flyway/V2__b.sql", "ALTER TABLE a ADD COLUMN b int;\n");
  folder.write("flyway/V1_1__a.sql", "CREATE TABLE a (id int PRIMARY KEY);\n");
  folder.write("flyway/V10__c.sql", "ALTER TABLE a RENAME COLUMN b TO c;\n");
  folder.write("flyway/U10__c.sql", "ALTER TABLE a RENAME COLUMN c TO b;\n");
  folder.write("flyway/R__views.sql", "CREATE VIEW v AS SELECT c FROM a;\n");
  folder.write("flyway/V1__nothing.sql", "SELECT 1;\n");
  const auto read = run({"inspect", "flyway", "--dialect=postgresql"});
  EXPECT_EQ(read.code, 0) << read.error;
  EXPECT_THAT(read.out, HasSubstr("sql view v"));
}

TEST_F(Scope, ComparesNamesWithoutASchemaWithTheDefaultOne) {
  folder.write("app.sql", "CREATE SCHEMA app;\nCREATE TABLE app.users (id int PRIMARY KEY);\nCREATE VIEW app.v AS SELECT id FROM app.users;\n");
  folder.write("bare.sql", "CREATE TABLE users (id int PRIMARY KEY);\nCREATE VIEW v AS SELECT id FROM users;\n");
  EXPECT_EQ(diff("bare.sql", "app.sql").code, 2);
  const auto from = run({"inspect", "bare.sql", "--dialect=postgresql", "--default-schema=app"});
  EXPECT_THAT(from.out, HasSubstr("table app.users"));
  folder.write("tables.prisma", "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel users {\n  id Int @id\n}\n");
}

}  // namespace
}  // namespace schemac::test
