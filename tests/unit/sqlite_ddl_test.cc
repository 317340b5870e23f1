#include <gmock/gmock.h>

#include "dialects/sqlite/ddl.h"
#include "dialects/sqlite/definitions.h"
#include "dialects/sqlite/expressions.h"
#include "dialects/sqlite/normalise.h"
#include "dialects/sqlite/types.h"
#include "schema/print.h"

namespace schemac::sqlite {
namespace {

Table parsed(const std::string& sql) {
  auto table = parse_create_table(sql);
  EXPECT_TRUE(table) << render(table.error());
  return table ? table->table : Table{};
}

Table normal(Table table) {
  Schema schema;
  const auto name = table.name;
  schema.tables.set(name, std::move(table));
  EXPECT_FALSE(has_errors(normalise(schema)));
  return *schema.tables.find(name);
}

// Whatever was declared, writing the model and reading it back gives the same model.
class PrintsBack : public ::testing::TestWithParam<const char*> {};

TEST_P(PrintsBack, TheSameModel) {
  const auto table = normal(parsed(GetParam()));
  const auto text = create_table_sql(table, table.name.name);
  EXPECT_EQ(canonical_print(normal(parsed(text))), canonical_print(table)) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Tables, PrintsBack,
    ::testing::Values(
        "CREATE TABLE t (a)",
        "create table if not exists main.t (a integer primary key autoincrement not null, b text)",
        "CREATE TABLE \"a \"\"b\" (\"select\" int, [from] text, `x y` varchar(10, 2))",
        "CREATE TABLE t (a integer primary key desc on conflict replace)",
        "CREATE TABLE t (a text, b text, primary key (b desc, a collate nocase))",
        "CREATE TABLE t (a text constraint nn not null on conflict ignore constraint u unique on conflict fail)",
        "CREATE TABLE t (a int check (a > 0) constraint named check (a < 9) constraint pair check (a <> 5 and a <> 6))",
        "CREATE TABLE t (a int default -1, b text default 'it''s', c default (1 + 2), d default current_timestamp, e "
        "default abc, f default \"q\")",
        "CREATE TABLE t (a int, b int generated always as (a * 2) stored, c int as (a + 1), d as (b) virtual not null)",
        "CREATE TABLE t (a int references p (x) on delete cascade on update set null deferrable initially deferred, b "
        "int references q)",
        "CREATE TABLE t (a int, b int, constraint f foreign key (a, b) references p (x, y) match full on delete set "
        "default, unique (a, b))",
        "CREATE TABLE t (a text primary key, b any) without rowid, strict",
        "CREATE TABLE t (a unsigned big int(10), b double precision, c 'quoted type')",
        "CREATE TABLE t (a int, constraint x check (a in (1, 2, (3))) constraint y unique (a))"));

TEST(SqliteDdl, KnowsWhatNoPragmaTells) {
  const auto table =
      normal(parsed("CREATE TABLE t (id integer constraint pk primary key autoincrement, a text collate NoCase, check "
                    "(length(a) > 1))"));
  EXPECT_TRUE(table.columns.find("id")->identity);
  EXPECT_EQ(table.columns.find("a")->collation, "NOCASE");
  ASSERT_EQ(table.constraints.size(), 2U);
  EXPECT_EQ(table.constraints[0].name, (ObjectName{"pk", true}));
  EXPECT_EQ(table.constraints[1].name, ObjectName{});
  EXPECT_THAT(std::get<Check>(table.constraints[1].body).expression.columns, ::testing::ElementsAre("a"));
}

TEST(SqliteDdl, NoticesComments) {
  EXPECT_TRUE(parse_create_table("CREATE TABLE t (a int -- the first\n)")->has_comments);
  EXPECT_FALSE(parse_create_table("CREATE TABLE t (a int default '--')")->has_comments);
}

TEST(SqliteDdl, SaysWhereItStoppedUnderstanding) {
  for (const std::string broken : {"CREATE TABLE t", "CREATE TABLE t (a int", "CREATE TABLE t (a int frobnicate 3 =)",
                                   "CREATE TABLE t (a int) WITH MAGIC", ""}) {
    const auto table = parse_create_table(broken);
    ASSERT_FALSE(table) << broken;
    EXPECT_EQ(table.error()[0].code, "unreadable-definition");
  }
}

TEST(SqliteDdl, ReadsIndexes) {
  const auto parsed_index = parse_create_index(
      "CREATE UNIQUE INDEX IF NOT EXISTS i ON [my table] (lower(a) desc, b collate nocase) WHERE c IS NOT NULL");
  ASSERT_TRUE(parsed_index);
  EXPECT_EQ(parsed_index->table.name, "my table");
  const auto& index = parsed_index->index;
  EXPECT_TRUE(index.unique);
  EXPECT_EQ(index.keys[0].expression->sql, "lower(a)");
  EXPECT_TRUE(index.keys[0].descending);
  EXPECT_EQ(index.keys[1].collation, "nocase");
  EXPECT_EQ(index.where->sql, "c IS NOT NULL");
  EXPECT_EQ(create_index_sql({"", "my table"}, index),
            "CREATE UNIQUE INDEX i ON \"my table\" ((lower(a)) DESC, b COLLATE nocase) WHERE c IS NOT NULL");
}

TEST(SqliteNormalise, IsAFixedPoint) {
  auto once =
      normal(parsed("CREATE TABLE t (\"a\" int default (+1), b text collate binary, check ((`t`.`a` > 1 /* why */)), "
                    "unique (b), unique (b), primary key (A))"));
  EXPECT_EQ(canonical_print(normal(once)), canonical_print(once));
  EXPECT_EQ(std::get<Check>(once.constraints[2].body).expression.sql, "a > 1");
  EXPECT_EQ(once.columns.find("a")->default_value->sql, "1");
  EXPECT_FALSE(once.columns.find("b")->collation);
  EXPECT_EQ(once.constraints.size(), 3U) << "the same UNIQUE twice is one";
}

TEST(SqliteNormalise, TheOrderOfDeclarationDoesNotShow) {
  const auto one = normal(parsed("CREATE TABLE t (a int, b int, check (a > 0), unique (b), check (b > 0))"));
  const auto other = normal(parsed("CREATE TABLE t (a int check (a > 0), b int check (b > 0) unique)"));
  EXPECT_EQ(one, other);
}

TEST(SqliteNormalise, RefusesWhatTheEngineLacks) {
  Schema schema;
  schema.enums.set({"", "mood"}, EnumType{.name = {"", "mood"}, .labels = {"sad"}});
  Table table = parsed("CREATE TABLE t (a varchar(3)) STRICT");
  table.columns[0].identity = Identity{};
  schema.tables.set(table.name, table);
  std::vector<std::string> codes;
  for (const auto& diagnostic : normalise(schema)) codes.push_back(diagnostic.code);
  EXPECT_THAT(codes, ::testing::UnorderedElementsAre("no-enums", "unknown-type", "no-identity"));
}

TEST(SqliteNormalise, NamesAnUnnamedIndex) {
  Schema schema;
  Table table = parsed("CREATE TABLE t (a int, b int)");
  table.indexes = {Index{.name = {}, .keys = {{.column = "a"}, {.column = "b"}}},
                   Index{.name = {}, .keys = {{.column = "a"}, {.column = "b", .descending = true}}}};
  schema.tables.set({"", "t"}, table);
  ASSERT_TRUE(normalise(schema).empty());
  const auto& indexes = schema.tables.find({"", "t"})->indexes;
  EXPECT_EQ(indexes[0].name, (ObjectName{"t_a_b_idx", false}));
  EXPECT_EQ(indexes[1].name, (ObjectName{"t_a_b_idx1", false}));
}

TEST(SqliteExpressions, CompareByMeaningOfTheirWords) {
  EXPECT_TRUE(same_expression("((\"Age\" > 21))", "age>21"));
  EXPECT_TRUE(same_expression("a == 1 AND b != 2", "`a` = 1 and [b] <> 2"));
  EXPECT_FALSE(same_expression("a = 'X'", "a = 'x'"));
  EXPECT_FALSE(same_expression("(a) + (b)", "a + b"));
  EXPECT_FALSE(same_expression("\"current_date\"", "current_date"));
}

TEST(SqliteExpressions, DefaultsAreStringsWhereSqliteTakesThemForStrings) {
  EXPECT_EQ(canonical_default("\"abc\""), "'abc'");
  EXPECT_EQ(canonical_default("abc"), "'abc'");
  EXPECT_EQ(canonical_default("((1))"), "1");
  EXPECT_EQ(canonical_default("TRUE"), "TRUE");
  EXPECT_FALSE(is_constant("CURRENT_TIMESTAMP"));
  EXPECT_TRUE(is_literal("CURRENT_TIMESTAMP"));
  EXPECT_TRUE(is_constant("-1.5"));
  EXPECT_FALSE(is_literal("random()"));
}

TEST(SqliteTypes, AffinityFollowsTheEnginesRules) {
  const auto of = [](const char* text) { return affinity(type_from_text(text)); };
  EXPECT_EQ(of("INTEGER"), Affinity::integer);
  EXPECT_EQ(of("floating point"), Affinity::integer) << "it holds INT";
  EXPECT_EQ(of("nvarchar(3)"), Affinity::text);
  EXPECT_EQ(of(""), Affinity::blob);
  EXPECT_EQ(of("double"), Affinity::real);
  EXPECT_EQ(of("decimal(10,5)"), Affinity::numeric);
}

TEST(SqliteTypes, PrintBackAndCompareWithoutCase) {
  for (const std::string text : {"varchar(320)", "unsigned big int", "decimal(10,5)", "untyped", "\"check\""}) {
    const auto type = parse_type(text);
    ASSERT_TRUE(type) << text;
    EXPECT_EQ(type_short(*type), text);
  }
  EXPECT_TRUE(same_type(*parse_type("VarChar ( 10 )"), *parse_type("varchar(10)")));
  EXPECT_FALSE(same_type(*parse_type("varchar(10)"), *parse_type("varchar(11)")));
  EXPECT_FALSE(parse_type("int[]"));
  EXPECT_FALSE(parse_type("int)"));
  EXPECT_FALSE(parse_type(""));
}

TEST(SqliteTypes, HoldEveryValueByAffinity) {
  const auto holds = [](const char* wide, const char* narrow) {
    return holds_every_value(type_from_text(wide), type_from_text(narrow));
  };
  EXPECT_TRUE(holds("varchar(5)", "text"));
  EXPECT_TRUE(holds("text", "integer"));
  EXPECT_FALSE(holds("integer", "text"));
  EXPECT_FALSE(holds("text", "real"));
}

}  // namespace
}  // namespace schemac::sqlite
