#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/diagnostic.h"
#include "base/printable.h"
#include "base/sql_tokens.h"
#include "operations/rename.h"

namespace schemac {
namespace {

using testing::ElementsAre;

Span span(const std::string& text, const std::string& part) {
  const auto source = std::make_shared<const SourceText>(SourceText{"shop.schemac", text});
  const auto at = text.find(part);
  return {source, at, at + part.size()};
}

TEST(Diagnostics, ShowThePlaceTheLineAndACaret) {
  const auto text = render(error_at("unknown-type", "no type `varchr` in PostgreSQL",
                                    span("table a {\n  b varchr(3)\n}\n", "varchr"), "did you mean `varchar`?"));
  EXPECT_EQ(text,
            "shop.schemac:2:5: error[unknown-type]: no type `varchr` in PostgreSQL\n"
            "    2 |   b varchr(3)\n"
            "      |     ^~~~~~ did you mean `varchar`?\n");
}

TEST(Diagnostics, CountCharactersNotBytes) {
  EXPECT_EQ(span("é x", "x").position().column, 3U);
  EXPECT_EQ(span("a\r\nb", "b").line(), "b");
}

TEST(Diagnostics, NeverSendControlBytesToATerminal) {
  EXPECT_EQ(render(error_at("bad", "bad", span("\x1b[2J x", "x"))).find('\x1b'), std::string::npos);
}

TEST(Nearest, FindsSlipsOfTheKeyboardOnly) {
  EXPECT_EQ(nearest("varchr", {"varchar", "text"}), "varchar");
  EXPECT_EQ(nearest("zzz", {"varchar", "text"}), "");
}

TEST(Printable, ShowsWhatWouldActOnATerminal) {
  EXPECT_EQ(printable("a\x1b[31m\t\x7f"), "a\\x1b[31m\\x09\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m \xe2\x80\xae \xe2\x81\xa9 \xd8\x9c"),
            "\\u009b31m \\u202e \\u2069 \\u061c");
  EXPECT_EQ(printable("naïve 名前 \xff"), "naïve 名前 \\xff");
  EXPECT_EQ(printable_lines("a\n\tb\r"), "a\n\tb\\x0d");
  EXPECT_EQ(masked("a\x1b\t\xe2\x80\xae"
                   "b"),
            "a? ?b");
}

TEST(Diagnostics, ShowNoControlCharacterOfAName) {
  const std::string hostile =
      "\x1b]0;pwn\a\xc2\x9b"
      "31m\xe2\x80\xae";
  auto error = error_at("bad", "no table `" + hostile + "`", {}, "did you mean `" + hostile + "`?");
  error.notes.push_back(note_at("declared as " + hostile));
  const auto text = render(error);
  for (const char* raw : {"\x1b", "\a", "\xc2\x9b", "\xe2\x80\xae"})
    EXPECT_EQ(text.find(raw), std::string::npos) << raw;
}

std::vector<std::string> tokens(std::string_view sql) {
  std::vector<std::string> out;
  for (const auto& token : sql_tokens(sql, {.dollar_quotes = true})) out.emplace_back(token.text(sql));
  return out;
}

TEST(SqlTokens, KnowQuotesCommentsAndOperators) {
  EXPECT_THAT(tokens("a||'it''s' -- b\n::text /* c /* d */ */ \"e\"\"f\""),
              ElementsAre("a", "||", "'it''s'", "::", "text", "\"e\"\"f\""));
  EXPECT_THAT(tokens("$x$ ' $x$ + E'\\'' 1.5e-3"), ElementsAre("$x$ ' $x$", "+", "E'\\''", "1.5e-3"));
  EXPECT_FALSE(sql_tokens("'open", {}).front().closed);
}

TEST(SqlTokens, RenamesIdentifiersAndNothingElse) {
  EXPECT_EQ(rename_in_sql("age > 1 and \"age\" <> 'age' and page", "age", "Age"),
            "\"Age\" > 1 and \"Age\" <> 'age' and page");
}

}  // namespace
}  // namespace schemac
