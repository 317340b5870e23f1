// Types as people write them on the left, as PostgreSQL prints them on the right.
#include <gmock/gmock.h>

#include "dialects/postgresql/postgresql.h"

namespace schemac {
namespace {

const Dialect& pg() { return postgresql_dialect(); }

Type type(std::string_view text) {
  auto parsed = pg().parse_type(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? *parsed : Type{};
}

struct Spelling {
  const char* written;
  const char* canonical;
};

class TypeSpelling : public ::testing::TestWithParam<Spelling> {};

TEST_P(TypeSpelling, IsReadAndPrinted) {
  const auto [written, canonical] = GetParam();
  EXPECT_EQ(pg().type_sql(type(written)), canonical);
  EXPECT_EQ(type(canonical), type(written));
  EXPECT_EQ(type(pg().type_short(type(written))), type(written)) << pg().type_short(type(written));
}

INSTANTIATE_TEST_SUITE_P(
    All, TypeSpelling,
    ::testing::Values(
        Spelling{"int", "integer"}, Spelling{"INT4", "integer"}, Spelling{"int8", "bigint"},
        Spelling{"int2", "smallint"}, Spelling{"float", "double precision"}, Spelling{"float(24)", "real"},
        Spelling{"float(25)", "double precision"}, Spelling{"float4", "real"}, Spelling{"decimal(10)", "numeric(10,0)"},
        Spelling{"numeric(10, 2)", "numeric(10,2)"}, Spelling{"numeric(3,-2)", "numeric(3,-2)"},
        Spelling{"varchar(320)", "character varying(320)"}, Spelling{"character varying", "character varying"},
        Spelling{"char", "character(1)"}, Spelling{"char(3)", "character(3)"}, Spelling{"bpchar", "bpchar"},
        Spelling{"\"char\"", "\"char\""}, Spelling{"timestamptz(3)", "timestamp(3) with time zone"},
        Spelling{"timestamp", "timestamp without time zone"},
        Spelling{"timestamp (3) without time zone", "timestamp(3) without time zone"},
        Spelling{"timetz", "time with time zone"}, Spelling{"interval day to second(2)", "interval day to second(2)"},
        Spelling{"interval(3)", "interval(3)"}, Spelling{"bit", "bit(1)"}, Spelling{"varbit(8)", "bit varying(8)"},
        Spelling{"text[]", "text[]"}, Spelling{"varchar(5)[][]", "character varying(5)[]"},
        Spelling{"int array", "integer[]"}, Spelling{"int[3]", "integer[]"}, Spelling{"jsonb", "jsonb"},
        Spelling{"tstzrange", "tstzrange"}, Spelling{"billing.status[]", "billing.status[]"},
        Spelling{"\"My Type\"(3)", "\"My Type\"(3)"}, Spelling{"pg_catalog.int4", "integer"}));

TEST(PostgresqlTypes, RefuseWhatCannotBeRead) {
  EXPECT_FALSE(pg().parse_type("varchar("));
  EXPECT_FALSE(pg().parse_type("int(3)"));
  EXPECT_FALSE(pg().parse_type("varchar(x)"));
  EXPECT_FALSE(pg().parse_type("timestamp with tim zone"));
  EXPECT_FALSE(pg().parse_type(""));
}

TEST(PostgresqlTypes, KnowWhatHoldsWhat) {
  const auto holds = [](const char* wide, const char* narrow) {
    return pg().holds_every_value(type(wide), type(narrow));
  };
  EXPECT_TRUE(holds("bigint", "int"));
  EXPECT_FALSE(holds("int", "bigint"));
  EXPECT_TRUE(holds("numeric(10,2)", "numeric(8,2)"));
  EXPECT_FALSE(holds("numeric(10,4)", "numeric(10,2)"));
  EXPECT_TRUE(holds("numeric", "bigint"));
  EXPECT_FALSE(holds("double precision", "bigint"));
  EXPECT_FALSE(holds("real", "int"));
  EXPECT_TRUE(holds("text", "varchar(20)"));
  EXPECT_FALSE(holds("varchar(10)", "varchar"));
  EXPECT_TRUE(holds("timestamptz", "timestamptz(3)"));
  EXPECT_FALSE(holds("timestamptz(3)", "timestamptz"));
  EXPECT_FALSE(holds("timestamptz", "timestamp"));
  EXPECT_TRUE(holds("timestamp", "date"));
  EXPECT_FALSE(holds("date", "timestamp"));
  EXPECT_FALSE(holds("jsonb", "json"));
  EXPECT_FALSE(holds("text[]", "text"));
}

}  // namespace
}  // namespace schemac
