// What a text is, by the server's grammar: one expression, one query, one statement of its kind, or more than that.
#include <gmock/gmock.h>

#include "dialects/postgresql/postgresql.h"
#include "dialects/postgresql/proof.h"

namespace schemac::postgresql {
namespace {

TEST(PostgresqlProof, KnowsOneExpression) {
  for (const char* sql : {"5",
                          "-5",
                          "'x'",
                          "'it''s'",
                          "now()",
                          "a > 0",
                          "a > 0 AND b IS NOT NULL",
                          "(a) + (b)",
                          "ARRAY['a', 'b']::text[]",
                          "E'\\'; drop'",
                          "$$;$$",
                          "'x' /* ; */",
                          "CASE WHEN a THEN 1 ELSE 2 END",
                          "nextval('s'::regclass)",
                          "CURRENT_TIMESTAMP(3) AT TIME ZONE 'UTC'",
                          "a -- the end",
                          "row(1, 2)",
                          "U&'\\0061'",
                          "NULL::text",
                          "interval '1 day'"})
    EXPECT_FALSE(fault_of(sql, SqlPlace::check)) << sql;
}

TEST(PostgresqlProof, KnowsWhatIsMore) {
  for (const char* sql : {"",
                          " ",
                          "'x'; select 1",
                          "1, 2",
                          "1 FROM pg_class",
                          "1) + (2",
                          "1) FROM x WHERE (1",
                          "'x' DROP",
                          "a b",
                          "1 AS b",
                          "*",
                          "a, drop column b",
                          "'x",
                          "a > 0 /*",
                          "a > 0) --",
                          "select 1",
                          "(select 1)",
                          "exists (select from t)",
                          "1 UNION SELECT 2",
                          "1 ORDER BY 1",
                          "1 LIMIT 1",
                          "1 INTO t",
                          "$a$",
                          "'x' NOT NULL",
                          "DISTINCT a"})
    EXPECT_TRUE(fault_of(sql, SqlPlace::check)) << sql;
  EXPECT_FALSE(fault_of("(select max(b) from t)", SqlPlace::backfill));
  EXPECT_TRUE(fault_of("1; select 2", SqlPlace::backfill));
}

TEST(PostgresqlProof, TellsWordsOfNewerServersFromMistakes) {
  const auto& dialect = postgresql_dialect();
  EXPECT_FALSE(schemac::fault_of("JSON_EXISTS(a, '$.x')", SqlPlace::check, dialect));
  EXPECT_FALSE(schemac::fault_of("a > 1_000", SqlPlace::check, dialect));
  EXPECT_FALSE(schemac::fault_of("json_object('a' VALUE b ABSENT ON NULL)", SqlPlace::check, dialect));
  EXPECT_TRUE(schemac::fault_of("JSON_EXISTS(a, '$.x'); select 1", SqlPlace::check, dialect));
  EXPECT_TRUE(schemac::fault_of("JSON_EXISTS(a, '$.x') = (", SqlPlace::check, dialect));
  EXPECT_TRUE(schemac::fault_of("json_exists(a, '$.x'), drop column b", SqlPlace::default_value, dialect));
  EXPECT_TRUE(schemac::fault_of("a + ", SqlPlace::check, dialect));
}

TEST(PostgresqlProof, KnowsExclusionsAndOperatorClasses) {
  EXPECT_FALSE(fault_of("USING gist (room WITH =, during WITH &&) WHERE (room > 0)", SqlPlace::exclusion));
  EXPECT_FALSE(fault_of("(lower(a) WITH =)", SqlPlace::exclusion));
  EXPECT_TRUE(fault_of("USING gist (a WITH =), DROP COLUMN b", SqlPlace::exclusion));
  EXPECT_TRUE(fault_of("USING gist (a WITH =); DROP TABLE t", SqlPlace::exclusion));
  EXPECT_FALSE(fault_of("public.gin_trgm_ops", SqlPlace::operator_class));
  EXPECT_FALSE(fault_of("gist_trgm_ops(siglen='32')", SqlPlace::operator_class));
  EXPECT_TRUE(fault_of("text_ops) WHERE (true", SqlPlace::operator_class));
  EXPECT_TRUE(fault_of("text_ops, b", SqlPlace::operator_class));
}

TEST(PostgresqlProof, KnowsParameters) {
  EXPECT_FALSE(fault_of_parameter("partition_by", "RANGE (at, lower(b))"));
  EXPECT_FALSE(fault_of_parameter("inherits", "public.a, \"B\".c"));
  EXPECT_FALSE(fault_of_parameter("statistics", "-1"));
  EXPECT_TRUE(fault_of_parameter("partition_by", "RANGE (at) WITH (fillfactor = 10)"));
  EXPECT_TRUE(fault_of_parameter("partition_by", "RANGE (at); DROP TABLE t"));
  EXPECT_TRUE(fault_of_parameter("inherits", "a) PARTITION BY RANGE (b"));
  EXPECT_TRUE(fault_of_parameter("statistics", "1, DROP COLUMN a"));
}

std::optional<SqlFault> fault(const char* kind, const char* definition, const char* name = "x") {
  return fault_of(SqlObject{.kind = kind, .name = {"public", name}, .definition = definition});
}

TEST(PostgresqlProof, KnowsObjectsOfTheirKind) {
  EXPECT_FALSE(fault("view", "select 1 as a"));
  EXPECT_FALSE(fault("view", "CREATE OR REPLACE VIEW public.x AS SELECT 1 AS a;"));
  EXPECT_FALSE(fault("materialized view", "select 1 as a"));
  EXPECT_FALSE(fault("function", "CREATE FUNCTION public.x() RETURNS int LANGUAGE sql AS 'select 1; select 2'"));
  EXPECT_FALSE(fault("function", "CREATE FUNCTION public.x() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END"));
  EXPECT_FALSE(fault("trigger", "BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()"));
  EXPECT_FALSE(fault("grant on table",
                     "GRANT SELECT ON TABLE public.a TO b;\nGRANT INSERT ON TABLE public.a TO b WITH GRANT OPTION",
                     "a to b"));
  EXPECT_FALSE(fault("comment on view", "COMMENT ON VIEW public.x IS 'a; b'"));
  EXPECT_FALSE(fault("row security", "ALTER TABLE public.x ENABLE ROW LEVEL SECURITY"));
  EXPECT_TRUE(fault("view", "select 1; select 2"));
  EXPECT_TRUE(fault("view", "create function public.x() returns int language sql as 'select 1'"));
  EXPECT_TRUE(fault("view", "with d as (delete from t returning *) select * from d"));
  EXPECT_TRUE(fault("view", "selec 1"));
  EXPECT_TRUE(fault("function", "() RETURNS int LANGUAGE sql AS 'select 1'; DROP TABLE t"));
  EXPECT_TRUE(fault("row security", "ALTER TABLE public.x DROP COLUMN a"));
  EXPECT_TRUE(fault("row security", "ALTER TABLE public.x ENABLE ROW LEVEL SECURITY, ALTER COLUMN a TYPE int"));
  EXPECT_TRUE(fault("grant on table", "GRANT SELECT ON TABLE public.a TO b; DROP TABLE t", "a to b"));
}

TEST(PostgresqlProof, SendsQuestionsOfOneShapeAlone) {
  using enum Question;
  EXPECT_TRUE(is_question(
      "CREATE TEMPORARY TABLE pg_temp.schemac_ask_1 (a text COLLATE \"C\", b numeric(3,2)) ON COMMIT DROP", table));
  EXPECT_FALSE(is_question("CREATE TEMPORARY TABLE pg_temp.schemac_ask_1 (a text DEFAULT f()) ON COMMIT DROP", table));
  EXPECT_FALSE(is_question("CREATE TABLE public.schemac_ask_1 (a text)", table));
  EXPECT_TRUE(is_question("ALTER TABLE pg_temp.schemac_ask_1 ALTER COLUMN a SET DEFAULT 'x'", column_default));
  EXPECT_FALSE(
      is_question("ALTER TABLE pg_temp.schemac_ask_1 ALTER COLUMN a SET DEFAULT 'x', DROP COLUMN b", column_default));
  EXPECT_FALSE(
      is_question("ALTER TABLE pg_temp.schemac_ask_1 ALTER COLUMN a SET DEFAULT 'x'; SELECT 1", column_default));
  EXPECT_FALSE(is_question("ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'x'", column_default));
  EXPECT_TRUE(is_question("ALTER TABLE pg_temp.schemac_ask_1 ADD CONSTRAINT c CHECK (a > 0) NOT VALID", check));
  EXPECT_FALSE(is_question("ALTER TABLE pg_temp.schemac_ask_1 ADD CONSTRAINT c CHECK (a > 0)", check));
  EXPECT_FALSE(
      is_question("ALTER TABLE pg_temp.schemac_ask_1 ADD CONSTRAINT c CHECK (a > (select 1)) NOT VALID", check));
  const std::string adding = "ALTER TABLE pg_temp.schemac_ask_1 ADD CONSTRAINT c CHECK ";
  EXPECT_TRUE(is_question(adding + "((a + 1) IS NOT NULL) NOT VALID", value));
  EXPECT_FALSE(is_question(adding + "((a + 1) IS NOT NULL)", value));
  EXPECT_FALSE(is_question(adding + "((a) IS NULL OR (b) IS NOT NULL) NOT VALID", value));
  EXPECT_FALSE(is_question(adding + "((select 1) IS NOT NULL) NOT VALID", value));
  EXPECT_TRUE(is_question("CREATE TEMPORARY VIEW pg_temp.schemac_ask_view (b) AS select a from t order by 1", view));
  EXPECT_FALSE(is_question("CREATE VIEW public.v AS select 1", view));
  EXPECT_FALSE(is_question("CREATE TEMPORARY VIEW pg_temp.schemac_ask_view AS select 1; select 2", view));
  EXPECT_FALSE(is_question(
      "CREATE TEMPORARY VIEW pg_temp.schemac_ask_view AS with d as (delete from t returning 1) select 1", view));
}

TEST(PostgresqlProof, SeesTexts) {
  EXPECT_TRUE(holds_text("SELECT a = '{x}'"));
  EXPECT_TRUE(holds_text("SELECT public.d 'x'"));
  EXPECT_TRUE(holds_text("SELECT coalesce(a, E'x'::d[])"));
  EXPECT_FALSE(holds_text("SELECT a + 1, true, NULL::d[], B'01'"));
}

TEST(PostgresqlProof, SeesNamesOfOtherSchemas) {
  EXPECT_FALSE(names_other_schemas("SELECT lower(a) || pg_catalog.lower(b)::text, public.a, 'x'::pg_temp.mood"));
  EXPECT_TRUE(names_other_schemas("SELECT public.f(a)"));
  EXPECT_TRUE(names_other_schemas("SELECT pg_temp.f(a)"));
  EXPECT_TRUE(names_other_schemas("SELECT a::public.mood"));
  EXPECT_TRUE(names_other_schemas("SELECT a OPERATOR(public.+) 2"));
  EXPECT_TRUE(names_columns("(a + 1)"));
  EXPECT_FALSE(names_columns("lower('a')"));
}

TEST(PostgresqlProof, PutsTemporaryTypesWhereTypesStand) {
  EXPECT_EQ(with_temporary_types("SELECT 'public.mood'::public.mood, \"public\".\"mood\" 'x', public.mood(1)",
                                 {{"public", "mood"}}),
            "SELECT 'public.mood'::pg_temp.mood, pg_temp.\"mood\" 'x', public.mood(1)");
}

}  // namespace
}  // namespace schemac::postgresql
