// A schema file is silent about most of what hangs on a table. When the table's rows have to move to a new one, all of
// that must be there again afterwards, and nothing in it may keep rows back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/folder.h"
#include "tests/support/postgresql_database.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using schemac::testing::LiveDatabase;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// No policy holds a superuser back, whom the tests' server is reached as: the tables belong to one whom it does.
const std::string as_owner = "SET ROLE pg_monitor; ";
const std::string first_of_all = "GRANT ALL ON SCHEMA public TO pg_monitor; " + as_owner;

// What stands on it: a policy that shows two rows of ten, to the owner as well.
constexpr const char* hooks =
    "INSERT INTO logs SELECT i, date '2024-01-01' + i, 'n' || i FROM generate_series(1, 10) i;"
    "ALTER TABLE logs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE POLICY few ON logs USING (id < 3);"
    "GRANT SELECT ON logs TO pg_read_all_stats;"
    "CREATE FUNCTION bump() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;"
    "CREATE TRIGGER bumps AFTER UPDATE ON logs FOR EACH ROW EXECUTE FUNCTION bump(); ALTER TABLE logs DISABLE TRIGGER "
    "bumps;"
    "CREATE RULE no_delete AS ON DELETE TO logs DO INSTEAD NOTHING; CREATE STATISTICS both_of_logs ON id, at FROM logs;"
    "CREATE VIEW late AS SELECT id FROM logs WHERE at > '2024-01-05'; CREATE MATERIALIZED VIEW later AS SELECT id FROM "
    "late;"
    "COMMENT ON VIEW late IS 'of days'; GRANT SELECT ON later TO pg_read_all_stats;";

class LeftAlone : public ::testing::Test {
 protected:
  std::string wanted(const std::string& table) const {
    return folder_.write("to.schemac", "dialect postgresql\n\n" + table);
  }
  Finished diff(const LiveDatabase& live, const std::string& to, std::vector<std::string> more = {"--out=-"}) const {
    std::vector<std::string> arguments = {"diff", "--from=" + live.url(), "--to=" + to, "--emit=sql",
                                          "--allow-destructive"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return schemac(std::move(arguments), {.words = {}, .directory = folder_.path(), .variables = {}});
  }
  std::string inspected(const LiveDatabase& live) const {
    return schemac({"inspect", live.url()}, {.words = {}, .directory = folder_.path(), .variables = {}}).out;
  }
  static void led(const LiveDatabase& live, const std::string& script) {
    ASSERT_EQ(live.run(as_owner + script), "") << script;
  }

  Folder folder_;
};

std::vector<std::string> lines_without(const std::string& text, const std::string& words) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = text.find('\n', begin);
    const auto line = text.substr(begin, end - begin);
    if (line.find(words) == std::string::npos) lines.push_back(line);
    begin = end + 1;
  }
  return lines;
}

std::string replaced_in(std::string text, const std::string& what, const std::string& by) {
  if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), by);
  return text;
}

TEST_F(LeftAlone, HangsOnATableThatBecomesPartitioned) {
  const LiveDatabase live(first_of_all + "CREATE TABLE logs (id int NOT NULL, at date NOT NULL,note text);" + hooks);
  const auto to = wanted(
      "table logs with (partition_by = 'RANGE (at)') {\n  id    integer  not null\n  at    date     not null\n  note  "
      "text\n}\n"
      "sql partition logs_all `CREATE TABLE public.logs_all PARTITION OF public.logs DEFAULT`\n");
  const auto before = inspected(live);
  const auto up = diff(live, to), down = diff(live, to, {"--out=-", "--down"});
  ASSERT_EQ(up.code, 0) << up.error;
  led(live, up.out);
  EXPECT_EQ(lines_without(inspected(live), "partition"), lines_without(before, "table logs {"));
  EXPECT_THAT(live.rows("SELECT count(*) FROM public.logs_all"), ElementsAre("10"));
  ASSERT_EQ(down.code, 0) << down.error;
  led(live, down.out);
  EXPECT_EQ(inspected(live), before);
  EXPECT_THAT(live.rows("SELECT count(*) FROM public.logs"), ElementsAre("10"));
}

TEST_F(LeftAlone, HangsOnPartitionsThatTheFileDoesNotName) {
  const LiveDatabase live(first_of_all +
                          "CREATE TABLE logs (id int NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (id);"
                          "CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM (1) TO (5);"
                          "CREATE TABLE logs_2 PARTITION OF logs FOR VALUES FROM (5) TO (50) PARTITION BY LIST (at);"
                          "CREATE TABLE logs_21 PARTITION OF logs_2 DEFAULT; CREATE INDEX by_note ON logs_21 (note); "
                          "GRANT INSERT ON logs_21 TO pg_read_all_stats;"
                          "CREATE VIEW firsts AS SELECT note FROM logs_1;" +
                          hooks);
  const auto to = wanted(
      "table logs with (partition_by = 'RANGE (id)') {\n  id    bigint  not null\n  at    date    not null\n  note  "
      "text\n}\n");
  const auto before = inspected(live);
  const auto up = diff(live, to), down = diff(live, to, {"--out=-", "--down"});
  ASSERT_EQ(up.code, 0) << up.error;
  led(live, up.out);
  EXPECT_THAT(live.rows("SELECT format('%s %s', a.attname, a.atttypid::regtype) FROM pg_attribute a WHERE attrelid = "
                        "'public.logs_21'::regclass "
                        "AND attnum = 1"),
              ElementsAre("id bigint"));
  EXPECT_THAT(live.rows("SELECT (SELECT count(*) FROM public.logs_1) || ' ' || (SELECT count(*) FROM public.logs_21)"),
              ElementsAre("4 6"));
  led(live, down.out);
  EXPECT_EQ(inspected(live), before);
  EXPECT_THAT(live.rows("SELECT (SELECT count(*) FROM public.logs_1) || ' ' || (SELECT count(*) FROM public.logs_21)"),
              ElementsAre("4 6"));
}

TEST_F(LeftAlone, LooksAtAColumnThatGetsAnotherType) {
  const LiveDatabase live(
      "CREATE TYPE mood AS ENUM ('glad', 'sad', 'calm'); CREATE TABLE logs (id int NOT NULL, felt mood, note text);"
      "INSERT INTO logs VALUES (1, 'glad', 'a'), (2, 'sad', 'b'); CREATE VIEW numbers AS SELECT id FROM logs;"
      "CREATE VIEW more AS SELECT id + 1 AS next FROM numbers; CREATE VIEW moods AS SELECT felt FROM logs; CREATE VIEW "
      "notes AS SELECT note FROM "
      "logs;"
      "GRANT SELECT ON more TO pg_monitor; COMMENT ON VIEW moods IS 'how they are';"
      "CREATE POLICY few ON logs USING (id < 3); CREATE FUNCTION bump() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "RETURN new; END $$;"
      "CREATE TRIGGER bumps BEFORE UPDATE OF id ON logs FOR EACH ROW EXECUTE FUNCTION bump();");
  const auto to =
      wanted("enum mood { glad sad }\ntable logs {\n  id    bigint  not null\n  felt  mood\n  note  text\n}\n");
  const auto before = inspected(live);
  const auto up = diff(live, to), down = diff(live, to, {"--out=-", "--down"});
  ASSERT_EQ(up.code, 0) << up.error;
  EXPECT_EQ(up.out.find("VIEW public.notes"), std::string::npos) << up.out;
  EXPECT_THAT(up.out.substr(0, up.out.find('\n')),
              ::testing::ContainsRegex("(change|alter) .* and [0-9]+ more"));  // not what only goes and comes again
  ASSERT_EQ(live.run(up.out), "") << up.out;
  EXPECT_EQ(lines_without(inspected(live), "  id "),
            lines_without(replaced_in(before, "glad sad calm", "glad sad"), "  id "));
  EXPECT_THAT(live.rows("SELECT string_agg(next::text, ' ') || ' ' || pg_typeof(min(next)) FROM public.more"),
              ElementsAre("2 3 bigint"));
  ASSERT_EQ(live.run(down.out), "") << down.out;
  EXPECT_EQ(inspected(live), before);
}

// A label comes without touching anybody; it goes with the type, and everything that looks at the type steps aside for
// that.
TEST_F(LeftAlone, StandsOnATypeWhoseNewLabelGoesAgain) {
  const LiveDatabase live(
      "CREATE TYPE mood AS ENUM ('glad', 'sad'); CREATE TABLE logs (id int NOT NULL, felt mood NOT NULL DEFAULT "
      "'glad');"
      "INSERT INTO logs VALUES (1, 'sad'); CREATE VIEW moods AS SELECT felt FROM logs; CREATE MATERIALIZED VIEW "
      "counted AS SELECT count(felt) FROM "
      "moods;");
  const auto to = wanted(
      "enum mood { calm glad sad }\ntable logs {\n  id    integer  not null\n  felt  mood     not null  default "
      "'calm'\n}\n");
  const auto before = inspected(live);
  const auto up = diff(live, to), down = diff(live, to, {"--out=-", "--down"});
  ASSERT_EQ(up.code, 0) << up.error;
  EXPECT_EQ(up.out.find("VIEW"), std::string::npos) << up.out;
  EXPECT_EQ(up.out.find("DROP DEFAULT"), std::string::npos) << up.out;
  ASSERT_EQ(live.run(up.out), "") << up.out;
  ASSERT_EQ(live.run("INSERT INTO public.logs VALUES (2)"), "");
  EXPECT_THAT(live.run(down.out), HasSubstr("calm"));  // a row holds it
  EXPECT_THAT(live.rows("SELECT count(*) FROM public.moods"), ElementsAre("2"));
  ASSERT_EQ(live.run("DELETE FROM public.logs WHERE id = 2"), "");
  ASSERT_EQ(live.run(down.out), "") << down.out;
  EXPECT_EQ(inspected(live), before);
  EXPECT_THAT(live.rows("SELECT felt FROM public.moods"), ElementsAre("sad"));
}

// Of a view that belongs to whoever runs the plan, readers get what that one may see.
TEST_F(LeftAlone, BelongsToItsOwnerAgain) {
  const LiveDatabase live(
      "CREATE TYPE mood AS ENUM ('glad', 'sad'); CREATE TABLE logs (id int NOT NULL, felt mood); CREATE TABLE kept (id "
      "int);"
      "CREATE VIEW firsts AS SELECT id FROM logs; CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM firsts;"
      "CREATE FUNCTION first_of(l logs) RETURNS int LANGUAGE sql AS 'SELECT 1';"
      "ALTER TYPE mood OWNER TO pg_monitor; ALTER TABLE logs OWNER TO pg_monitor; ALTER TABLE kept OWNER TO pg_monitor;"
      "ALTER VIEW firsts OWNER TO pg_monitor; ALTER MATERIALIZED VIEW counted OWNER TO pg_read_all_stats;"
      "ALTER FUNCTION first_of OWNER TO pg_monitor;");
  const auto to = wanted(
      "enum mood { sad glad }\n"
      "table logs with (partition_by = 'RANGE (id)') {\n  id    bigint  not null\n  felt  mood\n}\n"
      "table kept {\n  id  bigint\n}\n"
      "sql partition logs_all `CREATE TABLE public.logs_all PARTITION OF public.logs DEFAULT`\n");
  const auto owners = [&] {
    return live.rows(
        "SELECT relname || ' ' || pg_get_userbyid(relowner) FROM pg_class WHERE relname IN ('logs', 'kept', 'firsts', "
        "'counted') "
        "UNION ALL SELECT proname || ' ' || pg_get_userbyid(proowner) FROM pg_proc WHERE proname = 'first_of' "
        "UNION ALL SELECT typname || ' ' || pg_get_userbyid(typowner) FROM pg_type WHERE typname = 'mood' ORDER BY 1");
  };
  const auto before = owners();
  const auto up = diff(live, to), down = diff(live, to, {"--out=-", "--down"});
  ASSERT_EQ(up.code, 0) << up.error;
  EXPECT_EQ(up.out.find("public.kept OWNER"), std::string::npos) << up.out;
  ASSERT_EQ(live.run(up.out), "") << up.out;
  EXPECT_EQ(owners(), before) << up.out;
  ASSERT_EQ(live.run(down.out), "") << down.out;
  EXPECT_EQ(owners(), before) << down.out;
}

TEST_F(LeftAlone, IsNotLostWithAPartitionThatGoes) {
  const LiveDatabase live(first_of_all +
                          "CREATE TABLE logs (id int NOT NULL) PARTITION BY RANGE (id); CREATE TABLE logs_1 PARTITION "
                          "OF logs FOR VALUES FROM (1) TO (5);"
                          "INSERT INTO logs VALUES (1), (4); CREATE VIEW firsts AS SELECT id FROM logs_1;");
  const auto to = wanted("table logs {\n  id  integer  not null\n}\n");
  const auto refused = diff(live, to);
  EXPECT_EQ(refused.code, 3) << refused.out << refused.error;
  EXPECT_THAT(refused.error, HasSubstr("error[refused-step]: 1 step cannot be carried out"));
  EXPECT_THAT(refused.error, HasSubstr("view firsts depends on it"));
  led(live, "DROP VIEW firsts");
  const auto up = diff(live, to);
  ASSERT_EQ(up.code, 0) << up.error;
  led(live, up.out);
  EXPECT_THAT(live.rows("SELECT count(*) FROM public.logs"), ElementsAre("2"));
}

// It goes for the type's sake, and could not come back.
TEST_F(LeftAlone, KeepsAColumnThatItCannotBeMadeAgainWithout) {
  const LiveDatabase live(
      "CREATE TYPE role AS ENUM ('a', 'b'); CREATE TABLE t (id bigint PRIMARY KEY, role role NOT NULL, name text);"
      "CREATE VIEW v AS SELECT id, role, name FROM t;");
  const std::string table = "table t {\n  id  bigint  primary key\n  role  role  not null\n";
  for (const std::string labels : {"a b", "a"}) {
    const auto refused = diff(live, wanted("enum role { " + labels + " }\n" + table + "}\n"));
    EXPECT_EQ(refused.code, 3) << refused.out << refused.error;
    EXPECT_THAT(refused.error, HasSubstr("view v depends on it"));
  }
  const auto up = diff(live, wanted("enum role { a }\n" + table + "  name  text\n}\n"));
  ASSERT_EQ(up.code, 0) << up.error;
  EXPECT_EQ(live.run(up.out), "") << up.out;
}

TEST_F(LeftAlone, ARefusalNamesWhatSchemacCannotMakeAgain) {
  const LiveDatabase live("CREATE TABLE logs (id int NOT NULL); CREATE PUBLICATION changes FOR TABLE logs;");
  const auto refused =
      diff(live, wanted("table logs with (partition_by = 'RANGE (id)') {\n  id  integer  not null\n}\n"
                        "sql partition logs_all `CREATE TABLE public.logs_all PARTITION OF public.logs DEFAULT`\n"));
  EXPECT_EQ(refused.code, 3) << refused.out << refused.error;
  EXPECT_THAT(refused.error, HasSubstr("publication changes depends on it"));
}

}  // namespace
}  // namespace schemac::test
