// ANTLR's own automaton of a generated lexer, walked from a table: the lexer itself takes a lock, asks a hash table and
// casts its way to its simulator for every character and token, which is a third of the time that a large schema file
// takes. What the table does not know yet, the lexer is asked once.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <antlr4-runtime.h>

#include "base/diagnostic.h"

namespace schemac {

inline bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// A text of ASCII alone as ANTLR reads it, without a copy in another encoding.
class AsciiStream final : public antlr4::CharStream {
 public:
  explicit AsciiStream(std::string_view text) : text_(text) {}

  void consume() override { ++at_; }
  std::size_t LA(ssize_t ahead) override {
    const auto at = static_cast<std::size_t>(static_cast<ssize_t>(at_) + ahead - (ahead > 0 ? 1 : 0));
    return at < text_.size() ? static_cast<unsigned char>(text_[at]) : EOF;
  }
  ssize_t mark() override { return -1; }
  void release(ssize_t) override {}
  std::size_t index() override { return at_; }
  void seek(std::size_t index) override { at_ = std::min(index, text_.size()); }
  std::size_t size() override { return text_.size(); }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval& interval) override {
    const auto begin = static_cast<std::size_t>(std::max<ssize_t>(interval.a, 0));
    return begin < text_.size() ? std::string(text_.substr(begin, static_cast<std::size_t>(interval.b) + 1 - begin))
                                : std::string();
  }
  std::string toString() const override { return std::string(text_); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

template <class Lexer>
class LexerTable {
 public:
  struct Match {
    std::size_t type;
    std::size_t end;
    bool skipped;  // the grammar says so
  };

  // The token that begins at `at`, before the end of a text of ASCII alone.
  static Match match(std::string_view text, std::size_t at) {
    if (auto known = walk(text, at)) return *known;
    for (auto rows = edges(); learn(text, at), edges() > rows; rows = edges())
      if (auto known = walk(text, at)) return *known;
    broken_invariant("a lexer's automaton knows every character that it has read");
  }

 private:
  using State = antlr4::dfa::DFAState;

  static constexpr std::int32_t unknown = -1;
  static constexpr std::int32_t nowhere = -2;

  struct Row {
    std::array<std::int32_t, 128> next;
    bool accepts;
    bool skipped;
    std::size_t type;
  };

  struct Table {
    std::vector<Row> rows;  // the first: where every token begins
    std::unordered_map<const State*, std::size_t> places;
    std::size_t edges = 0;
  };

  static Table& table() {
    thread_local Table known;
    return known;
  }
  static std::size_t edges() { return table().edges; }

  static std::optional<Match> walk(std::string_view text, std::size_t begin) {
    const auto& rows = table().rows;
    if (rows.empty()) return std::nullopt;
    const Row* row = &rows.front();
    const Row* accepted = nullptr;
    auto end = begin;
    for (auto at = begin; at < text.size(); ++at) {
      const auto next = row->next[static_cast<unsigned char>(text[at])];
      if (next == unknown) return std::nullopt;
      if (next == nowhere) break;
      row = &rows[static_cast<std::size_t>(next)];
      if (!row->accepts) continue;
      accepted = row;
      end = at + 1;
    }
    return accepted ? std::optional(Match{accepted->type, end, accepted->skipped}) : std::nullopt;
  }

  // Has the lexer read a token and notes every step that it took.
  static void learn(std::string_view text, std::size_t begin) {
    AsciiStream input(text.substr(begin));
    Lexer lexer(&input);
    lexer.removeErrorListeners();
    lexer.nextToken();
    const State* state = lexer.template getInterpreter<antlr4::atn::LexerATNSimulator>()->_decisionToDFA[0].s0;
    if (state == nullptr) return;
    auto place = place_of(state);
    for (const char c : text.substr(begin)) {
      const auto character = static_cast<unsigned char>(c);
      const auto edge = state->edges.find(character);
      if (edge == state->edges.end()) return;
      const bool leads_on = edge->second != antlr4::atn::ATNSimulator::ERROR.get();
      const auto next = leads_on ? static_cast<std::int32_t>(place_of(edge->second)) : nowhere;
      auto& noted = table().rows[place].next[character];
      if (noted == unknown) ++table().edges;
      noted = next;
      if (!leads_on) return;
      state = edge->second;
      place = static_cast<std::size_t>(next);
    }
  }

  static std::size_t place_of(const State* state) {
    auto& known = table();
    const auto [at, fresh] = known.places.emplace(state, known.rows.size());
    if (fresh) {
      known.rows.push_back({{}, state->isAcceptState, skips(*state), state->prediction});
      known.rows.back().next.fill(unknown);
    }
    return at->second;
  }

  static bool skips(const State& state) {
    if (!state.isAcceptState || !state.lexerActionExecutor) return false;
    const auto actions = state.lexerActionExecutor->getLexerActions();
    return std::any_of(actions.begin(), actions.end(), [](const auto& action) {
      return action->getActionType() == antlr4::atn::LexerActionType::SKIP;
    });
  }
};

// The tokens of a text, for a parser: by the table where the text is ASCII, else by the lexer.
template <class Lexer>
class TokenReader final : public antlr4::TokenSource {
 public:
  explicit TokenReader(std::string_view text) : text_(text), quick_(is_ascii(text)) {
    if (quick_) {
      ascii_.emplace(text);
    } else {
      input_.emplace(text.data(), text.size());
      lexer_.emplace(&*input_);
      lexer_->removeErrorListeners();
    }
  }

  std::unique_ptr<antlr4::Token> nextToken() override {
    if (!quick_) return lexer_->nextToken();
    while (at_ < text_.size()) {
      const auto match = LexerTable<Lexer>::match(text_, at_);
      auto token = match.skipped ? nullptr : made(match.type, match.end);
      step_over(match.end);
      if (token) return token;
    }
    return made(antlr4::Token::EOF, at_);
  }

  std::size_t getLine() const override { return line_; }
  std::size_t getCharPositionInLine() override { return column_; }
  antlr4::CharStream* getInputStream() override {
    return quick_ ? static_cast<antlr4::CharStream*>(&*ascii_) : &*input_;
  }
  std::string getSourceName() override { return {}; }
  antlr4::TokenFactory<antlr4::CommonToken>* getTokenFactory() override {
    return antlr4::CommonTokenFactory::DEFAULT.get();
  }

 private:
  std::unique_ptr<antlr4::Token> made(std::size_t type, std::size_t end) {
    auto token = std::make_unique<antlr4::CommonToken>(
        std::pair<antlr4::TokenSource*, antlr4::CharStream*>(this, getInputStream()), type,
        antlr4::Token::DEFAULT_CHANNEL, at_, end - 1);
    token->setLine(line_);
    token->setCharPositionInLine(column_);
    return token;
  }

  void step_over(std::size_t end) {
    for (; at_ < end; ++at_) {
      column_ = text_[at_] == '\n' ? 0 : column_ + 1;
      line_ += text_[at_] == '\n' ? 1 : 0;
    }
  }

  std::string_view text_;
  bool quick_;
  std::optional<AsciiStream> ascii_;
  std::optional<antlr4::ANTLRInputStream> input_;
  std::optional<Lexer> lexer_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 0;
};

}  // namespace schemac
