// Renames from the outside: found, asked about, remembered, listed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/folder.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* head = "dialect sqlite\n\ntable users {\n  id  integer  primary key\n";

std::string all_text_below(const std::filesystem::path& folder) {
  std::string out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) out += read_text(entry.path());
  return out;
}

class Renames : public testing::Test {
 protected:
  void SetUp() override {
    folder.write("mail.schemac", std::string(head) + "  mail  text  not null  unique\n  age  integer\n}\n");
    folder.write("email.schemac", std::string(head) + "  email  text  not null  unique\n  age  integer\n}\n");
    folder.write("unsure.toml", "[rename-zones]\nsure = 1.0\n");
  }
  Finished diff(std::vector<std::string> more = {}, const std::string& typed = {}) const {
    more.insert(more.begin(), {"diff", "--from=mail.schemac", "--to=email.schemac"});
    return schemac(
        std::move(more),
        {.words = {}, .input = typed, .directory = folder.path(), .variables = {{"SOURCE_DATE_EPOCH", "1767225600"}}});
  }
  Folder folder;
};

TEST_F(Renames, AreTakenWhenTheyAreSure) {
  const auto shown = diff();
  EXPECT_EQ(shown.code, 0);
  EXPECT_THAT(shown.out, HasSubstr("users.mail → users.email"));
  EXPECT_THAT(shown.out, HasSubstr("not a rename? --no-rename=users.mail:email"));
  EXPECT_THAT(diff({"--emit=sql", "--out=-"}).out, HasSubstr("RENAME COLUMN mail TO email"));
  EXPECT_EQ(diff({"--emit=sql", "--out=-", "--no-rename=users.mail:email"}).code, 3);
  EXPECT_THAT(diff({"--renames=off"}).out, Not(HasSubstr("rename")));
}

// `sql` is a table of those columns, each between two that stay.
std::string table_of(const std::vector<std::string>& columns) {
  std::string sql = "CREATE TABLE t (id int PRIMARY KEY";
  for (std::size_t at = 0; at < columns.size(); ++at)
    sql += ", " + columns[at] + " text, stays" + std::to_string(at) + " int";
  return sql + ");\n";
}

TEST_F(Renames, ToNamesThatMeanAnotherThingAreAskedAbout) {
  std::istringstream lines(read_text(SCHEMAC_SOURCE_DIR "/tests/cases/renames/other_meanings.txt"));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) continue;
    const auto gap = line.find(' ');
    folder.write("old.sql", table_of({line.substr(0, gap)}));
    folder.write("new.sql", table_of({line.substr(gap + 1)}));
    const auto shown = schemac({"diff", "--dialect=postgresql", "--from=old.sql", "--to=new.sql"},
                               {.words = {}, .directory = folder.path()});
    EXPECT_THAT(shown.out, HasSubstr("rename?")) << line;
    EXPECT_THAT(shown.out, Not(HasSubstr("renamed"))) << line;
  }
}

TEST_F(Renames, ThatWouldShowMoreAreAskedAbout) {
  const std::string table = "CREATE TABLE t (id int PRIMARY KEY, mail text, note text);\nGRANT SELECT (id, note";
  folder.write("old.sql", table + ") ON t TO app;\n");
  folder.write("new.sql", std::string(table).replace(table.find("mail"), 4, "email") + ", email) ON t TO app;\n");
  folder.write("same.sql", std::string(table).replace(table.find("mail"), 4, "email") + ") ON t TO app;\n");
  const auto towards = [&](const std::string& to) {
    return schemac({"diff", "--dialect=postgresql", "--from=old.sql", "--to=" + to},
                   {.words = {}, .directory = folder.path()})
        .out;
  };
  EXPECT_THAT(towards("new.sql"), HasSubstr("none on the old one"));
  EXPECT_THAT(towards("new.sql"), Not(HasSubstr("renamed")));
  EXPECT_THAT(towards("same.sql"), HasSubstr("t.mail → t.email"));
  EXPECT_THAT(towards("same.sql"), Not(HasSubstr("none on the old one")));
}

TEST_F(Renames, OfLabelsOntoOneThatIsThereLeadRowsOver) {
  const std::string table = "\n\ntable \"Orders\" {\n  id     int    primary key\n  state  state  not null\n}\n";
  folder.write("three.schemac", "dialect postgresql 15\n\nenum state { pending settled paid }" + table);
  folder.write("two.schemac", "dialect postgresql 15\n\nenum state {\n  pending\n  paid was settled\n}" + table);
  folder.write("plain.schemac", "dialect postgresql 15\n\nenum state { pending paid }" + table);
  const auto from_three = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"diff", "--from=three.schemac"});
    return schemac(std::move(more), {.words = {}, .directory = folder.path()});
  };
  const auto* const led = "USING (CASE state::text WHEN 'settled' THEN 'paid' ELSE state::text END)::public.state";
  const auto shown = from_three({"--to=two.schemac", "--emit=sql", "--out=-", "--allow=replace-enum-value:state"});
  EXPECT_EQ(shown.code, 0) << shown.error;
  EXPECT_THAT(shown.out, HasSubstr(led));
  EXPECT_EQ(from_three({"--to=two.schemac", "--emit=sql", "--out=-"}).code, 3);
  const auto stated =
      from_three({"--to=plain.schemac", "--using=state.settled=paid", "--emit=sql", "--out=-", "--allow-destructive"});
  EXPECT_THAT(stated.out, HasSubstr(led));
  EXPECT_THAT(from_three({"--to=plain.schemac", "--using=state.settled=payed"}).error,
              HasSubstr("--using: no label `payed` in enum `state` of `plain.schemac`, expected pending, paid"));
  EXPECT_THAT(from_three({"--to=plain.schemac", "--using=state.pending=paid"}).error,
              HasSubstr("label `pending` of enum `state` is still in `plain.schemac`"));
}

TEST_F(Renames, AreNotFollowedByBodiesOfPlPgsql) {
  const auto schema = [](const std::string& column, const std::string& in_body, const std::string& in_trigger) {
    return "CREATE TABLE users (id int PRIMARY KEY, " + column +
           " text);\nCREATE TABLE other (name text);\n"
           "CREATE FUNCTION names() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(u." +
           in_body +
           ") FROM users u); END $$;\n"
           "CREATE FUNCTION lowered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW." +
           in_trigger +
           " := 'x'; RETURN NEW; END $$;\n"
           "CREATE TRIGGER lowered BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION lowered();\n"
           "CREATE FUNCTION others() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(name) FROM "
           "other); "
           "END $$;\n";
  };
  folder.write("from.sql", schema("name", "name", "name"));
  folder.write("stale.sql", schema("full_name", "name", "name"));
  folder.write("right.sql", schema("full_name", "full_name", "full_name"));
  const auto renamed = [&](const std::string& to) {
    return schemac({"diff", "--from=from.sql", "--to=" + to, "--dialect=postgresql", "--rename=users.name:full_name"},
                   {.words = {}, .directory = folder.path()});
  };
  const auto stale = renamed("stale.sql");
  EXPECT_THAT(stale.out, HasSubstr("the body of function names() uses the old name"));
  EXPECT_THAT(stale.out, HasSubstr("the body of function lowered() uses the old name"));
  EXPECT_THAT(stale.out, Not(HasSubstr("others()")));
  EXPECT_THAT(renamed("right.sql").out, Not(HasSubstr("the old name")));
}

TEST_F(Renames, AreShownAsQuestionsWhenTheyAreNot) {
  const auto shown = diff({"--config=unsure.toml"});
  EXPECT_EQ(shown.code, 0);
  EXPECT_THAT(shown.out, HasSubstr("1 rename to decide"));
  EXPECT_THAT(shown.out, HasSubstr("--rename=users.mail:email"));
}

TEST_F(Renames, StopWhatWritesUntilSomebodyDecides) {
  const auto stopped = diff({"--config=unsure.toml", "--emit=sql", "--out=-"});
  EXPECT_EQ(stopped.code, 4);
  EXPECT_THAT(stopped.out, IsEmpty());
  EXPECT_THAT(stopped.error, HasSubstr("error[ambiguous-rename]"));
  EXPECT_THAT(stopped.error, HasSubstr("accept: --rename=users.mail:email"));
  EXPECT_THAT(stopped.error, HasSubstr("reject: --no-rename=users.mail:email"));
  EXPECT_EQ(diff({"--config=unsure.toml", "--emit=sql", "--out=-", "--rename=users.mail:email"}).code, 0);
  EXPECT_EQ(
      diff({"--config=unsure.toml", "--emit=sql", "--out=-", "--no-rename=users.mail:email", "--allow-destructive"})
          .code,
      0);
}

TEST_F(Renames, AreAskedForOnce) {
  const std::vector<std::string> asking = {"--config=unsure.toml", "--emit=sql", "--out=-", "--on-ambiguous=prompt"};
  EXPECT_EQ(diff(asking, "").code, 4);
  EXPECT_EQ(diff(asking, "q\n").code, 4);
  const auto answered = diff(asking, "what?\ny\n");
  EXPECT_EQ(answered.code, 0) << answered.error;
  EXPECT_THAT(answered.error, HasSubstr("rename?  users.mail → users.email"));
  EXPECT_THAT(answered.out, HasSubstr("RENAME COLUMN mail TO email"));
  EXPECT_THAT(read_text(folder.path("renames.toml")), HasSubstr("yes = [\n  \"users.mail:email\",\n]"));
  EXPECT_EQ(diff({"--config=unsure.toml", "--emit=sql", "--out=-"}).code, 0);
}

TEST_F(Renames, AreRememberedAsNoneToo) {
  EXPECT_EQ(
      diff({"--config=unsure.toml", "--emit=sql", "--out=-", "--on-ambiguous=prompt", "--allow-destructive"}, "n\n")
          .code,
      0);
  EXPECT_THAT(read_text(folder.path("renames.toml")), HasSubstr("no = [\n  \"users.mail:email\",\n]"));
  EXPECT_THAT(diff().out, Not(HasSubstr("→")));
}

// An answer that changes nothing is no reason to ask again.
TEST_F(Renames, AreNeverAskedForTwice) {
  folder.write(
      "swap.schemac",
      "dialect sqlite\n\ntable t {\n  id  integer  primary key\n  a  integer  was b\n  b  integer  was a\n}\n");
  folder.write("plain.schemac",
               "dialect sqlite\n\ntable t {\n  id  integer  primary key\n  a  integer\n  b  integer\n}\n");
  const auto asked =
      schemac({"diff", "--from=plain.schemac", "--to=swap.schemac", "--emit=sql", "--out=-", "--on-ambiguous=prompt"},
              {.words = {}, .input = "y\ny\ny\ny\ny\ny\n", .directory = folder.path(), .variables = {}});
  const auto count = [&](const std::string& text) {
    std::size_t found = 0;
    for (auto at = asked.error.find(text); at != std::string::npos; at = asked.error.find(text, at + 1)) ++found;
    return found;
  };
  EXPECT_LE(count("rename?  t.a → t.b"), 1U) << asked.error;
  EXPECT_LE(count("rename?  t.b → t.a"), 1U) << asked.error;
}

TEST_F(Renames, AreNoneWhereTheyContradictEachOther) {
  const auto refused = diff({"--rename=users.mail:email", "--no-rename=users.mail:email"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.error, HasSubstr("error[contradicting-renames]"));
  EXPECT_EQ(diff({"--rename=users.mail:email", "--rename=users.age:email"}).code, 1);
}

TEST_F(Renames, ThatNobodyDeclaredAreNamedInEveryFile) {
  for (const std::string tool : {"sql", "alembic", "knex", "flyway", "prisma"}) {
    const auto written = diff({"--emit=" + tool, "--out=" + tool});
    ASSERT_EQ(written.code, 0) << tool << written.error;
    EXPECT_THAT(all_text_below(folder.path(tool)), HasSubstr("users.email is taken for users.mail")) << tool;
    const auto declared = diff({"--emit=" + tool, "--out=declared_" + tool, "--rename=users.mail:email"});
    EXPECT_THAT(all_text_below(folder.path("declared_" + tool)), Not(HasSubstr("is taken for")))
        << tool << declared.error;
  }
}

TEST_F(Renames, ThatAreTooUnlikelyToAskAboutAreNamedBesideTheDrop) {
  folder.write("unlikely.toml", "[rename-zones]\nsure = 1.0\nask = 1.0\n");
  const auto shown = diff({"--config=unlikely.toml"});
  EXPECT_THAT(shown.out, HasSubstr("users.mail is the likeliest to go on as users.email"));
  EXPECT_THAT(shown.out, HasSubstr("if it does: --rename=users.mail:email"));
}

TEST_F(Renames, ThatAreCarriedOutAreSaidByDiffToo) {
  const auto shown = schemac({"diff", "--from=email.schemac", "--to=email.schemac", "--rename=users.mail:email"},
                             {.words = {}, .directory = folder.path(), .variables = {}});
  EXPECT_EQ(shown.code, 0);
  EXPECT_THAT(shown.out + shown.error, HasSubstr("users.mail → users.email"));
}

TEST_F(Renames, AreListed) {
  folder.write("renames.toml", "yes = [\"users.fax:phone\"]\n");
  const auto listed = schemac({"renames", "--from=mail.schemac", "--to=email.schemac"},
                              {.words = {}, .directory = folder.path(), .variables = {}});
  EXPECT_EQ(listed.code, 0);
  EXPECT_THAT(listed.out, testing::ContainsRegex("taken +detected +users.mail → users.email"));
  EXPECT_THAT(listed.out, testing::ContainsRegex("stale +remembered +users.fax → users.phone"));
}

TEST_F(Renames, SayWhatIsWrongWithAnAnswer) {
  folder.write("renames.toml", "yes = [\"users\"]\n");
  const auto wrong = diff();
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.error, HasSubstr("error[wrong-answer]"));
  folder.write("renames.toml", "maybe = []\n");
  EXPECT_THAT(diff().error, HasSubstr("no key `maybe` in a file of answers, expected `yes` or `no`"));
}

TEST_F(Renames, SayWhatIsWrongWithAZone) {
  folder.write("wrong.toml", "[rename-zones]\nsure = 2\n");
  EXPECT_THAT(diff({"--config=wrong.toml"}).error, HasSubstr("error[wrong-setting]"));
  folder.write("wrong.toml", "[rename-zones]\nsure = 0.5\nask = 0.9\n");
  EXPECT_THAT(diff({"--config=wrong.toml"}).error, HasSubstr("`ask` is greater than `sure`"));
}

}  // namespace
}  // namespace schemac::test
