#include "sources/schemac/scanner.h"

#include <optional>

#include <antlr4-runtime.h>

#include "base/sql_tokens.h"
#include "language/SchemacLexer.h"
#include "sources/quick_lexing.h"

namespace schemac::language {
namespace {

TokenKind kind_of(int type) {
  switch (type) {
    case SchemacLexer::WORD: return TokenKind::word;
    case SchemacLexer::QUOTED: return TokenKind::quoted;
    case SchemacLexer::NUMBER: return TokenKind::number;
    case SchemacLexer::STRING: return TokenKind::string;
    case SchemacLexer::BACKTICKED: return TokenKind::backticked;
    case SchemacLexer::UNCLOSED: return TokenKind::unclosed;
    case SchemacLexer::UNKNOWN: return TokenKind::unknown;
    case SchemacLexer::LEFT_BRACE: return TokenKind::left_brace;
    case SchemacLexer::RIGHT_BRACE: return TokenKind::right_brace;
    case SchemacLexer::LEFT_PARENTHESIS: return TokenKind::left_parenthesis;
    case SchemacLexer::RIGHT_PARENTHESIS: return TokenKind::right_parenthesis;
    case SchemacLexer::LEFT_BRACKET:
    case SchemacLexer::RIGHT_BRACKET:
    case SchemacLexer::COMMA:
    case SchemacLexer::DOT:
    case SchemacLexer::EQUALS: return TokenKind::other_mark;
    case SchemacLexer::SEMICOLON: return TokenKind::separator;
    case SchemacLexer::LINE_END: return TokenKind::line_end;
    case SchemacLexer::CONTINUATION: return TokenKind::continuation;
    case SchemacLexer::SPACE: return TokenKind::space;
    case SchemacLexer::COMMENT_LINE: return TokenKind::comment;
    default: return TokenKind::keyword;  // the generated numbers are no enumeration of ours
  }
}

}  // namespace

struct Scanner::State {
  explicit State(std::string_view given) : text(given), quick(is_ascii(given)) {
    if (quick) return;
    input.emplace(given.data(), given.size());
    lexer.emplace(&*input);
    lexer->removeErrorListeners();
  }

  // ANTLR counts characters, schemac counts bytes.
  std::size_t byte_of(std::size_t character) {
    while (characters < character && bytes < text.size()) {
      ++bytes;
      while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) ++bytes;
      ++characters;
    }
    return bytes;
  }

  std::string_view text;
  bool quick;  // by the table; the lexer itself reads what is not ASCII
  std::optional<antlr4::ANTLRInputStream> input;
  std::optional<SchemacLexer> lexer;
  std::size_t bytes = 0;
  std::size_t characters = 0;
};

Scanner::Scanner(std::string_view text) : state_(std::make_unique<State>(text)) {}
Scanner::~Scanner() = default;

Token Scanner::next() {
  if (state_->quick) {
    const auto begin = state_->bytes;
    if (begin == state_->text.size()) return {.kind = TokenKind::end, .type = 0, .at = {begin, begin}};
    const auto match = LexerTable<SchemacLexer>::match(state_->text, begin);
    state_->bytes = match.end;
    const auto type = static_cast<int>(match.type);
    return {.kind = kind_of(type), .type = type, .at = {begin, match.end}};
  }
  const auto token = state_->lexer->nextToken();
  if (token->getType() == antlr4::Token::EOF)
    return {.kind = TokenKind::end, .type = 0, .at = {state_->text.size(), state_->text.size()}};
  const auto type = static_cast<int>(token->getType());
  const auto begin = state_->byte_of(token->getStartIndex());
  return {.kind = kind_of(type), .type = type, .at = {begin, state_->byte_of(token->getStopIndex() + 1)}};
}

const std::vector<std::string>& keywords() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> out;
    const antlr4::dfa::Vocabulary& vocabulary = []() -> const antlr4::dfa::Vocabulary& {
      static antlr4::ANTLRInputStream nothing("");
      static SchemacLexer lexer(&nothing);
      return lexer.getVocabulary();
    }();
    for (std::size_t type = SchemacLexer::DIALECT; type <= SchemacLexer::ZONE; ++type) {
      auto name = lower(vocabulary.getSymbolicName(type));
      if (name.ends_with('_')) name.pop_back();
      out.push_back(std::move(name));
    }
    return out;
  }();
  return all;
}

}  // namespace schemac::language
