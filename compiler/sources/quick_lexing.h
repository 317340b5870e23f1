// ANTLR's own automaton of a generated lexer, walked from a table: its simulator takes a lock and asks a hash table for every
// character, which is a fifth of the time that a large schema file takes. What the table does not know yet, the simulator finds out.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <antlr4-runtime.h>

namespace schemac {

template <class Lexer>
class QuickSimulator final : public antlr4::atn::LexerATNSimulator {
 public:
  // For texts of ASCII alone, in which characters are bytes. Gives the lexer this simulator in place of its own.
  static void install(Lexer& lexer, std::string_view text) {
    auto* own = lexer.template getInterpreter<antlr4::atn::LexerATNSimulator>();
    for (const char c : text)
      if (static_cast<unsigned char>(c) >= known_characters) return;
    lexer.setInterpreter(new QuickSimulator(lexer, *own, text));  // the lexer's, which deletes its own
  }

  std::size_t match(antlr4::CharStream* input, std::size_t mode) override {
    const auto begin = input->index();
    std::size_t state = 0, accepted = 0, end = begin;
    for (auto at = begin; at < text_.size() && mode == 0 && !table().empty(); ++at) {
      const auto next = table()[state].next[static_cast<unsigned char>(text_[at])];
      if (next == unknown) break;
      if (next == nowhere) return accepted == 0 ? slowly(input, mode) : take(input, begin, end, *table()[accepted].state);
      state = static_cast<std::size_t>(next);
      if (!table()[state].state->isAcceptState) continue;
      accepted = state;
      end = at + 1;
    }
    return slowly(input, mode);
  }

 private:
  using State = antlr4::dfa::DFAState;

  static constexpr std::size_t known_characters = 128;
  static constexpr std::int32_t unknown = -1;
  static constexpr std::int32_t nowhere = -2;

  struct Row {
    const State* state;
    std::array<std::int32_t, known_characters> next;
  };

  QuickSimulator(Lexer& lexer, antlr4::atn::LexerATNSimulator& own, std::string_view text)
      : LexerATNSimulator(&lexer, own.atn, own._decisionToDFA, own.getSharedContextCache()), text_(text) {}

  // Of this grammar, filled by whoever comes along; row 0 is where every token begins.
  static std::vector<Row>& table() {
    thread_local std::vector<Row> rows;
    return rows;
  }

  std::size_t take(antlr4::CharStream* input, std::size_t begin, std::size_t end, const State& state) {
    _startIndex = begin;
    auto line = _line;
    auto column = _charPositionInLine;
    for (const char c : text_.substr(begin, end - begin)) {
      column = c == '\n' ? 0 : column + 1;
      line += c == '\n' ? 1 : 0;
    }
    accept(input, state.lexerActionExecutor, begin, end, line, column);
    return state.prediction;
  }

  std::size_t slowly(antlr4::CharStream* input, std::size_t mode) {
    const auto begin = input->index();
    const auto type = LexerATNSimulator::match(input, mode);
    if (mode == 0) learn(begin);
    return type;
  }

  // The simulator has put every step of the token that begins here into its automaton.
  void learn(std::size_t begin) {
    const State* state = _decisionToDFA[0].s0;
    if (state == nullptr) return;
    auto row = row_of(state);
    for (auto at = begin; at < text_.size(); ++at) {
      const auto character = static_cast<unsigned char>(text_[at]);
      const auto edge = state->edges.find(character);
      if (edge == state->edges.end()) return;
      if (edge->second == ERROR.get()) {
        table()[row].next[character] = nowhere;
        return;
      }
      state = edge->second;
      const auto next = row_of(state);
      table()[row].next[character] = static_cast<std::int32_t>(next);
      row = next;
    }
  }

  static std::size_t row_of(const State* state) {
    thread_local std::unordered_map<const State*, std::size_t> rows;
    const auto [at, fresh] = rows.emplace(state, table().size());
    if (fresh) {
      table().push_back({state, {}});
      table().back().next.fill(unknown);
    }
    return at->second;
  }

  std::string_view text_;
};

}  // namespace schemac
