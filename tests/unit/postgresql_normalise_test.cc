// PostgreSQL's canonical form: expressions, defaults, generated names.
#include <gmock/gmock.h>

#include "dialects/postgresql/array_casts.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/postgresql.h"
#include "schema/print.h"

namespace schemac {
namespace {

namespace p = postgresql;

Type type(std::string_view text) { return *postgresql_dialect().parse_type(text); }

TEST(PostgresqlExpressions, LoseOnlyWhatMeansNothing) {
  EXPECT_EQ(p::canonical_expression("((a  >\n 0))"), "a > 0");
  EXPECT_EQ(p::canonical_expression("(a) + (b)"), "(a) + (b)");
  EXPECT_EQ(p::canonical_expression("A and  b is NULL -- why"), "a AND b IS NULL");
  EXPECT_EQ(p::canonical_expression("'And  ' || \"And\""), "'And  ' || \"And\"");
  EXPECT_TRUE(p::same_expression("(a > 0) ", "A>0"));
  EXPECT_FALSE(p::same_expression("(a + b) * c", "a + b * c"));
  EXPECT_FALSE(p::same_expression("now()", "CURRENT_TIMESTAMP"));
}

// What the server prints for `x IN ('a', 'b')` over varchar, and what it prints once it has read that.
TEST(PostgresqlExpressions, AreTheSameAfterAReload) {
  const std::string printed = "((t.x)::text = ANY ((ARRAY['a'::character varying, 'b,]'::character varying])::text[]))";
  const std::string reloaded =
      "((t.x)::text = ANY (ARRAY[('a'::character varying)::text, ('b,]'::character varying)::text]))";
  EXPECT_EQ(p::with_casts_of_elements(printed), reloaded);
  EXPECT_EQ(p::with_casts_of_elements(reloaded), reloaded);
  EXPECT_TRUE(p::same_expression(printed, reloaded));
  EXPECT_FALSE(p::same_expression(
      printed, "((t.x)::text = ANY (ARRAY[('a'::character varying)::text, ('c'::character varying)::text]))"));
  EXPECT_EQ(p::with_casts_of_elements("f((ARRAY[a, g(b, c)])::timestamp(3) without time zone[]) -- why"),
            "f(ARRAY[(a)::timestamp(3) without time zone, (g(b, c))::timestamp(3) without time zone]) -- why");
  EXPECT_EQ(p::with_casts_of_elements("(ARRAY[])::text[]"), "(ARRAY[])::text[]");
}

TEST(PostgresqlExpressions, AreSaidSoThatTheServerReadsThemBack) {
  EXPECT_EQ(p::rereadable("(x)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])"),
            "x IN ('a', 'b')");
  EXPECT_EQ(p::rereadable("((\"X\")::text <> ALL ((ARRAY['it''s'::character varying])::text[])) AND y"),
            "(\"X\" NOT IN ('it''s')) AND y");
  EXPECT_EQ(p::rereadable("((t.x)::text = ANY ((ARRAY['a'::character varying])::text[]))"),
            "((t.x)::text = ANY (ARRAY['a'::character varying]))");
  EXPECT_EQ(p::rereadable("$$(x)::text = ANY ((ARRAY['a'::character varying])::text[])$$"),
            "$$(x)::text = ANY ((ARRAY['a'::character varying])::text[])$$");
}

TEST(PostgresqlDefaults, LoseCastsToTheirColumnsType) {
  EXPECT_EQ(p::canonical_default("'x'::text", type("text")), "'x'");
  EXPECT_EQ(p::canonical_default("nextval('numbers')", type("bigint")), "nextval('public.numbers'::regclass)");
  EXPECT_EQ(p::canonical_default("nextval('\"My Numbers\"'::regclass)", type("bigint")),
            "nextval('public.\"My Numbers\"'::regclass)");
  EXPECT_EQ(p::canonical_default("nextval('public.numbers'::regclass) + 1", type("bigint")),
            "nextval('public.numbers'::regclass) + 1");
  EXPECT_EQ(p::canonical_default("'x'::character varying", type("varchar(3)")), "'x'");
  EXPECT_EQ(p::canonical_default("'x'::text", type("varchar(3)")), "'x'::text");
  EXPECT_EQ(p::canonical_default("'-1'::integer", type("int")), "-1");
  EXPECT_EQ(p::canonical_default("'{}'::text[]", type("text[]")), "'{}'");
  EXPECT_EQ(p::canonical_default("'{}'::text", type("text[]")), "'{}'::text");
  EXPECT_EQ(p::canonical_default("'a'::bpchar", type("char(3)")), "'a'");
  EXPECT_EQ(p::canonical_default("'t'", type("bool")), "true");
  EXPECT_EQ(p::canonical_default("null", type("int")), "");
  EXPECT_EQ(p::canonical_default("'a'::public.mood", type("public.mood")), "'a'");
  EXPECT_EQ(p::canonical_default("'a'::x.mood", type("public.mood")), "'a'::x.mood");
}

TEST(PostgresqlDefaults, AreWrappedWhereTheGrammarAsksForIt) {
  EXPECT_EQ(p::default_sql("now() AT TIME ZONE 'utc'"), "(now() AT TIME ZONE 'utc')");
  EXPECT_EQ(p::default_sql("lower('A' || 'and')"), "lower('A' || 'and')");
}

TEST(PostgresqlNames, AreCutAtCharacters) {
  EXPECT_EQ(p::joined_name("t", "c", "key"), "t_c_key");
  EXPECT_EQ(p::joined_name(std::string(60, 't'), std::string(60, 'c'), "seq").size(), 63u);
  const auto umlauts = p::joined_name("tä" + std::string(58, 'x') + "ää", "", "pkey");
  EXPECT_LE(umlauts.size(), 63u);
  EXPECT_TRUE(umlauts.ends_with("x_pkey"));
  EXPECT_EQ(p::quote("select"), "\"select\"");
  EXPECT_EQ(p::quote("a\"b"), "\"a\"\"b\"");
}

TEST(PostgresqlNames, CallExpressionsLikeTheEngine) {
  EXPECT_EQ(p::expression_part("lower(email)"), "lower");
  EXPECT_EQ(p::expression_part("a || b"), "expr");
  EXPECT_EQ(p::expression_part("(data ->> 'k')"), "expr");
  EXPECT_EQ(p::expression_part("(a)::text"), "a");
  EXPECT_EQ(p::expression_part("pg_catalog.lower(a) || 'x'"), "expr");
}

Schema shop() {
  Schema schema{.engine = {"postgresql", 15, 0}};
  Table users{.name = {"", "users"}};
  users.columns = {Column{"id", type("bigserial")}, Column{"email", type("varchar(320)")}, Column{"age", type("int")}};
  users.constraints = {Constraint{{}, Check{Expression{"age > 3"}}}, Constraint{{}, Key{true, {"id"}}},
                       Constraint{{}, Key{false, {"email", "age"}}}, Constraint{{}, Check{Expression{"age < 300"}}}};
  users.indexes = {Index{.name = {}, .keys = {IndexKey{.expression = Expression{"lower(email)"}}}}};
  schema.tables.set(users.name, users);
  return schema;
}

TEST(PostgresqlNormalise, FillsInWhatWasLeftOut) {
  auto schema = shop();
  EXPECT_TRUE(postgresql_dialect().normalise(schema).empty());
  const auto* users = schema.tables.find({"public", "users"});
  ASSERT_NE(users, nullptr);
  std::vector<std::string> names;
  for (const auto& constraint : users->constraints) names.push_back(constraint.name.text);
  EXPECT_THAT(names,
              ::testing::ElementsAre("users_pkey", "users_email_age_key", "users_age_check", "users_age_check1"));
  EXPECT_EQ(users->indexes[0].name.text, "users_lower_idx");
  const auto& id = *users->columns.find("id");
  EXPECT_EQ(id.type.name, "bigint");
  EXPECT_TRUE(id.not_null);
  ASSERT_TRUE(id.identity);
  EXPECT_EQ(id.identity->sequence.text, "users_id_seq");
}

TEST(PostgresqlNormalise, IsAFixedPointThatOrderDoesNotMove) {
  auto once = shop();
  postgresql_dialect().normalise(once);
  auto twice = once;
  postgresql_dialect().normalise(twice);
  EXPECT_EQ(canonical_print(once), canonical_print(twice));
  auto turned = shop();
  turned.tables.change({"", "users"},
                       [](Table& table) { std::reverse(table.constraints.begin(), table.constraints.end()); });
  postgresql_dialect().normalise(turned);
  EXPECT_EQ(canonical_print(once), canonical_print(turned));
}

TEST(PostgresqlNormalise, ReportsWhatTheEngineCannotHave) {
  auto schema = shop();
  schema.tables.change({"", "users"}, [](Table& table) { table.columns.add(Column{"m", type("mod")}); });
  schema.enums.set({"", "mood"}, EnumType{{"", "mood"}, {"ok"}});
  schema.enums.set({"", std::string(64, 'e')}, EnumType{{"", std::string(64, 'e')}, {"ok"}});
  const auto found = postgresql_dialect().normalise(schema);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].code, "unknown-type");
  EXPECT_EQ(found[1].code, "identifier-too-long");
}

TEST(Passwords, AreNeverShown) {
  EXPECT_EQ(without_password("postgresql://me:secret@host/db?password=x"), "postgresql://me@host/db");
  EXPECT_EQ(without_password("postgresql://me:se@c/r?et@host/db"), "postgresql://me@host/db");
  EXPECT_EQ(without_password("postgres://host:5432/db?user=me@corp&sslpassword=x"),
            "postgres://host:5432/db?user=me@corp");
  EXPECT_EQ(without_password("postgresql://host/db?p%61ssword=x"), "postgresql://host/db");
  EXPECT_EQ(without_password("host=h user=u password='a \\'b' dbname=d"), "host=h user=u dbname=d");
  EXPECT_EQ(without_password("app.db"), "app.db");
}

}  // namespace
}  // namespace schemac
