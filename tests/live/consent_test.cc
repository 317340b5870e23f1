// What a plan asks for, and what it loses when it runs: each case is planned between two databases of the engine, and
// where a query says what was there before, it is asked again afterwards.
#include <gmock/gmock.h>

#include <set>

#include "tests/support/postgresql_database.h"
#include "tests/support/process.h"
#include "tests/support/sqlite_file.h"

namespace schemac::testing {
namespace {

struct Case {
  const char* name;
  const char* from;
  const char* to;
  std::vector<std::string> asks;  // the rules of the hazards that ask, without those asked twice
  const char* query = "";         // of what is lost
  std::vector<std::string> before = {};
  std::vector<std::string> after = {};
};

std::vector<std::string> asked(const Plan& plan) {
  std::set<std::string> rules;
  for (const auto* step : steps(plan))
    for (const auto& hazard : step->hazards)
      if (asks_for_consent(hazard)) rules.insert(hazard.rule);
  return {rules.begin(), rules.end()};
}

std::string name_of(const ::testing::TestParamInfo<Case>& info) { return info.param.name; }

const Case sqlite_cases[] = {
    {"StrictAnyBecomesNumeric",
     "CREATE TABLE t (a any) STRICT; INSERT INTO t VALUES ('007')",
     "CREATE TABLE t (a any)",
     {"narrow-type"},
     "SELECT typeof(a) || a FROM t",
     {"text007"},
     {"integer7"}},
    {"StrictAnyBecomesUntyped",
     "CREATE TABLE t (a any) STRICT; INSERT INTO t VALUES ('007')",
     "CREATE TABLE t (a)",
     {},
     "SELECT typeof(a) || a FROM t",
     {"text007"},
     {"text007"}},
    {"VirtualBecomesPlain",
     "CREATE TABLE t (a int, b int AS (a * 2)); INSERT INTO t VALUES (2)",
     "CREATE TABLE t (a int, b int)",
     {},
     "SELECT b FROM t",
     {"4"},
     {"4"}},
    {"IntegersAsText",
     "CREATE TABLE t (a integer); INSERT INTO t VALUES (0.30000000000000004)",
     "CREATE TABLE t (a text)",
     {"narrow-type"},
     "SELECT a + 0 = 0.30000000000000004 FROM t",
     {"1"},
     {"0"}},
    {"StrictIntegersAsText",
     "CREATE TABLE t (a integer) STRICT; INSERT INTO t VALUES (3)",
     "CREATE TABLE t (a text) STRICT",
     {},
     "SELECT a FROM t",
     {"3"},
     {"3"}},
    {"NullKeysGetNumbers",
     "CREATE TABLE t (a int PRIMARY KEY, b); INSERT INTO t VALUES (NULL, 1)",
     "CREATE TABLE t (a integer PRIMARY KEY, b)",
     {"number-null-keys"},
     "SELECT a IS NULL FROM t",
     {"1"},
     {"0"}},
    {"ACheckGoes", "CREATE TABLE t (a int CHECK (a > 0))", "CREATE TABLE t (a int)", {"drop-check"}},
    {"ACheckChanges", "CREATE TABLE t (a int CHECK (a > 0))", "CREATE TABLE t (a int CHECK (a > 1))", {}},
    {"AForeignKeyGoes",
     "CREATE TABLE p (a integer PRIMARY KEY); CREATE TABLE t (a int REFERENCES p)",
     "CREATE TABLE p (a integer PRIMARY KEY); CREATE TABLE t (a int)",
     {"drop-foreign-key"}},
    {"CascadeIsAdded",
     "CREATE TABLE p (a integer PRIMARY KEY); CREATE TABLE t (a int REFERENCES p)",
     "CREATE TABLE p (a integer PRIMARY KEY); CREATE TABLE t (a int REFERENCES p ON DELETE CASCADE)",
     {"add-cascade"}},
    {"AViewGoes", "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t", "CREATE TABLE t (a int)", {"drop-view"}},
    {"AViewChanges",
     "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t",
     "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a, 1 AS b FROM t",
     {}},
    {"ATriggerGoes",
     "CREATE TABLE t (a int); CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END",
     "CREATE TABLE t (a int)",
     {"drop-trigger"}},
    {"ATriggerGoesWithItsTable",
     "CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END",
     "CREATE TABLE u (a int)",
     {"drop-table"}},
    {"UniqueGoes", "CREATE TABLE t (a int, b int UNIQUE)", "CREATE TABLE t (a int, b int)", {"drop-unique"}},
    {"UniqueBecomesAnIndex",
     "CREATE TABLE t (a int, b int UNIQUE)",
     "CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (b)",
     {}},
};

class SqliteConsent : public ::testing::TestWithParam<Case> {};

TEST_P(SqliteConsent, IsAskedForWhatIsLost) {
  const auto& one = GetParam();
  const SqliteFile from(one.from), to(one.to);
  const auto plan = plan_between(from.read(), to.read());
  EXPECT_EQ(asked(plan), one.asks);
  const std::string query = one.query;
  if (query.empty()) return;
  EXPECT_EQ(from.rows(query), one.before);
  EXPECT_EQ(from.run(up_script(plan)), "");
  EXPECT_EQ(from.rows(query), one.after);
}

INSTANTIATE_TEST_SUITE_P(Cases, SqliteConsent, ::testing::ValuesIn(sqlite_cases), name_of);

const Case postgresql_cases[] = {
    {"Unlogged", "CREATE TABLE t (a int)", "CREATE UNLOGGED TABLE t (a int)", {"forget-rows"}},
    {"RowSecurityGoes",
     "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY",
     "CREATE TABLE t (a int)",
     {"drop-row-security"}},
    {"APolicyGoes",
     "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 0)",
     "CREATE TABLE t (a int)",
     {"drop-policy"}},
    {"APolicyOpens",
     "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 0)",
     "CREATE TABLE t (a int); CREATE POLICY p ON t USING (true)",
     {"widen-policy"}},
    {"APolicyChanges",
     "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 0)",
     "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 1)",
     {}},
    {"PublicGetsRights",
     "CREATE TABLE t (a int)",
     "CREATE TABLE t (a int); GRANT SELECT ON t TO PUBLIC",
     {"grant-to-public"}},
    {"PublicLosesRights", "CREATE TABLE t (a int); GRANT SELECT ON t TO PUBLIC", "CREATE TABLE t (a int)", {"revoke"}},
    {"ATriggerGoes",
     "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';"
     "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
     "CREATE TABLE t (a int)",
     {"drop-routine", "drop-trigger"}},
    {"ATriggerIsDisabled",
     "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';"
     "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
     "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';"
     "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER x",
     {"disable-trigger"}},
    {"AMaterializedViewGoes",
     "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a FROM t",
     "CREATE TABLE t (a int)",
     {"drop-view"}},
    {"AViewAboveAChangedType",
     "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t",
     "CREATE TABLE t (a bigint); CREATE VIEW v AS SELECT a FROM t",
     {}},
    {"ASequenceGoes", "CREATE SEQUENCE s", "", {"drop-sequence"}},
    {"ADomainGoes", "CREATE DOMAIN d AS int CHECK (value > 0)", "", {"drop-type"}},
    {"AnEnumGoes", "CREATE TYPE e AS ENUM ('a')", "", {"drop-type"}},
    {"AForeignKeyBecomesAnother",
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p)",
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE "
     "SET NULL)",
     {"add-cascade"}},
    {"CascadeIsAdded",
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p)",
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE "
     "CASCADE)",
     {"add-cascade"}},
    {"ACheckGoes", "CREATE TABLE t (a int CHECK (a > 0))", "CREATE TABLE t (a int)", {"drop-check"}},
    {"AColumnGoesWithItsCheck",
     "CREATE TABLE t (a int, b int CHECK (b > 0))",
     "CREATE TABLE t (a int)",
     {"drop-column"}},
    {"AComputedColumnBecomesPlain",
     "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED); INSERT INTO t VALUES (2)",
     "CREATE TABLE t (a int, b int)",
     {},
     "SELECT b FROM public.t",
     {"4"},
     {"4"}},
};

class PostgresqlConsent : public ::testing::TestWithParam<Case> {};

TEST_P(PostgresqlConsent, IsAskedForWhatIsLost) {
  const auto& one = GetParam();
  const LiveDatabase from(one.from), to(one.to);
  const auto plan = postgresql_plan(from.read(), to.read());
  EXPECT_EQ(asked(plan), one.asks);
  const std::string query = one.query;
  if (query.empty()) return;
  EXPECT_EQ(from.rows(query), one.before);
  EXPECT_EQ(from.run(script_of(plan)), "");
  EXPECT_EQ(from.rows(query), one.after);
}

INSTANTIATE_TEST_SUITE_P(Cases, PostgresqlConsent, ::testing::ValuesIn(postgresql_cases), name_of);

// A narrow flag lets behavior go, and no values.
TEST(Consent, CanBeGivenForBehaviorAlone) {
  const SqliteFile from("CREATE TABLE t (a int CHECK (a > 0), b int); CREATE VIEW v AS SELECT a FROM t");
  const SqliteFile to("CREATE TABLE t (a int, b int)"), narrower("CREATE TABLE t (a int)");
  const SqliteFile with_view("CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t");
  const auto code = [&](const SqliteFile& wanted, const std::string& consent, const SqliteFile* present = nullptr) {
    std::vector<std::string> words = {"diff", "--from=" + (present ? present : &from)->path(), "--to=" + wanted.path(),
                                      "--emit=sql", "--out=-"};
    if (!consent.empty()) words.push_back(consent);
    return test::schemac(words).code;
  };
  EXPECT_EQ(code(to, ""), 3);
  EXPECT_EQ(code(to, "--allow=drop-view:v"), 3);
  EXPECT_EQ(code(to, "--allow=drop-view:v", &with_view), 0);
  EXPECT_EQ(code(to, "--allow=drop-view:w", &with_view), 3);
  EXPECT_EQ(code(to, "--allow-behavior-change"), 0);
  EXPECT_EQ(code(to, "--allow-destructive"), 0);
  EXPECT_EQ(code(narrower, "--allow-behavior-change"), 3);
  EXPECT_EQ(code(narrower, "--allow-destructive"), 0);
}

}  // namespace
}  // namespace schemac::testing
