// Bad input of every kind: one clear message, the right exit code, no password anywhere, and never a crash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <fmt/format.h>

#include "tests/support/bad_server.h"
#include "tests/support/folder.h"
#include "tests/support/postgresql.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"

namespace schemac::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::size_t errors_in(const std::string& text) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find("error[", at)) != std::string::npos; ++at) ++count;
  return count;
}

class BadInput : public testing::Test {
 protected:
  Finished compare(const std::string& from, const std::string& to) const {
    return run({"diff", "--from=" + from, "--to=" + to});
  }
  Finished run(std::vector<std::string> arguments) const {
    return schemac(std::move(arguments), {.words = {}, .directory = folder.path(), .limit = std::chrono::seconds(60)});
  }

  // Exit code 1, nothing on standard output, one error that says `what`.
  static void expect_one_error(const Finished& result, const std::string& what) {
    EXPECT_EQ(result.code, 1) << result.out << result.error;
    EXPECT_FALSE(result.timed_out);
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_EQ(errors_in(result.error), 1U) << result.error;
    EXPECT_THAT(result.error, HasSubstr(what));
    EXPECT_THAT(result.error, Not(HasSubstr("secret")));
  }

  Folder folder;
  std::string good = folder.write("good.schemac", "dialect sqlite\n\ntable t {\n  id  integer  primary key\n}\n");
  std::string good_postgresql =
      folder.write("good_postgresql.schemac", "dialect postgresql\n\ntable t {\n  id  integer  primary key\n}\n");
};

TEST_F(BadInput, AFileThatIsNotThere) {
  expect_one_error(compare("empty", "godo.schemac"), "godo.schemac");
  expect_one_error(compare("missing.db", good), "missing.db");
  EXPECT_FALSE(std::filesystem::exists(folder.path("missing.db")));
  expect_one_error(compare("sqlite:missing.db", good), "missing.db");
  EXPECT_FALSE(std::filesystem::exists(folder.path("missing.db")));
}

TEST_F(BadInput, ATruncatedSchema) {
  const std::string text =
      "dialect sqlite\n\ntable users {\n  id    integer  primary key\n  mail  text     default 'x'\n  check `id > "
      "0`\n}\n";
  for (std::size_t length = 0; length < text.size() - 2; ++length) {
    const auto path = folder.write("cut.schemac", text.substr(0, length));
    const auto result = run({"check", "cut.schemac"});
    EXPECT_TRUE(result.code == 0 || result.code == 1) << length << result.error;
    if (result.code == 1) {
      EXPECT_THAT(result.error, StartsWith(length < 15 ? "" : "cut.schemac:")) << length;
    }
  }
  folder.write("cut.schemac", text.substr(0, text.size() - 3));
  expect_one_error(compare("empty", "cut.schemac"), "cut.schemac:");
}

TEST_F(BadInput, BinaryInPlaceOfASchema) {
  std::string bytes;
  for (int at = 0; at < 4096; ++at) bytes += static_cast<char>((at * 7919) % 256);
  folder.write("binary.schemac", bytes);
  const auto result = compare("empty", "binary.schemac");
  expect_one_error(result, "binary.schemac");
  for (const char c : result.error) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
}

TEST_F(BadInput, AnUnknownType) {
  folder.write("bad.schemac", "dialect postgresql\n\ntable t {\n  mail  varchr(320)\n}\n");
  expect_one_error(compare("empty", "bad.schemac"), "bad.schemac:4:9: error[unknown-type]: no type `varchr`");
}

TEST_F(BadInput, AReferenceToNothing) {
  const std::string tables =
      "\n\ntable t {\n  id  integer  references usres\n}\n\ntable users {\n  id  integer  primary key\n}\n";
  folder.write("bad.schemac", "dialect postgresql" + tables);
  const auto result = compare("empty", "bad.schemac");
  expect_one_error(result, "bad.schemac:4:");
  EXPECT_THAT(result.error, HasSubstr("did you mean `users`?"));
  // SQLite takes such a foreign key, and so does schemac, but not without a word
  folder.write("odd.schemac", "dialect sqlite" + tables);
  EXPECT_THAT(compare("empty", "odd.schemac").error, HasSubstr("odd.schemac:4:27: warning[unknown-table]"));
}

TEST_F(BadInput, ABackfillThatNamesAColumnByItsOldName) {
  folder.write("before.schemac", "dialect sqlite\n\ntable users {\n  id    integer  primary key\n  name  text\n}\n");
  folder.write("after.schemac",
               "dialect sqlite\n\ntable users {\n  id         integer  primary key\n  full_name  text  was name\n  "
               "shown      text  not null  backfill "
               "`upper(name)`\n}\n");
  const auto result = compare("before.schemac", "after.schemac");
  expect_one_error(result, "the backfill of `users.shown` names `name`, which is `full_name` by the time it runs");
  EXPECT_THAT(result.error, StartsWith("after.schemac:6:"));
}

TEST_F(BadInput, AnEmptyDirectory) {
  std::filesystem::create_directory(folder.path("nothing"));
  expect_one_error(compare("empty", "nothing"), "nothing");
}

TEST_F(BadInput, AFormatThatIsNotKnown) {
  folder.write("schema.prisma", "model User {\n  id Int @id\n}\n");
  expect_one_error(compare("empty", "schema.prisma"), "schema.prisma");
  expect_one_error(compare("oracle://me:secret@localhost/shop", good), "oracle://");
}

TEST_F(BadInput, TwoEngines) { expect_one_error(compare(good, good_postgresql), "a plan is made within one engine"); }

TEST_F(BadInput, AFileThatIsNoDatabase) {
  folder.write("app.db", "SQLite format 3 is what this is not");
  expect_one_error(compare("sqlite:app.db", good), "app.db");
  folder.write("half.db", std::string("SQLite format 3\0", 16) + std::string(300, '\x5A'));
  expect_one_error(compare("half.db", good), "half.db");
}

// SQLite would open 33 million views to tell the columns of a table.
TEST_F(BadInput, ViewsThatGrowWithoutEnd) {
  std::string sql = "CREATE TABLE t (a integer);\nCREATE VIEW v0 AS SELECT a FROM t;\n";
  std::string schema = "dialect sqlite\n\ntable t {\n  a  integer\n}\nsql view v0 `SELECT a FROM t`\n";
  for (int i = 1; i < 25; ++i) {
    const auto query =
        "SELECT a FROM v" + std::to_string(i - 1) + " WHERE a IN (SELECT a FROM v" + std::to_string(i - 1) + ")";
    sql += "CREATE VIEW v" + std::to_string(i) + " AS " + query + ";\n";
    schema += "sql view v" + std::to_string(i) + " `" + query + "`\n";
  }
  const std::string names_it = "view `v12` names views that name views";
  expect_one_error(run({"check", folder.write("views.sql", sql), "--dialect=sqlite"}), names_it);
  expect_one_error(run({"check", folder.write("views.schemac", schema)}), names_it);
}

TEST_F(BadInput, ADamagedDatabase) {
  auto scratch = make_scratch("sqlite");
  for (int at = 0; at < 200; ++at)
    ASSERT_TRUE(scratch->run(
        fmt::format("CREATE TABLE t{} (id integer primary key, a text default '{}')", at, std::string(80, 'x'))));
  scratch->close();
  auto bytes = read_text(scratch->place().substr(std::string("sqlite:").size()));
  folder.write("cut.db", bytes.substr(0, bytes.size() / 2));
  const auto cut = compare("cut.db", good);
  EXPECT_EQ(cut.code, 1) << cut.out;
  EXPECT_GE(errors_in(cut.error), 1U);
  for (std::size_t at = 4096; at < bytes.size(); at += 512) bytes[at] = '\x7F';
  folder.write("damaged.db", bytes);
  const auto damaged = compare("damaged.db", good);
  EXPECT_TRUE(damaged.code == 0 || damaged.code == 1) << damaged.code << damaged.error;
}

TEST_F(BadInput, ARevisionThatIsNotThere) {
  EXPECT_EQ(run_command({.words = {"git", "-C", folder.path(), "init", "-q"}}).code, 0);
  const auto result = compare("git:nowhere:good.schemac", good);
  EXPECT_EQ(result.code, 1) << result.out;
  EXPECT_EQ(errors_in(result.error), 1U) << result.error;
  EXPECT_THAT(result.error, HasSubstr("nowhere"));
}

// What is no URL, or a mistyped one, may hold a password all the same.
TEST_F(BadInput, APlaceThatMayHoldAPassword) {
  const auto port = closed_port();
  for (const auto& place :
       {fmt::format("host=127.0.0.1 port={} user=me password=secret dbname=x", port),
        fmt::format("user=me password='secret it is' host=127.0.0.1 port={}", port),
        std::string("hosst=h password=secret"), std::string("postgresql:/me:secret@127.0.0.1/x"),
        std::string("postgresql:me:secret@127.0.0.1/x"), std::string("postgre://me:secret@h/x"),
        std::string("me:secret@tcp(127.0.0.1:3306)/x"), std::string("sqlite://me:secret@x"),
        std::string("sqlite:/me:secret@x"), std::string("mysql:/me:secret@h/x"), std::string("mysql://me:secret@h"),
        std::string("Server=h;Database=x;Password=secret"),
        std::string("jdbc:postgresql://h/x?user=me&password=secret"), std::string("postgresql://h/x?pasword=secret"),
        std::string("postgresql://me:secret@127.0.0.1:port/x"),
        std::string("mysql://me:secret@127.0.0.1/x?ssl-mode=secret")}) {
    const auto from = compare(place, good_postgresql);
    EXPECT_EQ(from.code, 1) << place << from.error;
    EXPECT_THAT(from.out + from.error, Not(HasSubstr("secret"))) << place;
    for (const auto& arguments : {std::vector<std::string>{"inspect", place},
                                  {"check", place},
                                  {"verify", "--from=empty", "--to=" + good_postgresql, "--scratch=" + place},
                                  {"diff", place}}) {
      const auto result = run(arguments);
      EXPECT_NE(result.code, 0) << arguments[0] << place;
      EXPECT_THAT(result.out + result.error, Not(HasSubstr("secret"))) << arguments[0] << place;
    }
  }
}

TEST_F(BadInput, AConfigurationFileThatHoldsAPassword) {
  for (const char* text :
       {"from = \"postgresql://me:secret@h/x\nto = \"x\"\n", "frm = \"postgresql://me:secret@h/x\"\n",
        "from = postgresql://me:secret@h/x\n", "from = [\"postgresql://me:secret@h/x\"]\n",
        "renames = \"postgresql://me:secret@h/x\"\n", "password = \"secret\" x\n",
        "[environments]\np = \"postgresql://me:secret@h/x\"\n", "from = \"host=h password=secret\" \"\n"}) {
    folder.write("schemac.toml", text);
    const auto result = run({"diff", "--to=good.schemac"});
    EXPECT_EQ(result.code, 1) << text << result.error;
    EXPECT_THAT(result.error, HasSubstr("schemac.toml:")) << text;
    EXPECT_THAT(result.out + result.error, Not(HasSubstr("secret"))) << text;
  }
  for (const char* from :
       {"$MY_TOKEN", "sqlite:$MY_TOKEN", "postgresql://127.0.0.1:1/x${MY_TOKEN}", "git:$MY_TOKEN:x"}) {
    folder.write("schemac.toml", fmt::format("from = \"{}\"\n", from));
    const auto result = schemac({"diff", "--to=good.schemac"},
                                {.words = {}, .directory = folder.path(), .variables = {{"MY_TOKEN", "secret-value"}}});
    EXPECT_NE(result.code, 0) << from;
    EXPECT_THAT(result.out + result.error, Not(HasSubstr("secret"))) << from;
    EXPECT_THAT(result.error, HasSubstr("$MY_TOKEN")) << from;
  }
}

TEST_F(BadInput, AFileToWriteThatIsNone) {
  ASSERT_EQ(mkfifo(folder.path("pipe.schemac").c_str(), 0600), 0);
  const auto result = run({"inspect", "good.schemac", "--out=pipe.schemac", "--force"});
  EXPECT_EQ(result.code, 1);
  EXPECT_FALSE(result.timed_out);
  EXPECT_THAT(result.error, HasSubstr("pipe.schemac"));
}

TEST_F(BadInput, BracketsWithoutEnd) {
  for (const char* bracket : {"[", "f(", "{ a: "}) {
    std::string text = "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel M {\n  id Int @default(";
    for (int depth = 0; depth < 100'000; ++depth) text += bracket;
    folder.write("schema.prisma", text + ")\n}\n");
    const auto result = run({"check", "schema.prisma"});
    EXPECT_EQ(result.code, 1) << bracket;
    EXPECT_THAT(result.error, HasSubstr("schema.prisma:6:")) << bracket;
  }
}

TEST_F(BadInput, AServerThatIsNotThere) {
  const auto url = fmt::format("postgresql://me:secret@127.0.0.1:{}/shop", closed_port());
  const auto result = compare(url, good_postgresql);
  expect_one_error(result, "127.0.0.1");
}

TEST_F(BadInput, APasswordThatIsWrong) {
  const BadServer server(refuse_every_password);
  const auto url = fmt::format("postgresql://me:secret@127.0.0.1:{}/shop?sslmode=disable", server.port());
  expect_one_error(compare(url, good_postgresql), "28P01");
  const auto query =
      fmt::format("postgresql://127.0.0.1:{}/shop?user=me&password=secret&sslmode=disable", server.port());
  expect_one_error(compare(query, good_postgresql), "password");
}

TEST_F(BadInput, ADatabaseThatIsNotThere) {
  const PostgresqlDatabase database;
  auto url = database.url();
  url.replace(url.rfind('/') + 1, std::string::npos, "no_such_database");
  expect_one_error(compare(url, good_postgresql), "no_such_database");
}

TEST_F(BadInput, RightsThatAreMissing) {
  auto scratch = make_scratch("postgresql");
  const auto role = fmt::format("schemac_nobody_{}", getpid());
  ASSERT_TRUE(scratch->run(fmt::format("CREATE ROLE {} LOGIN PASSWORD 'secret'", role)));
  ASSERT_TRUE(scratch->run(
      "DO $$ BEGIN EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', current_database()); END $$"));
  auto url = scratch->place();
  const auto at = url.find("//") + 2;
  url.replace(at, url.find('@') - at, role + ":secret");
  expect_one_error(compare(url, good_postgresql), "42501");
  ASSERT_TRUE(scratch->run("DROP ROLE " + role));
}

TEST_F(BadInput, AConnectionThatIsCutWhileReading) {
  auto scratch = make_scratch("postgresql");
  ASSERT_TRUE(scratch->run("CREATE TABLE t AS SELECT 1 AS id"));
  const auto url = scratch->place();
  const auto begin = url.find(':', url.find('@')) + 1;
  const auto end = url.find('/', begin);
  const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(begin, end - begin)));
  int cut = 0;
  int lost = 0;
  for (const std::size_t bytes : {1, 50, 400, 700, 1000, 1500, 2000, 3000, 5000}) {
    const BadServer proxy(hang_up_after(bytes, port));
    const auto result = compare(url.substr(0, begin) + std::to_string(proxy.port()) + url.substr(end), good_postgresql);
    if (result.code == 0) continue;  // all was read before the cut
    ++cut;
    EXPECT_EQ(result.code, 1) << bytes;
    EXPECT_FALSE(result.timed_out) << bytes;
    EXPECT_EQ(errors_in(result.error), 1U) << bytes << result.error;
    EXPECT_THAT(result.error,
                testing::AnyOf(HasSubstr("error[connection-lost]"), HasSubstr("error[server-unreachable]")))
        << bytes;
    lost += result.error.find("error[connection-lost]") != std::string::npos ? 1 : 0;
    EXPECT_THAT(result.out, IsEmpty());
  }
  EXPECT_GE(cut, 3);
  EXPECT_GE(lost, 2) << "no cut fell into the reading";
}

}  // namespace
}  // namespace schemac::test
