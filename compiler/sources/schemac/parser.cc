#include "sources/schemac/parser.h"

#include <algorithm>
#include <map>
#include <string>

#include <antlr4-runtime.h>

#include "sources/schemac/trees.h"

namespace schemac::language {
namespace {

using Grammar = SchemacParser;

// Gives up at the first misfit and remembers where it was.
class StopAtFirst : public antlr4::DefaultErrorStrategy {
 public:
  std::size_t misfit = 0;

  void recover(antlr4::Parser* parser, std::exception_ptr error) override {
    misfit = parser->getCurrentToken()->getTokenIndex();
    try {
      std::rethrow_exception(error);
    } catch (const antlr4::RecognitionException& e) {
      if (e.getOffendingToken() != nullptr) misfit = e.getOffendingToken()->getTokenIndex();
    }
    throw antlr4::ParseCancellationException();
  }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override {
    misfit = parser->getCurrentToken()->getTokenIndex();
    throw antlr4::ParseCancellationException();
  }
  void sync(antlr4::Parser*) override {}
};

}  // namespace

// The grammar sees the types of tokens alone, so that sentences whose tokens have the same types have one tree: a file
// of a hundred thousand lines has some dozens.
struct Parser::State {
  explicit State(std::string_view given) : text(given) {}

  using Trees = std::map<std::u16string, Tree>;

  static constexpr std::size_t most_trees = 2000;
  static constexpr std::size_t most_tokens = 100;  // of a sentence that is likely to be met again

  template <class Read>
  auto parse(Trees& trees, std::span<const Token> tokens, Read read, antlr4::ParserRuleContext* (*rule)(Grammar&))
      -> std::expected<std::invoke_result_t<Read, const Sentence&, const Tree&>, Misfit> {
    std::u16string types;
    for (const auto& token : tokens) types.push_back(static_cast<char16_t>(token.type));
    if (const auto known = trees.find(types); known != trees.end()) return read({text, tokens}, known->second);
    std::size_t misfit = 0;
    // the fast prediction first; the full one only for what it cannot decide
    for (const auto mode : {antlr4::atn::PredictionMode::SLL, antlr4::atn::PredictionMode::LL}) {
      antlr4::ListTokenSource source(generated(tokens));
      antlr4::CommonTokenStream stream(&source);
      SchemacParser parser(&stream);
      const auto strategy = std::make_shared<StopAtFirst>();
      parser.removeErrorListeners();
      parser.setErrorHandler(strategy);
      parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
      try {
        auto tree = tree_of(rule(parser));
        auto out = read({text, tokens}, tree);
        if (trees.size() < most_trees && tokens.size() <= most_tokens) trees.emplace(std::move(types), std::move(tree));
        return out;
      } catch (const antlr4::ParseCancellationException&) {
        misfit = strategy->misfit;
      }
    }
    return std::unexpected(Misfit{std::min(misfit, tokens.size())});
  }

  static std::vector<std::unique_ptr<antlr4::Token>> generated(std::span<const Token> tokens) {
    std::vector<std::unique_ptr<antlr4::Token>> out;
    out.reserve(tokens.size() + 1);
    for (const auto& token : tokens)
      out.push_back(std::make_unique<antlr4::CommonToken>(static_cast<std::size_t>(token.type)));
    out.push_back(std::make_unique<antlr4::CommonToken>(antlr4::Token::EOF));
    return out;
  }

  std::string_view text;
  Trees declarations, table_items, enum_labels;
};

Parser::Parser(std::string_view text) : state_(std::make_unique<State>(text)) {}
Parser::~Parser() = default;

std::expected<Declaration, Misfit> Parser::declaration(std::span<const Token> tokens) {
  return state_->parse(state_->declarations, tokens, read_declaration,
                       [](Grammar& g) -> antlr4::ParserRuleContext* { return g.declaration(); });
}

std::expected<TableItem, Misfit> Parser::table_item(std::span<const Token> tokens) {
  return state_->parse(state_->table_items, tokens, read_table_item,
                       [](Grammar& g) -> antlr4::ParserRuleContext* { return g.tableItem(); });
}

std::expected<std::vector<EnumLabelSyntax>, Misfit> Parser::enum_labels(std::span<const Token> tokens) {
  return state_->parse(state_->enum_labels, tokens, read_enum_labels,
                       [](Grammar& g) -> antlr4::ParserRuleContext* { return g.enumLabels(); });
}

}  // namespace schemac::language
