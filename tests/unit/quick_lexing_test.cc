// Texts of ASCII alone are cut by a table, others by ANTLR's own simulator: a letter in a comment at the end takes the
// table away, and must not change a token before it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "sources/schemac/scanner.h"

namespace schemac::language {
namespace {

std::vector<Token> tokens_of(const std::string& text) {
  Scanner scanner(text);
  std::vector<Token> out;
  do out.push_back(scanner.next());
  while (out.back().kind != TokenKind::end);
  return out;
}

// Compares what both ways make of `text`; a token that touches its end may grow there, and is left out.
void expect_same_tokens(const std::string& text) {
  const auto quick = tokens_of(text);
  const auto slow = tokens_of(text + "\n-- \xC3\xA9");
  std::size_t compared = 0;
  for (; compared < quick.size() && quick[compared].at.end < text.size(); ++compared) {
    ASSERT_LT(compared, slow.size()) << text;
    ASSERT_EQ(quick[compared].type, slow[compared].type) << text.substr(quick[compared].at.begin, 40);
    ASSERT_EQ(quick[compared].at.begin, slow[compared].at.begin);
    ASSERT_EQ(quick[compared].at.end, slow[compared].at.end);
  }
  ASSERT_GE(slow.size(), compared);
}

std::vector<std::string> texts() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SCHEMAC_SOURCE_DIR "/tests/cases")) {
    if (entry.path().extension() != ".schemac") continue;
    std::stringstream content;
    content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    auto text = content.str();
    const bool plain =
        std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (plain) out.push_back(std::move(text));
  }
  return out;
}

TEST(QuickLexing, CutsEveryCaseLikeAntlr) {
  const auto all = texts();
  ASSERT_GT(all.size(), 20U);
  for (const auto& text : all) expect_same_tokens(text);
}

TEST(QuickLexing, CutsNonsenseLikeAntlr) {
  std::mt19937 dice(7);
  const std::string letters = "abz_09$ \t\n\r'\"`(){}[],.=;-+\\/#@table TABLE not null";
  for (int run = 0; run < 300; ++run) {
    std::string text;
    for (int length = static_cast<int>(dice() % 200); length > 0; --length) text += letters[dice() % letters.size()];
    expect_same_tokens(text);
  }
}

}  // namespace
}  // namespace schemac::language
