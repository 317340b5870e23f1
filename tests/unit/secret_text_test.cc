// Passwords in lines that messages show.
#include "base/secret_text.h"

#include <gmock/gmock.h>

#include "base/diagnostic.h"

namespace schemac {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Case {
  const char* text;
  const char* shown;
};

TEST(SecretText, IsShownAsDots) {
  static constexpr Case cases[] = {
      {"url = \"postgresql://me:Sekr1t@host/db", "url = \"postgresql://me:......@host/db"},
      {"url = \"postgresql://me:Sekr1t", "url = \"postgresql://me:......"},
      {"mysql:/me:Sekr1t@host", "mysql:/me:......@host"},
      {"found `me:Sekr1t@tcp(host)/db`", "found `me:......@tcp(host)/db`"},
      {"postgresql://host:5432/db?sslpassword=abc&x=1", "postgresql://host:5432/db?sslpassword=...&x=1"},
      {"host=db password=abc user=me", "host=db password=... user=me"},
      {"host=db password='my pw' user=me", "host=db password='.....' user=me"},
      {"ALTER ROLE me PASSWORD 'it''s'  VALID", "ALTER ROLE me PASSWORD '.....'  VALID"},
      {"ALTER ROLE me PASSWORD E'ab\\'c' x", "ALTER ROLE me PASSWORD E'.....' x"},
      {"ALTER ROLE me PASSWORD $$abc$$ x", "ALTER ROLE me PASSWORD $$...$$ x"},
      {"ALTER ROLE me PASSWORD 'abc", "ALTER ROLE me PASSWORD '..."},
      {"CREATE USER x IDENTIFIED BY 'abc' REQUIRE SSL", "CREATE USER x IDENTIFIED BY '...' REQUIRE SSL"},
      {"CREATE USER x IDENTIFIED WITH 'plug' AS '*ABC'", "CREATE USER x IDENTIFIED WITH 'plug' AS '....'"},
      {"CREATE USER x IDENTIFIED VIA p USING PASSWORD('abc')", "CREATE USER x IDENTIFIED VIA p USING PASSWORD('...')"},
      {"SET PASSWORD FOR x = 'abc'", "SET PASSWORD FOR x = '...'"},
      {"CREATE SUBSCRIPTION s CONNECTION 'host=a password=abc' PUBLICATION p",
       "CREATE SUBSCRIPTION s CONNECTION 'host=a password=...' PUBLICATION p"},
      {"OPTIONS (user 'me', password 'abc')", "OPTIONS (user 'me', password '...')"},
      {"OPTIONS (user 'me', \"password\" 'abc')", "OPTIONS (user 'me', \"password\" '...')"},
      {"\\setenv PGPASSWORD abc", "\\setenv PGPASSWORD ..."},
      {"\"password\": \"abc\"", "\"password\": \"...\""},
      {"mysqldump -u me -pabc shop", "mysqldump -u me -p... shop"},
      {"x\ndb:5432:shop:me:abc\n*:*:*:*:de", "x\ndb:5432:shop:me:...\n*:*:*:*:.."},
  };
  for (const auto& one : cases) EXPECT_EQ(without_secrets(one.text), one.shown);
}

TEST(SecretText, IsNotWhatOnlySpeaksOfOne) {
  for (const char* text :
       {"password varchar(20) not null, password text default 'x'", "check (password = lower(password))",
        "no column `users.password:passwd`", "ALTER ROLE me PASSWORD NULL", "postgresql://host:5432/db",
        "git:HEAD@{1}:a.sql", "psql -p 5432", "a.sql:5:1: error: found `b:c:d`",
        "model Token { password String @default(\"x\") }"})
    EXPECT_EQ(without_secrets(text), text);
}

// The caret stays where it was, and what a parser says of the text does not repeat it.
TEST(SecretText, IsInNoMessage) {
  const auto source =
      std::make_shared<const SourceText>(SourceText{"a.sql", "ALTER ROLE me PASSWORD\n  'Sekr1t' VALD UNTIL 'x';\n"});
  const auto at = source->text.find("VALD");
  const auto shown = render(error_at("bad-sql", "syntax error at `Sekr1t' VALD`", {source, at, at + 4}));
  EXPECT_THAT(shown, Not(HasSubstr("Sekr1t")));
  EXPECT_THAT(shown, HasSubstr("    2 |   '......' VALD UNTIL 'x';\n      |            ^~~~"));
}

}  // namespace
}  // namespace schemac
