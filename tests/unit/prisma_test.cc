// schema.prisma: what is refused and where, and the schema that a file stands for.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "diff/diff.h"
#include "operations/object_ids.h"
#include "schema/print.h"
#include "sources/prisma/names.h"
#include "sources/prisma/print.h"
#include "sources/prisma/prisma.h"

namespace schemac {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::filesystem::path cases = std::filesystem::path(SCHEMAC_SOURCE_DIR) / "tests/cases/prisma";

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

std::shared_ptr<const SourceText> text(std::string content, std::string name = "schema.prisma") {
  return std::make_shared<const SourceText>(SourceText{std::move(name), std::move(content)});
}

Result<Source> read(const std::string& content, const std::string& dialect = "") {
  return read_prisma({text(content)}, "schema.prisma", {.dialect = dialect});
}

Source good(const std::string& content) {
  auto source = read(content);
  if (!source) ADD_FAILURE() << render(source.error());
  return source ? std::move(*source) : Source{};
}

const std::string postgresql = "datasource db {\n  provider = \"postgresql\"\n}\n";

const Table& table(const Source& source, const std::string& name, const std::string& schema = "public") {
  static const Table none;
  const auto* found = source.schema.tables.find({schema, name});
  EXPECT_TRUE(found) << name;
  return found ? *found : none;
}

// --- what is refused

struct Section {
  std::string name;
  std::string text;
};

std::vector<Section> sections(const std::filesystem::path& path) {
  std::vector<Section> out;
  std::istringstream stream(content(path));
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("=== "))
      out.push_back({line.substr(4), ""});
    else if (!out.empty())
      out.back().text += line + "\n";
  }
  return out;
}

// A line that must be refused ends in `// error: code`.
std::multiset<std::string> marked_lines(const std::string& content) {
  std::multiset<std::string> out;
  std::istringstream stream(content);
  int number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    for (auto at = line.find("// error: "); at != std::string::npos; at = line.find("// error: ", at + 1)) {
      const auto code = line.substr(at + 10, line.find_first_of(" /", at + 10) - at - 10);
      out.insert(std::to_string(number) + ": " + code);
    }
  }
  return out;
}

TEST(PrismaInvalid, IsRefusedAtTheMarkedLines) {
  const auto all = sections(cases / "invalid.txt");
  ASSERT_GT(all.size(), 100U);
  for (const auto& section : all) {
    SCOPED_TRACE(section.name);
    std::multiset<std::string> found;
    if (const auto source = read(section.text); !source)
      for (const auto& error : source.error())
        found.insert(std::to_string(error.where.position().line) + ": " + error.code);
    EXPECT_EQ(found, marked_lines(section.text));
  }
}

TEST(PrismaInvalid, ShowsThePlaceAndTheNearestWord) {
  const auto source = read(postgresql + "model A {\n  id   Int @id\n  name Sting\n}\n");
  ASSERT_FALSE(source);
  EXPECT_EQ(render(source.error()),
            "schema.prisma:6:8: error[unknown-type]: no type `Sting`, expected a scalar such as `String`, or a model, "
            "enum or type of this schema\n"
            "    6 |   name Sting\n"
            "      |        ^~~~~ did you mean `String`?\n");
}

TEST(PrismaInvalid, ReportsSeveralMistakesInOneRun) {
  const auto source = read(postgresql + "model A {\n  id Int @id @default(\n  b  Strin\n  c\n}\nenum E {\n}\n");
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().size(), 4U);
}

TEST(PrismaInvalid, SaysWhichEngineItDoesNotKnowYet) {
  const auto source = read("datasource db {\n  provider = \"sqlserver\"\n}\nmodel A {\n  id Int @id @db.SmallInt\n}\n");
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error()[0].code, "engine-not-supported");
  EXPECT_THAT(source.error()[0].message, HasSubstr("SQL Server"));
}

TEST(PrismaInvalid, CountsCharactersNotBytes) {
  const auto source = read(postgresql + "model A {\n  id Int @id @default(dbgenerated(\"ä€\")) @x\n}\n");
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error()[0].where.position().column, 42U);
}

// --- what a file stands for

TEST(PrismaSchema, GivesTheReviewPrismasOwnNames) {
  const auto source = good(content(cases / "review/to.prisma"));
  EXPECT_EQ(canonical_print(table(source, "Review")), content(cases / "review/Review.txt"));
}

TEST(PrismaSchema, CutsNamesAsPrismaDoes) {
  const std::string longest(70, 'x');
  EXPECT_EQ(prisma::index_name(prisma::Provider::postgresql, longest, {"a"}), std::string(59, 'x') + "_idx");
  EXPECT_EQ(prisma::primary_key_name(prisma::Provider::postgresql, longest), std::string(58, 'x') + "_pkey");
  EXPECT_EQ(prisma::foreign_key_name(prisma::Provider::postgresql, std::string(57, 'x') + "é", {"b"}),
            std::string(57, 'x') + "_fkey");
  EXPECT_EQ(prisma::unique_name(prisma::Provider::sqlite, longest, {"a", "b"}), longest + "_a_b_key");
}

TEST(PrismaSchema, GivesMysqlPrismasOwnNamesAndTypes) {
  const auto keys = good(content(cases / "mysql_keys/to.prisma"));
  EXPECT_EQ(canonical_print(table(keys, "authors", "")), content(cases / "mysql_keys/authors.txt"));
  const auto types = good(content(cases / "mysql_types/to.prisma"));
  EXPECT_EQ(canonical_print(table(types, "default_values", "")), content(cases / "mysql_types/default_values.txt"));
}

// MySQL keeps no zone with a moment, and as many digits as the column has.
TEST(PrismaSchema, GivesMysqlMomentsInUniversalTime) {
  const auto source = good(
      "datasource db {\n  provider = \"mysql\"\n}\nmodel A {\n  id Int @id\n"
      "  a DateTime @default(\"2020-02-03T04:05:06.7Z\")\n"
      "  b DateTime @default(\"2020-01-01T01:05:06+02:00\") @db.DateTime(0)\n"
      "  c DateTime @default(\"2020-02-03T23:05:06-01:30\") @db.Date\n"
      "  d DateTime @default(\"1970-01-01T04:05:06.123456Z\") @db.Time(6)\n}\n");
  std::vector<std::string> found;
  for (const auto& column : table(source, "A", "").columns)
    if (column.default_value) found.push_back(column.default_value->sql);
  EXPECT_THAT(found,
              ElementsAre("'2020-02-03 04:05:06.700'", "'2019-12-31 23:05:06'", "'2020-02-04'", "'04:05:06.123456'"));
}

// What is no default of the database is said to be none.
TEST(PrismaSchema, SaysWhichDefaultsMysqlDoesNotGet) {
  const auto source = good(content(cases / "mysql_types/to.prisma"));
  ASSERT_EQ(source.remarks.size(), 2U);
  EXPECT_THAT(source.remarks[0].message, HasSubstr("the default of `bytes` is left to Prisma's client"));
}

TEST(PrismaSchema, MakesTheLinkTableOfListsOnBothSides) {
  const auto source = good(content(cases / "links/from.prisma"));
  EXPECT_EQ(canonical_print(table(source, "_PostToTag")), content(cases / "links/PostToTag.txt"));
  const auto& friends = table(source, "_friendship");
  EXPECT_EQ(std::get<ForeignKey>(friends.constraints[1].body).references.name, "Person");
}

TEST(PrismaSchema, LeavesForeignKeysOutWhereTheClientKeepsThem) {
  auto text = content(cases / "review/to.prisma");
  text.insert(text.find('}'), "  relationMode = \"prisma\"\n");
  const auto source = good(text);
  for (const auto& constraint : table(source, "Review").constraints)
    EXPECT_FALSE(std::holds_alternative<ForeignKey>(constraint.body));
}

TEST(PrismaSchema, ChoosesReferentialActionsByWhetherTheFieldIsRequired) {
  const auto source = good(postgresql +
                           "model A {\n  id Int @id\n  b Int\n  c Int?\n  d A @relation(\"x\", fields: [b], "
                           "references: [id])\n  e A[] @relation(\"x\")\n"
                           "  f A? @relation(\"y\", fields: [c], references: [id])\n  g A[] @relation(\"y\")\n}\n");
  std::map<std::string, ReferentialAction> actions;
  for (const auto& constraint : table(source, "A").constraints)
    if (const auto* key = std::get_if<ForeignKey>(&constraint.body)) actions[constraint.name.text] = key->on_delete;
  EXPECT_EQ(actions, (std::map<std::string, ReferentialAction>{{"A_b_fkey", ReferentialAction::restrict_},
                                                               {"A_c_fkey", ReferentialAction::set_null}}));
}

TEST(PrismaSchema, LeavesTheClientsDefaultsToTheClient) {
  const auto source = good(postgresql +
                           "model A {\n  id String @id @default(uuid(7))\n  b String @default(cuid())\n  c String "
                           "@default(nanoid(10))\n  d String @default(ulid())\n"
                           "  e DateTime @updatedAt\n  f DateTime @default(now())\n}\n");
  for (const auto& column : table(source, "A").columns)
    EXPECT_EQ(column.default_value.has_value(), column.name == "f") << column.name;
}

TEST(PrismaSchema, ReadsFilesTogether) {
  const auto source =
      read_prisma({text("model A {\n  id Int @id\n  b B[]\n}\n", "a.prisma"),
                   text("model B {\n  id Int @id\n  a A[]\n}\n", "b.prisma"), text(postgresql, "base.prisma")},
                  "prisma", {});
  ASSERT_TRUE(source) << render(source.error());
  EXPECT_EQ(source->schema.tables.size(), 3U);
}

TEST(PrismaSchema, TakesTheOtherSidesDialectWithoutADatasource) {
  const auto source = read("model A {\n  id Int @id\n}\n", "sqlite");
  ASSERT_TRUE(source) << render(source.error());
  EXPECT_EQ(source->schema.engine.dialect, "sqlite");
}

TEST(PrismaSchema, CarriesIntents) {
  const auto source = good(postgresql +
                           "/// @was(clients, old.people)\nmodel Customer {\n  id Int @id\n  /// The whole name. "
                           "@was(name)\n  /// @backfill(\"first "
                           "|| ' ' || last\")\n  fullName String @map(\"full_name\")\n"
                           "  age Int /// @using(\"age::integer\")\n}\nenum E {\n  a\n  b /// @was(c)\n}\n");
  const QualifiedName customer{"public", "Customer"};
  EXPECT_THAT(source.intents.at(table_id(customer)).was,
              ElementsAre(QualifiedName{"", "clients"}, QualifiedName{"old", "people"}));
  const auto& name = source.intents.at(column_id(customer, "full_name"));
  EXPECT_THAT(name.was, ElementsAre(QualifiedName{"", "name"}));
  EXPECT_EQ(name.backfill->sql, "first || ' ' || last");
  EXPECT_EQ(source.intents.at(column_id(customer, "age")).conversion->sql, "age::integer");
  EXPECT_EQ(source.intents.at({ObjectKind::enum_label, {"public", "E"}, "b"}).was.at(0).name, "c");
}

TEST(PrismaSchema, WarnsOfAnIntentThatIsNone) {
  const auto source = good(postgresql + "model A {\n  id Int @id\n  /// @backfil(\"1\")\n  b Int?\n}\n");
  ASSERT_EQ(source.remarks.size(), 1U);
  EXPECT_EQ(source.remarks[0].code, "unknown-intent");
  EXPECT_EQ(source.remarks[0].hint, "did you mean `@backfill`?");
}

TEST(PrismaSchema, IsNotSaidToCoverWhatItHasNoWordFor) {
  const auto source = good(postgresql + "model A {\n  id Int @id\n}\n");
  for (const auto aspect : {Aspect::checks, Aspect::exclusions, Aspect::comments, Aspect::partial_indexes,
                            Aspect::storage, Aspect::sequences})
    EXPECT_FALSE(source.coverage.covers(aspect));
  EXPECT_TRUE(source.coverage.covers(Aspect::foreign_keys));
  EXPECT_TRUE(source.coverage.covers_namespace("public"));
  EXPECT_FALSE(source.coverage.covers_namespace("audit"));
}

// --- printing

const Dialect& dialect_of(const Source& source) { return *find_dialect(source.schema.engine.dialect)->dialect; }

std::string printed(const Source& source, const std::shared_ptr<const SourceText>& existing = {}) {
  auto out = print_prisma(source.schema, dialect_of(source), existing);
  EXPECT_TRUE(out) << render(out.error());
  return out.value_or("");
}

// Without the list of what it cannot say, which nobody reads.
std::string said(const std::string& text) { return text.substr(0, text.find("\n// In the database, without a word")); }

TEST(PrismaPrint, ReadsBackAsItWas) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(cases)) {
    if (entry.path().extension() != ".prisma") continue;
    SCOPED_TRACE(entry.path());
    const auto source = good(content(entry.path()));
    const auto once = printed(source);
    const auto again = good(once);
    if (said(once) == once) {
      EXPECT_EQ(canonical_print(again.schema), canonical_print(source.schema)) << once;
    }
    EXPECT_EQ(said(printed(again)), said(once));
  }
}

TEST(PrismaPrint, LooksAsDbPullWouldWriteIt) {
  const auto source = good(content(cases / "review/to.prisma"));
  EXPECT_EQ(printed(source), content(cases / "review/printed.txt"));
}

// The file is of the time before: names, order, comments and what only the client knows stay, what changed is brought
// up.
TEST(PrismaPrint, KeepsWhatAnExistingFileSays) {
  const auto source = good(content(cases / "keep/to.prisma"));
  const auto kept = printed(source, text(content(cases / "keep/existing.prisma")));
  EXPECT_EQ(kept, content(cases / "keep/printed.txt"));
  EXPECT_EQ(canonical_print(good(kept).schema), canonical_print(source.schema));
}

// MySQL keeps labels beside each column: the file's enum stays one as long as all that use it agree.
TEST(PrismaPrint, KeepsTheEnumsOfAFileForMysql) {
  const auto source = good(content(cases / "mysql_changes/to.prisma"));
  const auto kept = printed(source, text(content(cases / "mysql_changes/from.prisma")));
  EXPECT_THAT(kept, HasSubstr("enum State {\n  draft\n  review"));
  EXPECT_EQ(kept.find("Thing_state"), std::string::npos) << kept;
  EXPECT_THAT(canonical_print(good(kept).schema), HasSubstr("enum('draft','review','open')"));
}

TEST(PrismaPrint, LeavesAnExistingFileAloneThatSaysItAll) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(cases)) {
    if (entry.path().extension() != ".prisma") continue;
    SCOPED_TRACE(entry.path());
    const auto source = good(content(entry.path()));
    EXPECT_EQ(printed(source, text(content(entry.path()))), content(entry.path()));
  }
}

TEST(PrismaPrint, DoesNotWriteOverAFileItCannotRead) {
  const auto source = good(content(cases / "review/to.prisma"));
  const auto broken =
      print_prisma(source.schema, dialect_of(source), text(postgresql + "model A {\n  id Int @id\n  x Strin\n}\n"));
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().front().code, "unknown-type");
  const auto other =
      print_prisma(source.schema, dialect_of(source), text("datasource db {\n  provider = \"sqlite\"\n}\n"));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().front().code, "another-engine");
}

// A database says in which schema an extension put its classes, a datamodel never does.
TEST(PrismaPrint, LeavesTheSchemaOfAnOperatorClassOut) {
  const auto file = postgresql +
                    "model A {\n  id Int    @id\n  x  String\n\n  @@index([x(ops: raw(\"gin_trgm_ops\"))], type: "
                    "Gin)\n}\n";
  const auto wanted = good(file);
  auto present = wanted;
  present.schema.tables.change(
      {"public", "A"}, [](Table& a) { a.indexes.front().keys.front().operator_class = "extensions.gin_trgm_ops"; });
  EXPECT_THAT(printed(present), HasSubstr("ops: raw(\"gin_trgm_ops\")"));
  const auto operations = [&](const Source& from, const Source& to) {
    const auto found = diff({.schemas = {&from.schema, &to.schema}, .coverage = {}, .intents = {}, .declared = {}},
                            dialect_of(to), {});
    return found ? found->operations.size() : 99;
  };
  EXPECT_EQ(operations(present, wanted), 0U);
  auto other = present;
  other.schema.tables.change({"public", "A"},
                             [](Table& a) { a.indexes.front().keys.front().operator_class = "public.gin_trgm_ops"; });
  EXPECT_EQ(operations(present, other), 2U);
}

// The file's conditions are in its language only behind the feature: then they are written, else listed.
TEST(PrismaPrint, WritesConditionsOfIndexesWhereTheFileHasThem) {
  const auto file =
      postgresql +
      "generator g {\n  provider        = \"prisma-client\"\n  previewFeatures = [\"partialIndexes\"]\n}\n\n" +
      "model A {\n  id Int @id\n  x  Int?\n\n  @@index([x], where: raw(\"x IS NOT NULL\"))\n}\n";
  auto source = good(file);
  EXPECT_THAT(printed(source), HasSubstr("//   index with a condition A_x_idx of A\n"));
  source.schema.tables.change({"public", "A"}, [](Table& a) {
    a.indexes.push_back({.name = {"y", true}, .keys = {{.column = "id"}}});
  });
  const auto kept = printed(source, text(file));
  EXPECT_THAT(kept, HasSubstr("where: raw(\"(x IS NOT NULL)\")"));
  EXPECT_EQ(canonical_print(good(kept).schema), canonical_print(source.schema));
}

}  // namespace
}  // namespace schemac
