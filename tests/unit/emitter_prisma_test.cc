#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "emitters/emitter.h"
#include "emitters/prisma_words.h"
#include "operations/object_ids.h"
#include "tests/support/sample_plans.h"

namespace schemac::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<OutputFile> emitted(const Plan& plan, const std::string& directory = {}) {
  const auto files = find_emitter("prisma")->emit(
      plan, {.out_directory = directory, .message = "reviews", .timestamp = "20261121134500"});
  EXPECT_TRUE(files) << (files ? "" : render(files.error()));
  return files ? *files : std::vector<OutputFile>{};
}

Type named(std::string name, std::vector<std::string> arguments = {}) {
  return {.name = std::move(name), .arguments = std::move(arguments)};
}

Column serial_id(const std::string& table) {
  Column id{
      .name = "id", .type = named("integer"), .not_null = true, .identity = Identity{.kind = IdentityKind::serial}};
  id.identity->sequence.text = table + "_id_seq";
  id.identity->options = {.type = "integer", .maximum = 2147483647};
  return id;
}

Constraint key_of(const std::string& table) {
  return {.name = {table + "_pkey", false}, .body = Key{.primary = true, .columns = {"id"}}};
}

Constraint reference(const std::string& column, const std::string& table) {
  ForeignKey key{.columns = {column}, .references = {"public", table}, .referenced_columns = {"id"}};
  key.on_update = key.on_delete = ReferentialAction::cascade;
  return {.name = {"Review_" + column + "_fkey", false}, .body = key};
}

Table plain_table(const std::string& name) {
  return {.name = {"public", name}, .columns = {serial_id(name)}, .constraints = {key_of(name)}};
}

Table review() {
  auto table = plain_table("Review");
  table.columns.add({.name = "rating", .type = named("smallint"), .not_null = true});
  table.columns.add({.name = "comment", .type = named("text")});
  table.columns.add({.name = "createdAt",
                     .type = named("timestamp without time zone", {"3"}),
                     .not_null = true,
                     .default_value = Expression{"CURRENT_TIMESTAMP"}});
  table.columns.add({.name = "updatedAt", .type = named("timestamp without time zone", {"3"}), .not_null = true});
  table.columns.add({.name = "userId", .type = named("integer"), .not_null = true});
  table.columns.add({.name = "productId", .type = named("integer"), .not_null = true});
  table.constraints.push_back(reference("productId", "Product"));
  table.constraints.push_back(reference("userId", "User"));
  return table;
}

Step step(Operation operation) {
  Step made{.operation = operation,
            .description = describe(operation),
            .statements = {{"a statement of the plan"}},
            .undo = {}};
  made.undo = {invert(operation).operations, {{"a statement back"}}};
  return made;
}

Index index(std::string name, std::vector<std::string> columns, bool unique = false) {
  Index made;
  made.name = {std::move(name), true};
  made.unique = unique;
  for (auto& column : columns) made.keys.push_back({.column = std::move(column)});
  return made;
}

Plan review_plan() {
  const QualifiedName name{"public", "Review"};
  Unit unit{.steps = {}};
  unit.steps = {step(CreateTable{plain_table("Product")}),
                step(CreateTable{plain_table("User")}),
                step(CreateTable{review()}),
                step(CreateIndex{name, index("Review_userId_productId_key", {"userId", "productId"}, true)}),
                step(CreateIndex{name, index("Review_productId_idx", {"productId"})}),
                step(CreateIndex{name, index("Review_rating_idx", {"rating"})})};
  Plan plan{.engine = {"postgresql", 15, 4}, .names = {"shop", "schema.prisma"}, .fingerprints = {"aa", "bb"}};
  plan.phases.push_back({.name = "direct", .units = {std::move(unit)}});
  number(plan);
  return plan;
}

TEST(PrismaEmitter, writesWhatPrismaWouldWrite) {
  const auto files = emitted(review_plan());
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files[0].path, "20261121134500_reviews/migration.sql");
  EXPECT_THAT(files[0].content, HasSubstr(R"(-- CreateTable
CREATE TABLE "Review" (
    "id" SERIAL NOT NULL,
    "rating" SMALLINT NOT NULL,
    "comment" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "userId" INTEGER NOT NULL,
    "productId" INTEGER NOT NULL,

    CONSTRAINT "Review_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Review_productId_idx" ON "Review"("productId");

-- CreateIndex
CREATE INDEX "Review_rating_idx" ON "Review"("rating");

-- CreateIndex
CREATE UNIQUE INDEX "Review_userId_productId_key" ON "Review"("userId", "productId");

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_productId_fkey" FOREIGN KEY ("productId") REFERENCES "Product"("id") ON DELETE CASCADE ON UPDATE CASCADE;
)"));
}

// A table of MySQL is one step, foreign keys and all; what the plan asserts of an ALTER stays asserted.
TEST(PrismaEmitter, writesMysqlInPrismasWords) {
  const QualifiedName name{"", "Post"};
  Table post{.name = name};
  post.attributes["collate"] = "utf8mb4_unicode_ci";
  post.columns.add({.name = "id",
                    .type = named("int"),
                    .not_null = true,
                    .identity = Identity{.kind = IdentityKind::autoincrement}});
  post.columns.add(
      {.name = "live", .type = named("tinyint", {"1"}), .not_null = true, .default_value = Expression{"1"}});
  post.columns.add({.name = "kind", .type = named("enum", {"'a'", "'b'"})});
  post.columns.add({.name = "authorId", .type = named("int unsigned"), .not_null = true});
  post.constraints.push_back({.name = {}, .body = Key{.primary = true, .columns = {"id"}}});
  ForeignKey key{.columns = {"authorId"}, .references = {"", "User"}, .referenced_columns = {"id"}};
  key.on_delete = ReferentialAction::restrict_;
  key.on_update = ReferentialAction::cascade;
  post.constraints.push_back({.name = {"Post_authorId_fkey", true}, .body = key});
  post.indexes = {index("Post_kind_live_idx", {"kind", "live"})};
  post.indexes[0].attributes["lengths"] = "- 1";
  auto added = step(AddColumn{name, {.name = "seen", .type = named("datetime", {"3"})}, 4});
  added.statements = {{"ALTER TABLE `Post` ADD COLUMN `seen` datetime(3), ALGORITHM=INSTANT"}};
  auto indexed = step(CreateIndex{name, index("Post_seen_key", {"seen"}, true)});
  indexed.statements = {{"ALTER TABLE `Post` ADD UNIQUE KEY `Post_seen_key` (`seen`), ALGORITHM=INPLACE, LOCK=NONE"}};
  Plan plan{.engine = {"mysql", 8, 0}, .names = {"shop", "schema.prisma"}, .fingerprints = {"aa", "bb"}};
  Unit unit{.transactional = false, .steps = {step(CreateTable{post}), added, indexed}};
  plan.phases.push_back({.name = "direct", .units = {std::move(unit)}});
  number(plan);
  const auto files = emitted(plan);
  ASSERT_EQ(files.size(), 7U);
  EXPECT_EQ(files[0].content, R"(-- CreateTable
CREATE TABLE `Post` (
    `id` INTEGER NOT NULL AUTO_INCREMENT,
    `live` BOOLEAN NOT NULL DEFAULT true,
    `kind` ENUM('a', 'b') NULL,
    `authorId` INTEGER UNSIGNED NOT NULL,

    INDEX `Post_kind_live_idx`(`kind`, `live`(1)),
    PRIMARY KEY (`id`),
    CONSTRAINT `Post_authorId_fkey` FOREIGN KEY (`authorId`) REFERENCES `User`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
)");
  EXPECT_EQ(files[2].content,
            "-- AlterTable\nALTER TABLE `Post` ADD COLUMN `seen` DATETIME(3) NULL,\n    ALGORITHM=INSTANT;\n");
  EXPECT_EQ(files[4].content,
            "-- CreateIndex\nCREATE UNIQUE INDEX `Post_seen_key` ON `Post`(`seen`) ALGORITHM=INPLACE LOCK=NONE;\n");
  EXPECT_THAT(files[6].content, HasSubstr("provider = \"mysql\""));
}

// The wanted text's order, field keys and plain indexes before a model's unique ones, as its source gives it; steps
// stay as they are.
TEST(PrismaEmitter, keepsTheOrderOfTheWantedText) {
  auto plan = review_plan();
  const QualifiedName name{"public", "Review"};
  for (const auto& id : {table_id(name), table_id({"public", "User"}), index_id(name, "Review_rating_idx"),
                         index_id(name, "Review_productId_idx"), index_id(name, "Review_userId_productId_key")})
    plan.places.try_emplace(id, plan.places.size());
  const auto sql = emitted(plan).front().content;
  const std::vector<std::size_t> found = {sql.find("CREATE TABLE \"Review\""),
                                          sql.find("CREATE TABLE \"User\""),
                                          sql.find("CREATE TABLE \"Product\""),
                                          sql.find("CREATE INDEX \"Review_rating_idx\""),
                                          sql.find("CREATE INDEX \"Review_productId_idx\""),
                                          sql.find("CREATE UNIQUE INDEX")};
  EXPECT_TRUE(std::ranges::is_sorted(found)) << sql;
  EXPECT_NE(found.back(), std::string::npos);
}

// What an engine without a word for it says in others names columns: renames are not passed, on the way back either.
TEST(PrismaEmitter, movesNothingPastARename) {
  const QualifiedName t{"", "t"};
  auto renamed = step(RenameColumn{t, "a", "b"});
  renamed.statements = {{.sql = "ALTER TABLE t RENAME COLUMN a TO b"}};
  renamed.undo.operations = {RenameColumn{t, "b", "a"}};
  renamed.undo.statements = {{.sql = "ALTER TABLE t RENAME COLUMN b TO a"}};
  auto index = step(RenameIndex{t, "i", {"j", true}});
  index.statements = {{.sql = "DROP INDEX i"}, {.sql = "CREATE INDEX j ON t (b)"}};
  index.undo.operations = {RenameIndex{t, "j", {"i", true}}};
  index.undo.statements = {{.sql = "DROP INDEX j"}, {.sql = "CREATE INDEX i ON t (b)"}};
  Plan plan{.engine = {"sqlite", 3, 40}, .names = {"shop", "schema.prisma"}, .fingerprints = {"aa", "bb"}};
  plan.phases.push_back({.name = "direct", .units = {Unit{.steps = {renamed, index}}}});
  number(plan);
  const auto files = emitted(plan);
  EXPECT_LT(files[0].content.find("RENAME COLUMN"), files[0].content.find("DROP INDEX i"));
  EXPECT_LT(files[1].content.find("DROP INDEX j;\nCREATE INDEX i ON t (b);"),
            files[1].content.find("RENAME COLUMN b TO a"));
}

TEST(PrismaEmitter, makesTheSchemaPublicFromNothing) {
  auto plan = review_plan();
  plan.names.from = "empty";
  EXPECT_THAT(emitted(plan).front().content,
              HasSubstr("-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS \"public\";\n\n-- CreateTable\n"));
}

TEST(PrismaEmitter, putsTheWayBackAndTheProviderBeside) {
  const auto files = emitted(review_plan());
  EXPECT_EQ(files[1].path, "20261121134500_reviews/down.sql");
  EXPECT_THAT(files[1].content, HasSubstr("-- DropTable\nDROP TABLE \"Review\";\n"));
  EXPECT_EQ(files[2].path, "migration_lock.toml");
  EXPECT_THAT(files[2].content, HasSubstr("provider = \"postgresql\"\n"));
}

TEST(PrismaEmitter, keepsTheOrderOfWhatNeedsEachOther) {
  const auto sql = emitted(postgresql_plan()).front().content;
  const auto added = sql.find("ADD COLUMN     \"display_name\" VARCHAR(300)"), filled = sql.find("UPDATE public.users"),
             required = sql.find("ALTER COLUMN \"display_name\" SET NOT NULL");
  EXPECT_LT(added, filled);
  EXPECT_LT(filled, required);
  EXPECT_NE(required, std::string::npos);
}

TEST(PrismaEmitter, givesAStatementOutsideOfATransactionAFileOfItsOwn) {
  const auto files = emitted(postgresql_plan());
  EXPECT_EQ(files[2].path, "20261121134501_reviews_2_of_2/migration.sql");
  EXPECT_EQ(files[2].content, "-- AlterEnum\nALTER TYPE \"status\" ADD VALUE 'old';\n");
}

TEST(PrismaEmitter, joinsTheClausesOfOneTable) {
  const QualifiedName users{"public", "users"};
  Unit unit{.steps = {}};
  unit.steps = {step(SetDefault{users, {.name = "b", .type = named("integer")}, Expression{"1"}}),
                step(AddColumn{users, {.name = "a", .type = named("text")}, 0}),
                step(DropColumn{users, {.name = "c", .type = named("text")}, 2})};
  Plan plan{.engine = {"postgresql", 15, 4}, .names = {"x", "y"}, .fingerprints = {"aa", "bb"}};
  plan.phases.push_back({.name = "direct", .units = {std::move(unit)}});
  number(plan);
  EXPECT_EQ(emitted(plan).front().content,
            "-- AlterTable\nALTER TABLE \"users\" DROP COLUMN \"c\",\nADD COLUMN     \"a\" TEXT,\nALTER COLUMN \"b\" "
            "SET DEFAULT 1;\n");
}

TEST(PrismaEmitter, rebuildsInsideATransactionThatBeginsBehindThePragma) {
  const auto sql = emitted(sqlite_rebuild_plan()).front().content;
  EXPECT_THAT(sql, HasSubstr("-- RedefineTables\nPRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;\n"));
  EXPECT_THAT(sql, HasSubstr("SELECT 'checked';\nCOMMIT;\nPRAGMA foreign_keys = ON;\n"));
}

TEST(PrismaEmitter, warnsAsPrismaDoes) {
  const auto sql = emitted(destructive_plan()).front().content;
  EXPECT_TRUE(sql.starts_with("/*\n  Warnings:\n\n  - deletes the values of users.legacy_code\n\n*/\n")) << sql;
}

TEST(PrismaEmitter, refusesAFolderOfAnotherDatabase) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "prisma_provider";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "migration_lock.toml") << "provider = \"sqlite\"\n";
  const auto files =
      find_emitter("prisma")->emit(review_plan(), {.out_directory = folder.string(), .timestamp = "20261121134500"});
  std::filesystem::remove_all(folder);
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().front().code, "other-provider");
}

TEST(PrismaWords, leaveToThePlanWhatPrismaCannotSay) {
  const QualifiedName t{"public", "t"};
  auto partial = index("i", {"x"});
  partial.where = Expression{"x > 0"};
  EXPECT_FALSE(prisma::words_of(CreateIndex{t, partial}, prisma::Provider::postgresql));
  EXPECT_FALSE(prisma::words_of(RenameColumn{t, "a", "b"}, prisma::Provider::postgresql));
  EXPECT_EQ(prisma::title_of(RenameColumn{t, "a", "b"}), "RenameColumn");
  EXPECT_FALSE(prisma::words_of(RenameIndex{{"", "t"}, "a", {"b", true}}, prisma::Provider::sqlite));
}

}  // namespace
}  // namespace schemac::testing
