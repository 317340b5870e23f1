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

// The grammar sees the types of tokens alone, so that sentences whose tokens have the same types have one tree: a file of a hundred
// thousand lines has some dozens.
struct Parser::State {
  explicit State(std::string_view given) : text(given) {}

  // A tree and what it stands in.
  struct Tree {
    explicit Tree(std::span<const Token> tokens)
        : source(generated(tokens)), stream(&source), parser(&stream), strategy(std::make_shared<StopAtFirst>()) {
      parser.removeErrorListeners();
      parser.setErrorHandler(strategy);
    }

    antlr4::ListTokenSource source;
    antlr4::CommonTokenStream stream;
    SchemacParser parser;
    std::shared_ptr<StopAtFirst> strategy;
    antlr4::ParserRuleContext* root = nullptr;
  };
  using Trees = std::map<std::u16string, std::unique_ptr<Tree>>;

  static constexpr std::size_t most_trees = 2000;
  static constexpr std::size_t most_tokens = 100;  // of a sentence that is likely to be met again

  template <class Context, class Build>
  auto parse(Trees& trees, std::span<const Token> tokens, Context* (Grammar::*rule)(), Build build)
      -> std::expected<std::invoke_result_t<Build, Context*>, Misfit> {
    std::u16string types;
    for (const auto& token : tokens) types.push_back(static_cast<char16_t>(token.type));
    if (const auto known = trees.find(types); known != trees.end()) return build(static_cast<Context*>(known->second->root));
    std::size_t misfit = 0;
    // the fast prediction first; the full one only for what it cannot decide
    for (const auto mode : {antlr4::atn::PredictionMode::SLL, antlr4::atn::PredictionMode::LL}) {
      auto tree = std::make_unique<Tree>(tokens);
      tree->parser.template getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
      try {
        auto* root = (tree->parser.*rule)();
        auto out = build(root);
        tree->root = root;
        if (trees.size() < most_trees && tokens.size() <= most_tokens) trees.emplace(std::move(types), std::move(tree));
        return out;
      } catch (const antlr4::ParseCancellationException&) {
        misfit = tree->strategy->misfit;
      }
    }
    return std::unexpected(Misfit{std::min(misfit, tokens.size())});
  }

  static std::vector<std::unique_ptr<antlr4::Token>> generated(std::span<const Token> tokens) {
    std::vector<std::unique_ptr<antlr4::Token>> out;
    out.reserve(tokens.size() + 1);
    for (const auto& token : tokens) out.push_back(std::make_unique<antlr4::CommonToken>(static_cast<std::size_t>(token.type)));
    out.push_back(std::make_unique<antlr4::CommonToken>(antlr4::Token::EOF));
    return out;
  }

  std::string_view text;
  Trees declarations, table_items, enum_labels;
};

Parser::Parser(std::string_view text) : state_(std::make_unique<State>(text)) {}
Parser::~Parser() = default;

std::expected<Declaration, Misfit> Parser::declaration(std::span<const Token> tokens) {
  return state_->parse(state_->declarations, tokens, &Grammar::declaration, [&](auto* tree) { return read_tree({state_->text, tokens}, tree); });
}

std::expected<TableItem, Misfit> Parser::table_item(std::span<const Token> tokens) {
  return state_->parse(state_->table_items, tokens, &Grammar::tableItem, [&](auto* tree) { return read_tree({state_->text, tokens}, tree); });
}

std::expected<std::vector<EnumLabelSyntax>, Misfit> Parser::enum_labels(std::span<const Token> tokens) {
  return state_->parse(state_->enum_labels, tokens, &Grammar::enumLabels, [&](auto* tree) { return read_tree({state_->text, tokens}, tree); });
}

}  // namespace schemac::language
