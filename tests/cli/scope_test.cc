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
    "CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;\nCREATE SCHEMA audit;\nCREATE TABLE audit.log (user_id "
    "int REFERENCES users);\n"
    "COMMENT ON TABLE audit.log IS 'who';\nGRANT SELECT ON audit.log TO PUBLIC;\n";

class Scope : public testing::Test {
 protected:
  Finished run(std::vector<std::string> arguments) const {
    return schemac(std::move(arguments), {.words = {}, .directory = folder.path()});
  }
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
               "CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE schema_migrations (version varchar NOT NULL "
               "PRIMARY KEY);\n"
               "CREATE TABLE ar_internal_metadata (key varchar NOT NULL PRIMARY KEY, value varchar);\n"
               "COMMENT ON TABLE schema_migrations IS 'Rails';\nGRANT SELECT ON schema_migrations TO PUBLIC;\n"
               "CREATE INDEX by_value ON ar_internal_metadata (value);\n");
  folder.write("bare.sql", "CREATE TABLE users (id int PRIMARY KEY);\n");
  folder.write("tools.schemac",
               "dialect postgresql 15\n\ntable alembic_version {\n  version_num  varchar(32)  primary key\n}\n\n"
               "table users {\n  id  int  primary key\n}\n");
  folder.write("tools.prisma",
               "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel users {\n  id Int @id\n}\n\nmodel "
               "flyway_schema_history {\n  id Int @id\n}\n");
  for (const char* from : {"rails.sql", "bare.sql", "tools.schemac", "tools.prisma"})
    for (const char* to : {"rails.sql", "bare.sql", "tools.schemac", "tools.prisma"}) {
      const auto same = diff(from, to);
      EXPECT_EQ(same.code, 0) << from << ' ' << to << same.out << same.error;
    }
  EXPECT_THAT(run({"inspect", "rails.sql", "--dialect=postgresql"}).out, Not(HasSubstr("schema_migrations")));
  folder.write(
      "lite.sql",
      "CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE knex_migrations (id INTEGER PRIMARY KEY);\n");
  folder.write("lite.schemac",
               "dialect sqlite\n\ntable users {\n  id  integer  primary key\n}\n\ntable django_migrations {\n  id  "
               "integer  primary key\n}\n");
  EXPECT_EQ(run({"diff", "--from=lite.sql", "--to=lite.schemac", "--exit-code"}).code, 0);
}

TEST_F(Scope, ExcludesFromBothSidesWithWhatBelongsToIt) {
  folder.write("all.sql", shop);
  folder.write(
      "less.sql",
      "CREATE TABLE users (id int PRIMARY KEY, age int CHECK (age > 0));\nCREATE INDEX users_age ON users (age);\n"
      "CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;\nCREATE SCHEMA audit;\n");
  folder.write("all.schemac", run({"inspect", "all.sql", "--dialect=postgresql"}).out);
  for (const auto& [from, to] : {std::pair("all.sql", "less.sql"), std::pair("less.sql", "all.sql"),
                                 std::pair("all.schemac", "less.sql"), std::pair("less.sql", "all.schemac")}) {
    EXPECT_EQ(diff(from, to).code, 2);
    const auto same = diff(from, to, {"--exclude=audit.*"});
    EXPECT_EQ(same.code, 0) << from << ' ' << to << same.out << same.error;
  }
  folder.write(
      "no_view.sql",
      "CREATE TABLE users (id int PRIMARY KEY, age int CHECK (age > 0));\nCREATE INDEX users_age ON users (age);\n");
  const auto in_public = diff("all.sql", "no_view.sql", {"--schemas=public", "--exclude=views"});
  EXPECT_EQ(in_public.code, 0) << in_public.out << in_public.error;
  EXPECT_EQ(diff("no_view.sql", "all.sql", {"--schemas=public", "--exclude=views"}).code, 0);
  EXPECT_THAT(diff("no_view.sql", "all.sql", {"--schemas=public"}).out, HasSubstr("CREATE VIEW"));
}

TEST_F(Scope, SaysWhichWordsMatchNothing) {
  folder.write("all.sql", shop);
  folder.write("lite.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
  const auto pattern = diff("all.sql", "all.sql", {"--exclude=audit.*,audti.*"});
  EXPECT_EQ(pattern.code, 0);
  EXPECT_THAT(pattern.error, HasSubstr("warning[matches-nothing]: `--exclude=audti.*` matches nothing on either side"));
  EXPECT_THAT(pattern.error, Not(HasSubstr("`--exclude=audit.*`")));
  const auto schema = diff("all.sql", "all.sql", {"--schemas=audti"});
  EXPECT_EQ(schema.code, 1);
  EXPECT_THAT(schema.error,
              HasSubstr("error[matches-nothing]: `--schemas=audti` names a schema that neither side has"));
  EXPECT_THAT(diff("all.sql", "all.sql", {"--schemas=audit,pubic"}).error,
              HasSubstr("warning[matches-nothing]: `--schemas=pubic`"));
  const auto alone = run({"inspect", "all.sql", "--dialect=postgresql", "--schemas=audti"});
  EXPECT_EQ(alone.code, 1);
  EXPECT_THAT(alone.error, HasSubstr("`--schemas=audti` names a schema that is not there"));
  const auto consent = diff("all.sql", "all.sql", {"--allow=drop-column:users.zz"});
  EXPECT_THAT(consent.error,
              HasSubstr("warning[matches-nothing]: `--allow=drop-column:users.zz` is about no step of this plan"));
  folder.write("less.sql", "CREATE TABLE users (id int PRIMARY KEY);\n");
  EXPECT_THAT(diff("all.sql", "less.sql", {"--manage=tables", "--allow=drop-column:users.age"}).error,
              Not(HasSubstr("drop-column:users.age")));
}

TEST_F(Scope, ManagesOnlyWhatTheWantedSideSpeaksOf) {
  folder.write("all.sql", shop);
  folder.write("orm.sql",
               "CREATE TABLE users (id int PRIMARY KEY, age int, name text);\nCREATE VIEW adults AS SELECT 1 AS id;\n");
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
  const auto without =
      run({"inspect", "more.sql", "--dialect=postgresql", "--exclude=functions,audit.*", "--schemas=public,audit"}).out;
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
    const auto emitted = run(
        {"diff", "--from=empty", "--to=b.sql", "--dialect=postgresql", std::string("--emit=") + tool, "--out=" + out});
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
  folder.write("app.sql",
               "CREATE SCHEMA app;\nCREATE TABLE app.users (id int PRIMARY KEY);\nCREATE VIEW app.v AS SELECT id FROM "
               "app.users;\n");
  folder.write("bare.sql", "CREATE TABLE users (id int PRIMARY KEY);\nCREATE VIEW v AS SELECT id FROM users;\n");
  EXPECT_EQ(diff("bare.sql", "app.sql").code, 2);
  const auto from = run({"inspect", "bare.sql", "--dialect=postgresql", "--default-schema=app"});
  EXPECT_THAT(from.out, HasSubstr("table app.users"));
  const std::string whole =
      "CREATE TYPE mood AS ENUM ('sad');\nCREATE DOMAIN short AS text CHECK (length(VALUE) < 9);\nCREATE TABLE users "
      "(id serial PRIMARY KEY, mood "
      "mood, "
      "s short);\nCREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\nCREATE "
      "FUNCTION count_of(mood) RETURNS "
      "bigint "
      "LANGUAGE sql AS 'SELECT count(*) FROM users';\nCREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE "
      "FUNCTION touch();\nCREATE "
      "VIEW "
      "v AS SELECT id, count_of(mood) FROM users;\nCREATE MATERIALIZED VIEW m AS SELECT id FROM v;\nCREATE INDEX ON m "
      "(id);\nCOMMENT ON FUNCTION "
      "count_of(mood) IS 'how many';\nCREATE SEQUENCE numbers;\nALTER TABLE users ADD n bigint DEFAULT "
      "nextval('numbers');\n";
  folder.write("whole.sql", whole);
  folder.write("whole_app.sql", "CREATE SCHEMA app;\nSET search_path = app;\n" + whole);
  folder.write("whole.schemac", run({"inspect", "whole.sql", "--dialect=postgresql"}).out);
  folder.write("whole_app.schemac", run({"inspect", "whole_app.sql", "--dialect=postgresql", "--schemas=app"}).out);
  for (const char* bare : {"whole.sql", "whole.schemac"})
    for (const char* in_app : {"whole_app.sql", "whole_app.schemac"}) {
      const auto same = diff(in_app, bare, {"--default-schema=app", "--schemas=app"});
      EXPECT_EQ(same.code, 0) << bare << ' ' << in_app << same.out << same.error;
    }
  folder.write("hand.schemac",
               "dialect postgresql 15\n\ntable users {\n  id  int  primary key\n\n  check `is_ok(id)`\n}\n\n"
               "sql function \"is_ok(int)\" `CREATE FUNCTION is_ok(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT "
               "$1 > 0'`\n\n"
               "sql function \"touch()\" `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN "
               "NEW; END'`\n\n"
               "sql trigger users.touch `BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()`\n\nsql view v "
               "`SELECT id FROM users`\n");
  const auto script = diff("empty", "hand.schemac", {"--default-schema=app"}).out;
  for (const char* text :
       {"CREATE TABLE app.users", "CHECK (app.is_ok(id))", "CREATE FUNCTION app.touch()",
        "ON app.users FOR EACH ROW EXECUTE FUNCTION app.touch()", "CREATE VIEW app.v AS SELECT id FROM app.users"})
    EXPECT_THAT(script, HasSubstr(text)) << script;
  EXPECT_LT(script.find("CREATE FUNCTION app.touch()"), script.find("CREATE TRIGGER"));
  run({"diff", "--from=empty", "--to=hand.schemac", "--default-schema=app", "--emit=flyway", "--out=flyway"});
  const auto migration = run({"inspect", "flyway", "--dialect=postgresql", "--default-schema=app"});
  EXPECT_THAT(migration.out, HasSubstr("table app.users"));
  EXPECT_THAT(migration.out, Not(HasSubstr("schema app")));
  const auto renamed = diff("app.sql", "bare.sql", {"--default-schema=app", "--schemas=app", "--rename=users.id:key"});
  EXPECT_THAT(renamed.error, HasSubstr("users.id:key"));  // no such column on the other side, and the table was found
  folder.write("tables.prisma", "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel users {\n  id Int @id\n}\n");
}

// The check of rows in a block of schemac's own looks where the UPDATE behind it writes.
TEST_F(Scope, LeavesTheDefaultSchemaOutOfBlocksAndOfCallsThatNameASequence) {
  folder.write("from.sql", "CREATE TABLE users (id serial PRIMARY KEY, first text);\n");
  folder.write(
      "to.sql",
      "CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, first text, name text NOT NULL);\n");
  run({"diff", "--from=from.sql", "--to=to.sql", "--dialect=postgresql", "--backfill=users.name=lower(first)",
       "--emit=flyway", "--out=f"});
  std::string written;
  for (const auto& file : std::filesystem::directory_iterator(folder.path("f"))) written += read_text(file.path());
  EXPECT_THAT(written, HasSubstr("FROM users WHERE name IS NULL")) << written;
  EXPECT_THAT(written, HasSubstr("setval('users_id_seq'")) << written;
  EXPECT_THAT(written, Not(HasSubstr("public."))) << written;
}

// In `FROM app.app` a name `app.id` is a column's, and stays.
TEST_F(Scope, LeavesSqlAloneWhereATableIsCalledLikeTheDefaultSchema) {
  folder.write("v.sql",
               "CREATE TABLE app (id int, n int);\nCREATE VIEW v AS SELECT app.id FROM app WHERE app.n > 0;\n");
  run({"diff", "--from=empty", "--to=v.sql", "--dialect=postgresql", "--default-schema=app", "--emit=flyway",
       "--out=v"});
  const auto read = run({"inspect", "v", "--dialect=postgresql", "--default-schema=app"});
  EXPECT_THAT(read.out, HasSubstr("SELECT app.id FROM app.app WHERE (app.n > 0)")) << read.error;
  EXPECT_THAT(read.error, Not(HasSubstr("error")));
}

// Prisma's language says nothing of a sequence; one that ended with the column's type would be full.
TEST_F(Scope, NumbersOfAPrismaKeyGoOnWithItsType) {
  const auto model = [](const std::string& type) {
    return "datasource db {\n  provider = \"postgresql\"\n  url = \"x\"\n}\nmodel Purchase {\n  id " + type +
           " @id @default(autoincrement())\n  n Int\n}\n";
  };
  folder.write("old.prisma", model("Int"));
  folder.write("new.prisma", model("BigInt"));
  const auto written = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"diff", "--emit=sql", "--out=-"});
    return run(std::move(more)).out;
  };
  EXPECT_THAT(written({"--from=old.prisma", "--to=new.prisma"}),
              HasSubstr("ALTER SEQUENCE public.\"Purchase_id_seq\" AS bigint"));
  EXPECT_THAT(written({"--from=new.prisma", "--to=old.prisma", "--allow-destructive"}),
              HasSubstr("ALTER SEQUENCE public.\"Purchase_id_seq\" AS integer"));
}

}  // namespace
}  // namespace schemac::test
