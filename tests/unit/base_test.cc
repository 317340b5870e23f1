#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/diagnostic.h"
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
  const auto text =
      render(error_at("unknown-type", "no type `varchr` in PostgreSQL", span("table a {\n  b varchr(3)\n}\n", "varchr"), "did you mean `varchar`?"));
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

std::vector<std::string> tokens(std::string_view sql) {
  std::vector<std::string> out;
  for (const auto& token : sql_tokens(sql, {.dollar_quotes = true})) out.emplace_back(token.text(sql));
  return out;
}

TEST(SqlTokens, KnowQuotesCommentsAndOperators) {
  EXPECT_THAT(tokens("a||'it''s' -- b\n::text /* c /* d */ */ \"e\"\"f\""), ElementsAre("a", "||", "'it''s'", "::", "text", "\"e\"\"f\""));
  EXPECT_THAT(tokens("$x$ ' $x$ + E'\\'' 1.5e-3"), ElementsAre("$x$ ' $x$", "+", "E'\\''", "1.5e-3"));
  EXPECT_FALSE(sql_tokens("'open", {}).front().closed);
}

TEST(SqlTokens, RenamesIdentifiersAndNothingElse) {
  EXPECT_EQ(rename_in_sql("age > 1 and \"age\" <> 'age' and page", "age", "Age"), "\"Age\" > 1 and \"Age\" <> 'age' and page");
}

}  // namespace
}  // namespace schemac
