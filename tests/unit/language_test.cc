// schemac's own language: what it reads, how it prints, what it says about mistakes.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialects/registry.h"
#include "sources/schemac/schemac.h"
#include "tests/support/facts.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

const fs::path cases = fs::path(SCHEMAC_SOURCE_DIR) / "tests/cases/language";

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::shared_ptr<const SourceText> text(std::string written, std::string name = "test.schemac") {
  return std::make_shared<const SourceText>(SourceText{std::move(name), std::move(written)});
}

Source read(const std::string& written) {
  auto source = read_schemac(text(written), "");
  EXPECT_TRUE(source) << (source ? "" : render(source.error()));
  return source ? std::move(*source) : Source{};
}

std::string errors(const std::string& written) {
  const auto source = read_schemac(text(written), "");
  return source ? render(source->remarks) : render(source.error());
}

const Dialect& dialect_of(const Schema& schema) { return *find_dialect(schema.engine.dialect)->dialect; }

std::vector<fs::path> files(const fs::path& directory) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(directory))
    if (entry.path().extension() == ".schemac") out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

// --- laws, for every file of tests/cases/language
TEST(LanguageCases, PrintThenReadIsTheIdentity) {
  for (const auto& path : files(cases)) {
    const auto source = read(contents(path));
    const auto printed = print_schemac_with_notes(source.schema, dialect_of(source.schema));
    EXPECT_THAT(printed.left_out, testing::IsEmpty()) << path;
    EXPECT_EQ(facts(read(printed.text).schema), facts(source.schema)) << path << "\n" << printed.text;
  }
}

TEST(LanguageCases, ThePrintIsInTheOneLayout) {
  for (const auto& path : files(cases)) {
    const auto source = read(contents(path));
    const auto printed = print_schemac(source.schema, dialect_of(source.schema));
    EXPECT_EQ(format_schemac(text(printed)).value(), printed) << path;
  }
}

TEST(LanguageCases, FormattingIsIdempotentAndKeepsMeaningAndTokens) {
  for (const auto& path : files(cases)) {
    const auto written = contents(path);
    const auto once = format_schemac(text(written)).value();
    EXPECT_EQ(format_schemac(text(once)).value(), once) << path;
    EXPECT_EQ(token_texts(once), token_texts(written)) << path;
    EXPECT_EQ(read(once).schema, read(written).schema) << path;
  }
}

// Whole outputs; SCHEMAC_UPDATE_CASES=1 writes them anew.
TEST(LanguageCases, MistakesAreExplained) {
  for (const auto& path : files(cases / "errors")) {
    const auto source = read_schemac(text(contents(path), path.filename().string()), "");
    ASSERT_FALSE(source) << path;
    const auto said = render(source.error());
    const auto expected = fs::path(path).replace_extension(".txt");
    if (std::getenv("SCHEMAC_UPDATE_CASES")) std::ofstream(expected, std::ios::binary) << said;
    EXPECT_EQ(said, contents(expected)) << path;
  }
}

// --- what is read
TEST(Language, TheShopIsReadAsItIsMeant) {
  const auto source = read(contents(cases / "shop.schemac"));
  const auto* users = source.schema.tables.find({"public", "users"});
  ASSERT_TRUE(users);
  EXPECT_EQ(users->columns.size(), 9U);
  EXPECT_EQ(users->columns.find("id")->identity->kind, IdentityKind::by_default);
  EXPECT_TRUE(users->columns.find("id")->not_null);
  EXPECT_EQ(users->columns.find("created_at")->default_value->sql, "now()");
  const auto& rename = source.intents.at({ObjectKind::column, {"public", "users"}, "full_name"});
  EXPECT_THAT(rename.was, ElementsAre(QualifiedName{"", "name"}));
  EXPECT_EQ(source.intents.at({ObjectKind::column, {"public", "users"}, "display_name"}).backfill->sql,
            "first_name || ' ' || last_name");
  const auto* orders = source.schema.tables.find({"billing", "orders"});
  ASSERT_TRUE(orders);
  EXPECT_EQ(orders->columns.find("status")->type.user_type, (QualifiedName{"public", "order_status"}));
  const auto& view = *source.schema.sql_objects.find({"view", {"public", "active_users"}});
  EXPECT_THAT(view.depends_on, ElementsAre(ObjectId{ObjectKind::table, {"public", "users"}}));
  EXPECT_EQ(source.declared.at({ObjectKind::table, {"billing", "orders"}}).position().line, 20U);
}

TEST(Language, KeywordsAreNamesWhereANameIsExpected) {
  const auto source = read(
      "dialect postgresql\n"
      "table \"table\" {\n  index int\n  check text\n  default int\n  primary int\n  \"references\" int\n  not int not "
      "null\n  comment text comment "
      "'about'\n  unique text unique\n"
      "  index (index)\n  foreign key (default) references \"table\" (unique)\n}\n");
  const auto* table = source.schema.tables.find({"public", "table"});
  ASSERT_TRUE(table);
  EXPECT_EQ(table->columns.size(), 8U);
  EXPECT_TRUE(table->columns.find("not")->not_null);
  EXPECT_EQ(table->columns.find("comment")->comment, "about");
  EXPECT_EQ(table->indexes.at(0).keys.at(0).column, "index");
}

TEST(Language, UnquotedNamesAreFoldedAndQuotedOnesAreNot) {
  const auto source = read(
      "dialect postgresql\nTABLE Users {\n  Id INT PRIMARY KEY\n  \"Full Name\" TEXT NOT NULL\n  \"a\"\"b\" text\n}\n");
  const auto* users = source.schema.tables.find({"public", "users"});
  ASSERT_TRUE(users);
  EXPECT_TRUE(users->columns.find("id"));
  EXPECT_TRUE(users->columns.find("Full Name")->not_null);
  EXPECT_TRUE(users->columns.find("a\"b"));
}

TEST(Language, BackticksInsideBackticksAreDoubled) {
  const auto source = read("dialect sqlite\ntable a {\n  x int\n  check `x <> '``'`\n}\n");
  EXPECT_EQ(std::get<Check>(source.schema.tables.find({"", "a"})->constraints.at(0).body).expression.sql, "x <> '`'");
}

TEST(Language, ALineGoesOnInParenthesesAndBehindABackslash) {
  const auto source = read(
      "dialect postgresql\ntable a {\n  x int \\\n    not null\n  y int; z int\n  primary key (\n    x, -- the first\n "
      "   y\n  )\n}\n");
  const auto* table = source.schema.tables.find({"public", "a"});
  EXPECT_EQ(table->columns.size(), 3U);
  EXPECT_THAT(primary_key(*table)->columns, ElementsAre("x", "y"));
}

TEST(Language, WindowsLineEndsAndNoLastLineEnd) {
  const auto source = read("dialect postgresql\r\ntable a {\r\n  x int\r\n  y int\r\n}");
  EXPECT_EQ(source.schema.tables.find({"public", "a"})->columns.size(), 2U);
}

TEST(Language, SerialIsAnIntegerWithASequence) {
  const auto source =
      read("dialect postgresql\ntable a {\n  x serial\n  y bigserial  sequence counter (start 100 increment 10)\n}\n");
  const auto* table = source.schema.tables.find({"public", "a"});
  EXPECT_EQ(table->columns.find("x")->type.name, "integer");
  EXPECT_EQ(table->columns.find("x")->identity->kind, IdentityKind::serial);
  EXPECT_EQ(table->columns.find("x")->identity->sequence, (ObjectName{"a_x_seq", false}));
  EXPECT_EQ(table->columns.find("x")->identity->options.maximum, INT32_MAX);
  EXPECT_EQ(table->columns.find("y")->identity->sequence, (ObjectName{"counter", true}));
  EXPECT_EQ(table->columns.find("y")->identity->options.start, 100);
}

TEST(Language, SerialSaysNullOnlyWhereItLostItsNotNull) {
  const std::string text =
      "dialect postgresql 15\n\ntable a {\n  id  serial  primary key\n  x   serial  null\n  y   serial  not null\n}\n";
  const auto source = read(text);
  const auto& columns = source.schema.tables.find({"public", "a"})->columns;
  EXPECT_TRUE(columns.find("id")->not_null);
  EXPECT_FALSE(columns.find("x")->not_null);
  EXPECT_TRUE(columns.find("y")->not_null);
  EXPECT_EQ(print_schemac(source.schema, dialect_of(source.schema)), text);
}

TEST(Language, LabelsKeepTheirLettersAndTheirPast) {
  const auto source = read("dialect postgresql\nenum e {\n  Open was 'new', Fresh\n  'in work'\n  closed\n}\n");
  EXPECT_THAT(source.schema.enums.find({"public", "e"})->labels, ElementsAre("Open", "in work", "closed"));
  const auto& intent = source.intents.at({ObjectKind::enum_label, {"public", "e"}, "Open"});
  EXPECT_THAT(intent.was, ElementsAre(QualifiedName{"", "new"}, QualifiedName{"", "Fresh"}));
}

TEST(Language, SeveralTextsAreOneSchema) {
  const SourceTexts texts = {text("dialect sqlite\ntable a {\n  id integer primary key\n}\n", "a.schemac"),
                             text("table b {\n  a_id int references a\n}\n", "b.schemac")};
  const auto source = read_schemac(texts, "schema", "");
  ASSERT_TRUE(source) << render(source.error());
  EXPECT_EQ(source->schema.tables.size(), 2U);
  const SourceTexts twice = {texts[0], text("table a {\n  id int\n}\n", "c.schemac")};
  EXPECT_THAT(render(read_schemac(twice, "schema", "").error()), HasSubstr("c.schemac:1:7: error[duplicate-table]"));
}

TEST(Language, TheOtherSideMaySupplyTheDialect) {
  EXPECT_THAT(render(read_schemac(text("table a {\n  x int\n}\n"), "").error()), HasSubstr("states no dialect"));
  EXPECT_EQ(read_schemac(text("table a {\n  x int\n}\n"), "sqlite")->schema.engine.dialect, "sqlite");
  EXPECT_EQ(read("dialect sqlite 3.40\n").schema.engine, (Engine{"sqlite", 3, 40}));
}

TEST(Language, TheDialectLineSaysWhichServerOfMysqlItIs) {
  EXPECT_EQ(read("dialect mysql 8.0\n").schema.engine, (Engine{"mysql", 8, 0}));
  EXPECT_EQ(read("dialect mysql 26.7\n").schema.engine, (Engine{"mysql", 26, 7}));
  EXPECT_EQ(read("dialect MariaDB 11.4\n").schema.engine, (Engine{"mysql", 11, 1'000'004}));
  EXPECT_EQ(read("dialect percona 8.0\n").schema.engine, (Engine{"mysql", 8, 2'000'000}));
  EXPECT_EQ(read("dialect mysql 10.11\n").schema.engine, (Engine{"mysql", 10, 1'000'011}));  // as it was written once
  EXPECT_EQ(read_schemac(text("table a {\n  x int\n}\n"), "mariadb")->schema.engine, (Engine{"mysql", 0, 1'000'000}));
}

// --- what is refused
TEST(Language, WhatIsNoTextIsRefused) {
  EXPECT_THAT(errors(std::string("dialect sqlite\n\0", 16)), HasSubstr("error[not-text]"));
  EXPECT_THAT(errors("dialect sqlite\n\xFF"), HasSubstr("error[not-utf-8]"));
  EXPECT_THAT(errors("dialect sqlite\n\xED\xA0\x80"), HasSubstr("error[not-utf-8]"));
  EXPECT_THAT(errors("dialect sqlite\ntable a\xC2\xA0{\n}\n"), HasSubstr("error[unknown-character]"));
}

TEST(Language, HugeGarbageIsRefusedSoon) {
  std::string garbage;
  while (garbage.size() < 4U << 20U) garbage += "a b ( { } c ";
  EXPECT_THAT(errors(garbage), HasSubstr("error["));
  EXPECT_THAT(errors(std::string(4U << 20U, '(')), HasSubstr("error["));
  EXPECT_THAT(errors(std::string(4U << 20U, '{')), HasSubstr("error["));
  EXPECT_THAT(errors(std::string(1U << 20U, 'a')), HasSubstr("error[syntax]"));
}

TEST(Language, AClauseSaidTwiceIsAnError) {
  EXPECT_THAT(errors("dialect postgresql\ntable a {\n  x int default 1 default 2\n}\n"),
              HasSubstr("3:19: error[repeated]"));
}

TEST(Language, ATypeOfTheEnginesOwnStandsInBackticks) {
  EXPECT_THAT(errors("dialect postgresql\ntable a {\n  x my_domain\n}\n"),
              HasSubstr("3:5: error[unknown-type]: no type `my_domain` in PostgreSQL"));
  const auto source = read("dialect postgresql\ntable a {\n  x `other.my_domain`\n}\n");
  EXPECT_EQ(source.schema.tables.find({"public", "a"})->columns.find("x")->type.user_type,
            (QualifiedName{"other", "my_domain"}));
}

TEST(Language, NamesThatCannotBeWrittenAreReported) {
  auto schema = read("dialect postgresql\n").schema;
  schema.tables.set({"public", "a\nb"}, Table{.name = {"public", "a\nb"}});
  const auto printed = print_schemac_with_notes(schema, dialect_of(schema));
  EXPECT_THAT(printed.left_out, ElementsAre(HasSubstr("table a b")));
  EXPECT_THAT(printed.text, HasSubstr("-- left out: table a b"));
}

TEST(Language, WhatIsNotManagedIsListed) {
  auto schema = read("dialect postgresql\n").schema;
  schema.unmanaged.push_back({.kind = "view", .name = {"public", "active_users"}});
  EXPECT_THAT(print_schemac(schema, dialect_of(schema)), HasSubstr("-- not managed: view active_users\n"));
}

}  // namespace
}  // namespace schemac
