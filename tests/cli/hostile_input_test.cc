// Files and arguments from somebody else: no password that they hold is shown, and none of them keeps schemac busy or
// ends it.
#include <gmock/gmock.h>

#include "tests/support/folder.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class HostileInput : public testing::Test {
 protected:
  Finished run(std::vector<std::string> arguments) const {
    return schemac(std::move(arguments), {.words = {}, .directory = folder.path(), .limit = std::chrono::seconds(60)});
  }
  Finished read(const std::string& name, std::string_view text, const std::string& dialect = "postgresql") const {
    folder.write(name, text);
    return run({"diff", "--from=empty", "--to=" + name, "--dialect=" + dialect});
  }

  Folder folder;
  std::string good = folder.write("good.schemac", "dialect postgresql\n\ntable t {\n  a  int\n}\n");
};

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST_F(HostileInput, ShowsNoPasswordOfAFile) {
  const std::pair<const char*, const char*> files[] = {
      {"schema.prisma", "datasource db {\n  provider = \"postgresql\"\n  url = \"postgresql://me:Sekr1t@host/db\n}\n"},
      {"role.sql", "ALTER ROLE me PASSWORD 'Sekr1t' VALD;\n"},
      {"lines.sql", "CREATE ROLE me LOGIN PASSWORD\n  'Sekr1t' VALD;\n"},
      {"server.sql", "CREATE USER MAPPING FOR me SERVER s OPTIONS (user 'me', password 'Sekr1t') x;\n"},
      {"subscription.sql", "CREATE SUBSCRIPTION s CONNECTION 'host=h password=Sekr1t' PUBLICATON p;\n"},
      {"connect.sql",
       "CREATE TABLE t (a int);\n\\connect \"host=h password=Sekr1t dbname=x\"\nCREATE TABLE u (a int);\n"},
      {"url.sql", "CREATE TABLE t (a int);\n\\c postgresql://me:Sekr1t@host/db\nCREATE TABLE u (a int);\n"},
      {"unclosed.sql", "ALTER ROLE me PASSWORD 'Sekr1t;\n"},
      {"text.schemac", "dialect postgresql\n\ntable t {\n  a  text  default `'password=Sekr1t' x`\n}\n"},
  };
  for (const auto& [name, text] : files) {
    const auto result = read(name, text);
    EXPECT_EQ(result.code, 1) << name;
    EXPECT_THAT(result.out + result.error, Not(HasSubstr("Sekr1t"))) << name;
    EXPECT_THAT(result.error, HasSubstr(std::string(name) + ":")) << name;
  }
  const auto user =
      read("user.sql", "CREATE USER me IDENTIFIED BY 'Sekr1t' REQIRE SSL; CREATE TABLE t (a int x);\n", "mysql");
  EXPECT_THAT(user.out + user.error, Not(HasSubstr("Sekr1t")));
  EXPECT_EQ(user.code, 1);
}

TEST_F(HostileInput, ShowsNoPasswordOfTheConfiguration) {
  for (const char* text :
       {"frm = \"postgresql://me:Sekr1t@host/db\"\n", "from = \"postgresql://me:Sekr1t@host/db\n",
        "renames = \"postgresql://me:Sekr1t@host/db\"\n", "[environments.postgresql://me:Sekr1t@host]\nfrom = 1\n",
        "environment = \"me:Sekr1t@tcp(host)\"\n", "emit = [\n  \"host=h password=Sekr1t\",\n  1\n]\n"}) {
    folder.write("schemac.toml", text);
    const auto result = run({"diff", "--from=empty", "--to=good.schemac"});
    EXPECT_EQ(result.code, 1) << text;
    EXPECT_THAT(result.out + result.error, Not(HasSubstr("Sekr1t"))) << text;
  }
}

TEST_F(HostileInput, ShowsNoPasswordAtTheWrongOption) {
  for (const char* place :
       {"postgresql://me:Sekr1t@host/db", "host=h password=Sekr1t user=me", "me:Sekr1t@tcp(host)/db"})
    for (const char* option : {"--format=", "--config=", "--env=", "--emit=", "--color=", "--dialect=", "--renames=",
                               "--on-ambiguous=", "--schemas=", "--manage=", "--include=", "--exclude=", "--rename=",
                               "--no-rename=", "--allow=", "--to-format=", "--lock-timeout="}) {
      const auto result = run({"diff", "--from=empty", "--to=good.schemac", std::string(option) + place});
      EXPECT_THAT(result.out + result.error, Not(HasSubstr("Sekr1t"))) << option << place;
    }
  for (const char* option : {"--out=", "--default-schema="}) {
    const auto result = run({"diff", "--from=empty", "--to=good.schemac", "--emit=sql",
                             std::string(option) + "postgresql://me:Sekr1t@host/db"});
    EXPECT_EQ(result.code, 64) << option;
    EXPECT_THAT(result.out + result.error, Not(HasSubstr("Sekr1t"))) << option;
  }
}

TEST_F(HostileInput, IsRefusedWhereItNestsTooDeep) {
  constexpr int many = 100'000;
  const auto nested = repeated("(", many) + "1" + repeated(")", many);
  for (const char* dialect : {"postgresql", "mysql", "sqlite"}) {
    const auto in_sql = read("deep.sql", "CREATE TABLE t (a int CHECK (" + nested + " > 0));\n", dialect);
    EXPECT_EQ(in_sql.code, 1) << dialect << in_sql.error;
    EXPECT_THAT(in_sql.error, HasSubstr("error[too-deep]: too deeply nested")) << dialect;
    const auto in_view =
        read("long.sql", "CREATE TABLE t (a int);\nCREATE VIEW v AS SELECT a" + repeated(" + 1", many) + " FROM t;\n",
             dialect);
    EXPECT_THAT(in_view.error, HasSubstr("error[too-deep]: too deeply nested")) << dialect;
    const auto in_schemac =
        read("deep.schemac",
             std::string("dialect ") + dialect + "\n\ntable t {\n  a  int  check `" + nested + " > 0`\n}\n", dialect);
    EXPECT_THAT(in_schemac.error, HasSubstr("is too deeply nested")) << dialect;
  }
  const auto in_prisma =
      read("schema.prisma",
           "datasource db {\n  provider = \"postgresql\"\n  url = \"x\"\n}\nmodel T {\n  id Int @id\n"
           "  a Int @default(dbgenerated(\"" +
               nested + "\"))\n}\n");
  EXPECT_EQ(in_prisma.code, 1);
  EXPECT_THAT(in_prisma.error, HasSubstr("too deep"));
}

TEST_F(HostileInput, IsRefusedWhereItGrowsWithoutEnd) {
  const auto doubled = read("doubled.sql", "\\set a 12345678\n" + repeated("\\set a :a:a\n", 60) +
                                               "CREATE TABLE t (a int CHECK (:a > 0));\n");
  EXPECT_EQ(doubled.code, 1);
  EXPECT_THAT(doubled.error, HasSubstr("error[too-long]"));
  for (int i = 0; i < 30; ++i)
    folder.write("part" + std::to_string(i) + ".sql", repeated("\\ir part" + std::to_string(i + 1) + ".sql\n", 2));
  folder.write("part30.sql", "SELECT 1;\n");
  const auto included = run({"diff", "--from=empty", "--to=part0.sql", "--dialect=postgresql"});
  EXPECT_EQ(included.code, 1);
  EXPECT_THAT(included.error, HasSubstr("error[too-long]"));
  const auto endless = read(
      "endless.sql",
      "CREATE TABLE t AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c;\n", "sqlite");
  EXPECT_EQ(endless.code, 1);
  EXPECT_FALSE(endless.timed_out);
  EXPECT_THAT(endless.error, HasSubstr("endless.sql:1:1: error[refused-statement]"));
}

}  // namespace
}  // namespace schemac::test
