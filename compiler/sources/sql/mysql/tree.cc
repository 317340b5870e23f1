#include "sources/sql/mysql/tree.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/mysql/names.h"

namespace schemac::sql::mysql_text {
namespace {

// Where too many words would do, what they stand for.
std::string expected_in(std::size_t rule) {
  switch (rule) {
    case Grammar::RuleColumn:
    case Grammar::RuleColumnClause: return "`,`, `)` or a column's clause such as NOT NULL or DEFAULT";
    case Grammar::RuleElements:
    case Grammar::RuleElement: return "a column, a key or a constraint";
    case Grammar::RuleType:
    case Grammar::RuleTypeName: return "a type";
    case Grammar::RuleName:
    case Grammar::RulePath:
    case Grammar::RuleNameList: return "a name";
    case Grammar::RuleKeyPart:
    case Grammar::RuleKeyParts: return "a column, a prefix length or `)`";
    case Grammar::RuleDefaultValue: return "a default value";
    case Grammar::RuleReferences:
    case Grammar::RuleAction:
      return "ON DELETE or ON UPDATE with CASCADE, RESTRICT, SET NULL, SET DEFAULT or NO ACTION";
    case Grammar::RuleAlteration:
    case Grammar::RuleAlterTable: return "what ALTER TABLE can do";
    case Grammar::RuleTableOption:
    case Grammar::RuleCreateTable: return "a table's option or the end of the statement";
    case Grammar::RuleIndexOption: return "an index's option";
    default: return "another word";
  }
}

std::string shown(const antlr4::dfa::Vocabulary& vocabulary, std::size_t type) {
  if (type == antlr4::Token::EOF) return "the end of the statement";
  auto literal = vocabulary.getLiteralName(type);
  if (!literal.empty()) return fmt::format("`{}`", literal.substr(1, literal.size() - 2));
  auto symbol = vocabulary.getSymbolicName(type);
  if (symbol.ends_with('_')) symbol.pop_back();
  return symbol == "STRING" ? "a text in quotes" : symbol == "NUMBER" ? "a number" : symbol;
}

}  // namespace

Tree::Tree(const Statement& statement)
    : statement_(statement), stream_(statement.executed), lexer_(&stream_), tokens_(&lexer_), parser_(&tokens_) {
  lexer_.removeErrorListeners();
  parser_.removeErrorListeners();
  parser_.addErrorListener(this);
}

void Tree::syntaxError(antlr4::Recognizer*, antlr4::Token* token, std::size_t, std::size_t, const std::string&,
                       std::exception_ptr) {
  if (problem || !token) return;
  const auto begin = std::min(statement_.where.begin + token->getStartIndex(), statement_.where.end);
  const bool at_end = token->getType() == antlr4::Token::EOF;
  const auto end = at_end ? begin : statement_.where.begin + token->getStopIndex() + 1;
  std::vector<std::string> words;
  for (const auto type : parser_.getExpectedTokens().toList())
    words.push_back(shown(parser_.getVocabulary(), static_cast<std::size_t>(type)));
  const auto expected = words.empty() || words.size() > 4 ? expected_in(parser_.getContext()->getRuleIndex())
                                                          : fmt::format("{}", fmt::join(words, " or "));
  const auto found = at_end ? std::string("the end of the statement") : fmt::format("`{}`", token->getText());
  problem = error_at("sql-syntax", fmt::format("found {}, expected {}", found, expected),
                     {statement_.where.source, begin, end});
}

Span Tree::where(antlr4::ParserRuleContext* node) const {
  const auto begin = statement_.where.begin + node->getStart()->getStartIndex();
  const auto end = node->getStop() ? statement_.where.begin + node->getStop()->getStopIndex() + 1 : begin;
  return {statement_.where.source, begin, std::max(begin, end)};
}

std::string Tree::text(antlr4::ParserRuleContext* node) const { return text(node, node); }

static std::string between(const std::string& text, antlr4::ParserRuleContext* first, antlr4::ParserRuleContext* last) {
  const auto begin = first->getStart()->getStartIndex();
  if (!last->getStop() || last->getStop()->getStopIndex() + 1 < begin) return {};
  return text.substr(begin, last->getStop()->getStopIndex() + 1 - begin);
}

std::string Tree::text(antlr4::ParserRuleContext* first, antlr4::ParserRuleContext* last) const {
  return between(statement_.executed, first, last);
}

std::string Tree::commented(antlr4::ParserRuleContext* first, antlr4::ParserRuleContext* last) const {
  return between(statement_.commented, first, last);
}

std::string Tree::inside(Grammar::GroupContext* group) const {
  auto whole = text(group);
  whole = whole.substr(1, whole.size() - 2);
  const auto begin = whole.find_first_not_of(" \t\r\n");
  return begin == std::string::npos ? std::string()
                                    : whole.substr(begin, whole.find_last_not_of(" \t\r\n") + 1 - begin);
}

std::string Tree::name(Grammar::NameContext* node) {
  const auto text = node->getText();
  return node->BACKQUOTED() ? unquoted(text) : text;
}

std::string Tree::string(antlr4::tree::TerminalNode* node) {
  auto text = node->getText();
  if (text.front() == 'n' || text.front() == 'N') text.erase(0, 1);
  return ::schemac::mysql::literal_value(text);
}

std::vector<std::string> Tree::names(Grammar::NameListContext* list) {
  std::vector<std::string> out;
  if (list)
    for (auto* one : list->name()) out.push_back(name(one));
  return out;
}

std::string Tree::plain(antlr4::ParserRuleContext* node) const {
  const auto written = text(node);
  if (written.starts_with('\'') || written.starts_with('"')) return ::schemac::mysql::literal_value(written);
  return written.starts_with('`') ? unquoted(written) : written;
}

}  // namespace schemac::sql::mysql_text
