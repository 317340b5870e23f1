#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "emitters/emitter.h"
#include "emitters/javascript.h"
#include "emitters/knex_calls.h"
#include "tests/support/sample_plans.h"

namespace schemac::testing {
namespace {

using knex::Place;
using knex::Target;
using ::testing::HasSubstr;
using ::testing::Not;

const QualifiedName users{"public", "users"};
const Place on_postgresql{"knex", 0, Target::postgresql};
const Place on_sqlite{"knex", 0, Target::sqlite};

std::vector<OutputFile> emitted(const Plan& plan, const std::string& directory = {}) {
  const auto files = find_emitter("knex")->emit(plan, {.out_directory = directory, .timestamp = "20261121134500"});
  EXPECT_TRUE(files) << (files ? "" : render(files.error()));
  return files ? *files : std::vector<OutputFile>{};
}

Table with(std::vector<Column> columns, std::vector<Constraint> constraints = {}, QualifiedName name = users) {
  Table table{.name = std::move(name), .constraints = std::move(constraints)};
  for (auto& column : columns) table.columns.add(std::move(column));
  return table;
}

Type integer_type() { return {.name = "integer", .portable = {TypeFamily::integer, 32}}; }

Column serial_id() {
  Column id{.name = "id", .type = integer_type(), .not_null = true, .identity = Identity{.kind = IdentityKind::serial}};
  id.identity->sequence.text = "users_id_seq";
  id.identity->options = {.type = "integer", .maximum = 2147483647};
  return id;
}

Constraint primary(std::string name) {
  return {.name = {std::move(name), false}, .body = Key{.primary = true, .columns = {"id"}}};
}

TEST(KnexEmitter, writesAFileForEachTransaction) {
  const auto files = emitted(postgresql_plan());
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].path, "20261121134500_add_column_users_display_name_character_varying_300_and_2.js");
  EXPECT_TRUE(files[1].path.starts_with("20261121134501_")) << files[1].path;
  EXPECT_THAT(files[0].content, HasSubstr("table.string(\"display_name\", 300);"));
  EXPECT_THAT(files[0].content, HasSubstr("table.dropNullable(\"display_name\");"));
  // left to Knex, the second would be in the first one's transaction
  EXPECT_THAT(files[0].content, HasSubstr("exports.config = { transaction: false };"));
  EXPECT_THAT(emitted(destructive_plan()).front().content, Not(HasSubstr("transaction: false")));
}

TEST(KnexEmitter, opensTransactionsItselfWhereOneDirectionMustGoWithout) {
  const auto file = emitted(postgresql_plan())[1].content;
  EXPECT_THAT(file, HasSubstr("exports.config = { transaction: false };"));
  EXPECT_THAT(file, HasSubstr("  await knex.raw(\"ALTER TYPE public.status ADD VALUE 'old'\");"));
  EXPECT_THAT(file, HasSubstr("await knex.transaction(async (trx) => {\n    // undo 4."));
}

TEST(KnexEmitter, switchesForeignKeysOffOutsideAndOnInAnyCase) {
  const auto file = emitted(sqlite_rebuild_plan()).front().content;
  EXPECT_THAT(file, HasSubstr("exports.config = { transaction: false };"));
  EXPECT_THAT(
      file,
      HasSubstr(
          "  try {\n    await knex.raw(\"PRAGMA foreign_keys = OFF\");\n    await knex.transaction(async (trx) => {"));
  EXPECT_THAT(file, HasSubstr("      await trx.raw(\"SELECT 'checked'\");\n    });\n  } finally {\n    await "
                              "knex.raw(\"PRAGMA foreign_keys = ON\");\n  }\n"));
}

TEST(KnexEmitter, refusesToGoBackWhereNothingLeadsBack) {
  EXPECT_THAT(
      emitted(one_way_plan()).front().content,
      HasSubstr(
          "  throw new Error(\n    \"step 1 cannot be undone: a column cannot become generated in place\",\n  );\n"));
}

TEST(KnexEmitter, followsTheFolder) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "knex_follows";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "007_first.ts") << "export async function up() {}\n";
  const auto typescript = emitted(destructive_plan(), folder.string()).front();
  EXPECT_TRUE(typescript.path.starts_with("008_") && typescript.path.ends_with(".ts")) << typescript.path;
  EXPECT_THAT(typescript.content, HasSubstr("import type { Knex } from \"knex\";"));
  EXPECT_THAT(typescript.content, HasSubstr("export async function up(knex: Knex): Promise<void> {"));
  std::ofstream(folder / "009_second.mjs") << "export async function up() {}\n";
  EXPECT_THAT(emitted(destructive_plan(), folder.string()).front().content,
              HasSubstr("export async function down(knex) {"));
  std::filesystem::remove_all(folder);
}

TEST(KnexCalls, sayATableInKnexsWords) {
  const Column email{.name = "email",
                     .type = varchar_type(320),
                     .not_null = true,
                     .default_value = Expression{"''::character varying"}};
  const Column fresh{.name = "fresh", .type = {.name = "boolean"}, .default_value = Expression{"true"}};
  EXPECT_EQ(knex::call(CreateTable{with({serial_id(), email, fresh}, {primary("users_pkey")})}, on_postgresql),
            "await knex.schema.createTable(\"users\", (table) => {\n"
            "  table.increments(\"id\");\n"
            "  table\n"
            "    .string(\"email\", 320)\n"
            "    .notNullable()\n"
            "    .defaultTo(knex.raw(\"''::character varying\"));\n"
            "  table.boolean(\"fresh\").defaultTo(true);\n"
            "});\n");
}

TEST(KnexCalls, nameAKeyThatIsNotCalledAsTheEngineWould) {
  const auto call = knex::call(CreateTable{with({serial_id()}, {primary("pk")})}, on_postgresql);
  ASSERT_TRUE(call);
  EXPECT_THAT(*call, HasSubstr("table.increments(\"id\", { primaryKey: false });\n  table.primary([\"id\"], \"pk\");"));
}

TEST(KnexCalls, leaveToSqlWhatKnexWouldReadOtherwise) {
  const auto column = [](Column made) {
    return knex::call(AddColumn{users, std::move(made), 0}, on_postgresql).has_value();
  };
  EXPECT_TRUE(column({.name = "plain", .type = integer_type()}));
  EXPECT_FALSE(column({.name = "a.b", .type = integer_type()}));
  EXPECT_FALSE(column({.name = "x as y", .type = integer_type()}));
  EXPECT_FALSE(column({.name = "x", .type = integer_type(), .default_value = Expression{"'?'::text"}}));
  EXPECT_FALSE(column({.name = "x", .type = integer_type(), .comment = "it's"}));
  EXPECT_FALSE(knex::call(RenameTable{{"public", "a"}, {"other", "a"}}, on_postgresql));
}

TEST(KnexCalls, leaveToSqlWhatKnexDoesByCopyingOnSqlite) {
  const QualifiedName t{"", "t"};
  EXPECT_FALSE(knex::call(DropColumn{t, {.name = "x", .type = {.name = "text"}}, 0}, on_sqlite));
  EXPECT_TRUE(knex::call(RenameColumn{t, "x", "y"}, on_sqlite));
  Table table = with({{.name = "x", .type = {.name = "text"}}},
                     {{.name = {}, .body = Key{.primary = false, .columns = {"x"}}}}, t);
  EXPECT_FALSE(knex::call(CreateTable{table}, on_sqlite));  // an index would stand in for the constraint
}

TEST(KnexCalls, nameTheSchemaThatIsNotKnexsOwn) {
  EXPECT_EQ(knex::call(DropTable{{.name = {"billing", "orders"}}}, on_postgresql),
            "await knex.schema.withSchema(\"billing\").dropTable(\"orders\");\n");
}

TEST(KnexRaw, escapesQuestionMarksWhereKnexReadsThem) {
  EXPECT_EQ(knex::raw("SELECT '?'", on_postgresql), "await knex.raw(\"SELECT '\\\\?'\");\n");
  EXPECT_EQ(knex::raw("SELECT '?'", on_sqlite), "await knex.raw(\"SELECT '?'\");\n");
  EXPECT_EQ(knex::raw("SELECT '\\?'", on_postgresql), "await exactly(knex, \"SELECT '\\\\?'\");\n");
}

TEST(JavaScript, quotesAnyText) {
  EXPECT_EQ(javascript::literal("plain"), "\"plain\"");
  EXPECT_EQ(javascript::literal("a \"name\""), "'a \"name\"'");
  EXPECT_EQ(javascript::literal("it's \"x\" ${y} `z` \\"), "`it's \"x\" \\${y} \\`z\\` \\\\`");
  EXPECT_EQ(javascript::literal("two\nlines\r"), "`two\nlines\\x0d`");
  EXPECT_EQ(javascript::comment("a\nb\xE2\x80\xA8"
                                "c",
                                2),
            "  // a\n  // b c\n");
}

}  // namespace
}  // namespace schemac::testing
