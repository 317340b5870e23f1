#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "emitters/alembic_calls.h"
#include "emitters/alembic_history.h"
#include "emitters/alembic_text.h"
#include "emitters/emitter.h"
#include "emitters/python.h"
#include "tests/support/sample_plans.h"

namespace schemac::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace fs = std::filesystem;

class VersionsFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("schemac_versions_" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& content) const { std::ofstream(folder_ / name) << content; }
  Result<std::vector<OutputFile>> emitted(const Plan& plan) const {
    return find_emitter("alembic")->emit(plan, {.out_directory = folder_.string(), .timestamp = "20261121134500"});
  }

  fs::path folder_;
};

std::string revision(const std::string& id, const std::string& down) {
  return "revision = '" + id + "'\ndown_revision = " + down + "\n";
}

TEST_F(VersionsFolder, isEmptyForTheFirstRevision) {
  const auto files = emitted(postgresql_plan());
  ASSERT_TRUE(files);
  EXPECT_THAT(files->front().content, HasSubstr("\ndown_revision = None\n"));
  EXPECT_THAT(files->front().path, ::testing::MatchesRegex("[0-9a-f]+_add_column_users_display_name_and_3_more.py"));
}

TEST_F(VersionsFolder, isFollowedAtItsHead) {
  write("a.py", revision("aaa", "None"));
  write("b.py", "revision: str = \"bbb\"\ndown_revision: Union[str, Sequence[str], None] = \"aaa\"\n");
  const auto files = emitted(postgresql_plan());
  ASSERT_TRUE(files);
  EXPECT_THAT(files->front().content, HasSubstr("\ndown_revision = \"bbb\"\n"));
}

TEST_F(VersionsFolder, namesSeveralHeadsAndTheWayOut) {
  write("a.py", revision("aaa", "None"));
  write("b.py", revision("bbb", "'aaa'"));
  write("c.py", revision("ccc", "'aaa'"));
  const auto files = emitted(postgresql_plan());
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().front().code, "several-heads");
  EXPECT_THAT(render(files.error()), HasSubstr("`bbb` (b.py), `ccc` (c.py)"));
  EXPECT_THAT(render(files.error()), HasSubstr("alembic merge"));
  write("m.py", revision("mmm", "(\n  'bbb',  # left\n  'ccc',\n)"));
  const auto merged = emitted(postgresql_plan());
  ASSERT_TRUE(merged);
  EXPECT_THAT(merged->front().content, HasSubstr("\ndown_revision = \"mmm\"\n"));
}

TEST_F(VersionsFolder, getsTheSamePlanOnce) {
  write("a.py", revision("aaa", "None"));
  const auto first = emitted(postgresql_plan());
  ASSERT_TRUE(first);
  write(first->front().path, first->front().content);
  const auto again = emitted(postgresql_plan());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->front().path, first->front().path);
  EXPECT_EQ(again->front().content, first->front().content);
  const auto other = emitted(destructive_plan());
  ASSERT_TRUE(other);
  EXPECT_THAT(other->front().content, Not(HasSubstr("down_revision = \"aaa\"")));
}

TEST_F(VersionsFolder, mayBeNamedByItsParent) {
  write("env.py", "");
  fs::create_directories(folder_ / "versions");
  write("versions/a.py", revision("aaa", "None"));
  const auto files = emitted(postgresql_plan());
  ASSERT_TRUE(files);
  EXPECT_THAT(files->front().path, ::testing::StartsWith("versions/"));
  EXPECT_THAT(files->front().content, HasSubstr("\ndown_revision = \"aaa\"\n"));
}

TEST(AlembicHistory, readsAssignmentsAndNothingElse) {
  EXPECT_FALSE(alembic::parse_revision("x.py", "import os\nmy_revision = 'a'\n"));
  const auto found = alembic::parse_revision("x.py", "revision='a'\ndown_revision = ('b', \"c\")\nlater = 'd'\n");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, "a");
  EXPECT_THAT(found->down, ElementsAre("b", "c"));
  EXPECT_THAT(alembic::parse_revision("x.py", "revision = 'a'\ndown_revision = None  # 'b'\n")->down, IsEmpty());
}

TEST(AlembicRevision, keepsWhatMustStandAloneOutOfTheTransaction) {
  const auto files =
      find_emitter("alembic")->emit(postgresql_plan(), {.out_directory = "/nowhere", .timestamp = "20261121134500"});
  ASSERT_TRUE(files);
  EXPECT_THAT(files->front().content, HasSubstr("    with op.get_context().autocommit_block():\n"
                                                "        # 4. change enum status: add 'old'\n"
                                                "        op.execute(\"ALTER TYPE public.status ADD VALUE 'old'\")\n"));
  EXPECT_THAT(files->front().content, HasSubstr("op.drop_column(\"users\", \"display_name\", schema=\"public\")"));
  EXPECT_THAT(files->front().content, Not(HasSubstr("_run(")));
}

TEST(AlembicRevision, raisesAtOnceWhereNothingLeadsBack) {
  const auto files =
      find_emitter("alembic")->emit(one_way_plan(), {.out_directory = "/nowhere", .timestamp = "20261121134500"});
  ASSERT_TRUE(files);
  EXPECT_THAT(files->front().content,
              HasSubstr("def downgrade():\n    raise RuntimeError(\n        \"step 1 cannot be undone: a "
                        "column cannot become generated in place\"\n    )\n"));
}

TEST(AlembicRevision, isNotWrittenForAnEmptyPlan) {
  EXPECT_THAT(*find_emitter("alembic")->emit(empty_plan(), {.timestamp = "20261121134500"}), IsEmpty());
}

TEST(AlembicText, escapesWhatLooksLikeAParameter) {
  EXPECT_EQ(alembic::text_argument("a::text"), "a::text");
  EXPECT_EQ(alembic::text_argument("'12:30'"), "'12:30'");
  EXPECT_EQ(alembic::text_argument("'{\"a\":1}'"), "'{\"a\"\\:1}'");
  EXPECT_EQ(alembic::text_argument("' :x'"), "' \\:x'");
  EXPECT_EQ(alembic::text_argument("' :x:'"), std::nullopt);
  EXPECT_EQ(alembic::text_argument("'\\:x'"), std::nullopt);
  EXPECT_EQ(alembic::text_argument("'é:x'"), std::nullopt);
}

TEST(AlembicText, runsAnyStatement) {
  EXPECT_EQ(python::print(alembic::execute("SELECT 1", "postgresql"), 0), "op.execute(\"SELECT 1\")");
  EXPECT_EQ(python::print(alembic::execute("SELECT ' :x', 5 % 2", "postgresql"), 0),
            "op.execute(sa.DDL(\"SELECT ' :x', 5 %% 2\"))");
  EXPECT_EQ(python::print(alembic::execute("SELECT 1 -- one", "postgresql"), 0),
            "op.execute(\"\"\"SELECT 1 -- one\n/**/\"\"\")");
  EXPECT_EQ(python::print(alembic::execute("SELECT 5--n", "mysql"), 0), "op.execute(\"SELECT 5--n\")");
}

TEST(Python, quotesAnyText) {
  EXPECT_EQ(python::literal("it's"), "\"it's\"");
  EXPECT_EQ(python::literal("a\"b\\c\td\x01"), "'a\"b\\\\c\\td\\x01'");
  EXPECT_EQ(python::literal("'a' \"b\""), "\"'a' \\\"b\\\"\"");
  EXPECT_EQ(python::literal("it's \"b\""), "'it\\'s \"b\"'");
  EXPECT_EQ(python::literal("one\n\"two\" \"\"\"three\""), "\"\"\"one\n\"two\" \\\"\\\"\\\"three\\\"\"\"\"");
  EXPECT_EQ(python::comment("a\nimport os\r", 4), "    # a\n    # import os \n");
}

std::vector<std::string> said(const Operation& operation, std::size_t statements = 1,
                              const std::string& dialect = "postgresql") {
  std::vector<std::string> out;
  std::vector<Statement> sql(statements, Statement{"SQL"});
  for (const auto& call : alembic::calls_for({operation}, sql, dialect)) out.push_back(python::print(call, 0));
  return out;
}

const QualifiedName users{"public", "users"};

TEST(AlembicCalls, areTypedWhereAlembicSaysTheSame) {
  EXPECT_THAT(said(RenameColumn{users, "a", "b"}),
              ElementsAre("op.alter_column(\"users\", \"a\", new_column_name=\"b\", schema=\"public\")"));
  EXPECT_THAT(said(AddConstraint{users, {.name = {"adults", true}, .body = Check{{"age >= 18"}}}}),
              ElementsAre("op.create_check_constraint(op.f(\"adults\"), \"users\", \"age >= 18\", schema=\"public\")"));
}

TEST(AlembicCalls, areSqlWhereAlembicWouldSaySomethingElse) {
  EXPECT_THAT(said(RenameColumn{users, "a.b", "c"}), ElementsAre("op.execute(\"SQL\")"));
  EXPECT_THAT(said(AddConstraint{users, {.name = {"adults", true}, .body = Check{{"age >= 18"}, true}}}),
              ElementsAre("op.execute(\"SQL\")"));
  EXPECT_THAT(said(AddConstraint{users, {.name = {"adults", true}, .body = Check{{"age >= 18"}}, .validated = false}}),
              ElementsAre("op.execute(\"SQL\")"));
  EXPECT_THAT(said(RenameColumn{users, "a", "b"}, 1, "sqlite"), Not(ElementsAre("op.execute(\"SQL\")")));
  EXPECT_THAT(said(SetNullability{users, {.name = "a", .type = bigint_type()}, true}, 1, "sqlite"),
              ElementsAre("op.execute(\"SQL\")"));
}

TEST(AlembicCalls, doNotForgetACastThatTheStatementHas) {
  const Column before{.name = "a", .type = varchar_type(5)}, after{.name = "a", .type = bigint_type()};
  const auto calls = [&](const std::string& sql, std::optional<std::string> conversion) {
    return python::print(alembic::calls_for({AlterColumnType{users, before, after, std::move(conversion)}},
                                            {Statement{sql}}, "postgresql")
                             .front(),
                         0);
  };
  const std::string alter = "ALTER TABLE public.users ALTER COLUMN a TYPE bigint";
  EXPECT_THAT(calls(alter, {}), HasSubstr("type_=sa.BigInteger()"));
  EXPECT_THAT(calls(alter + " USING a::bigint", "a::bigint"), HasSubstr("postgresql_using=\"a::bigint\""));
  EXPECT_THAT(calls(alter + " USING a::bigint", {}), HasSubstr("op.execute("));
  EXPECT_THAT(calls(alter + ", ALTER COLUMN a SET DEFAULT 1", {}), HasSubstr("op.execute("));
}

TEST(AlembicCalls, leaveOutNoStatement) {
  EXPECT_THAT(said(RenameColumn{users, "a", "b"}, 2), ElementsAre("op.execute(\"SQL\")", "op.execute(\"SQL\")"));
}

TEST(AlembicCalls, keepChecksInFront) {
  const std::vector<Statement> sql{{.sql = "CHECK", .check = true}, {"SQL"}};
  const auto calls = alembic::calls_for({RenameColumn{users, "a", "b"}}, sql, "postgresql");
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(python::print(calls[0], 0), "op.execute(\"CHECK\")");
  EXPECT_THAT(python::print(calls[1], 0), HasSubstr("op.alter_column("));
}

}  // namespace
}  // namespace schemac::testing
