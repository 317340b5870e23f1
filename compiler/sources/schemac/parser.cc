#include "sources/schemac/parser.h"

#include <algorithm>

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

struct Parser::State {
  explicit State(std::string_view given) : text(given), parser(nullptr), strategy(std::make_shared<StopAtFirst>()) {
    parser.removeErrorListeners();
    parser.setErrorHandler(strategy);
  }

  // The fast prediction first; the full one only for what it cannot decide.
  template <class Context, class Build>
  auto parse(std::span<const Token> tokens, Context* (Grammar::*rule)(), Build build)
      -> std::expected<std::invoke_result_t<Build, Context*>, Misfit> {
    for (const auto mode : {antlr4::atn::PredictionMode::SLL, antlr4::atn::PredictionMode::LL}) {
      antlr4::ListTokenSource source(generated(tokens));
      antlr4::CommonTokenStream stream(&source);
      parser.setTokenStream(&stream);
      parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
      try {
        auto out = build((parser.*rule)());
        parser.setTokenStream(nullptr);
        return out;
      } catch (const antlr4::ParseCancellationException&) {
        parser.setTokenStream(nullptr);
      }
    }
    return std::unexpected(Misfit{std::min(strategy->misfit, tokens.size())});
  }

  static std::vector<std::unique_ptr<antlr4::Token>> generated(std::span<const Token> tokens) {
    std::vector<std::unique_ptr<antlr4::Token>> out;
    out.reserve(tokens.size() + 1);
    for (const auto& token : tokens) out.push_back(std::make_unique<antlr4::CommonToken>(static_cast<std::size_t>(token.type)));
    out.push_back(std::make_unique<antlr4::CommonToken>(antlr4::Token::EOF));
    return out;
  }

  std::string_view text;
  SchemacParser parser;
  std::shared_ptr<StopAtFirst> strategy;
};

Parser::Parser(std::string_view text) : state_(std::make_unique<State>(text)) {}
Parser::~Parser() = default;

std::expected<Declaration, Misfit> Parser::declaration(std::span<const Token> tokens) {
  return state_->parse(tokens, &Grammar::declaration, [&](auto* tree) { return read_tree({state_->text, tokens}, tree); });
}

std::expected<TableItem, Misfit> Parser::table_item(std::span<const Token> tokens) {
  return state_->parse(tokens, &Grammar::tableItem, [&](auto* tree) { return read_tree({state_->text, tokens}, tree); });
}

std::expected<std::vector<EnumLabelSyntax>, Misfit> Parser::enum_labels(std::span<const Token> tokens) {
  return state_->parse(tokens, &Grammar::enumLabels, [&](auto* tree) { return read_tree({state_->text, tokens}, tree); });
}

}  // namespace schemac::language
