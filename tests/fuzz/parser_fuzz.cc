// Feeds broken schema files to the language: no crash, no hang, every error points into the text, and whatever is still
// understood prints and formats without loss.
//
//   schemac_parser_fuzz [--runs=100000] [--seed=N] [FILE…]
//
// The seed is printed. A failure leaves its input in `parser_fuzz_failure.schemac`.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>

#include <fmt/format.h>
#include <unistd.h>

#include "dialects/registry.h"
#include "sources/schemac/scanner.h"
#include "sources/schemac/schemac.h"
#include "tests/support/facts.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

constexpr unsigned slowest_input = 20;  // seconds, sanitizers included

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> seeds(const std::vector<std::string>& given) {
  std::vector<fs::path> paths(given.begin(), given.end());
  if (given.empty())
    for (const auto* folder : {"tests/cases", "examples"})
      for (const auto& entry : fs::recursive_directory_iterator(fs::path(SCHEMAC_SOURCE_DIR) / folder))
        if (entry.path().extension() == ".schemac") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> out;
  for (const auto& path : paths) out.push_back(contents(path));
  return out;
}

class Mutator {
 public:
  Mutator(std::vector<std::string> texts, std::uint64_t seed) : texts_(std::move(texts)), random_(seed) {
    words_ = language::keywords();
    for (const auto* word : {"{",
                             "}",
                             "(",
                             ")",
                             "[",
                             "]",
                             ",",
                             ".",
                             "=",
                             ";",
                             "\n",
                             "\r\n",
                             "\\\n",
                             "`x`",
                             "``",
                             "'x'",
                             "\"x\"",
                             "--",
                             "`",
                             "'",
                             "\"",
                             "0",
                             "-1",
                             "1e9",
                             "99999999999999999999",
                             "\xC3\xA4",
                             "\xE2\x80\x8B",
                             "\xFF",
                             "x",
                             "text",
                             "int",
                             "varchar(3)"})
      words_.emplace_back(word);
  }

  std::string next() {
    auto text = texts_[below(texts_.size())];
    do change(text);
    while (below(3) == 0);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) {
    return limit == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }

  std::pair<std::size_t, std::size_t> piece(const std::string& text, std::size_t longest) {
    const auto begin = below(text.size() + 1);
    return {begin, std::min(text.size() - begin, below(longest))};
  }

  std::vector<language::Range> tokens(const std::string& text) {
    std::vector<language::Range> out;
    // the scanner wants UTF-8; what is not is mutated by bytes alone
    if (std::any_of(text.begin(), text.end(),
                    [](char c) { return static_cast<unsigned char>(c) >= 0x80 || c == '\0'; }))
      return out;
    language::Scanner scanner(text);
    for (auto token = scanner.next(); token.kind != language::TokenKind::end; token = scanner.next())
      if (token.kind != language::TokenKind::space) out.push_back(token.at);
    return out;
  }

  void change(std::string& text) {
    switch (below(9)) {
      case 0: return flip(text);
      case 1: return text.resize(below(text.size() + 1));
      case 2: return erase(text);
      case 3: return splice(text);
      case 4: return void(text.insert(below(text.size() + 1), " " + words_[below(words_.size())] + " "));
      case 5: return swap_tokens(text);
      case 6: return replace_token(text);
      case 7: return repeat(text);
      case 8: return void(text.insert(below(text.size() + 1), below(200), "({[`'\"\n-a"[below(9)]));
    }
  }

  void flip(std::string& text) {
    if (!text.empty()) text[below(text.size())] = static_cast<char>(below(256));
  }
  void erase(std::string& text) {
    const auto [begin, length] = piece(text, 40);
    text.erase(begin, length);
  }
  void splice(std::string& text) {
    const auto& other = texts_[below(texts_.size())];
    const auto [begin, length] = piece(other, 400);
    text.insert(below(text.size() + 1), other.substr(begin, length));
  }
  void repeat(std::string& text) {
    const auto [begin, length] = piece(text, 200);
    text.insert(begin, text.substr(begin, length));
  }
  void swap_tokens(std::string& text) {
    const auto all = tokens(text);
    if (all.size() < 2) return flip(text);
    auto first = all[below(all.size())];
    auto second = all[below(all.size())];
    if (first.begin > second.begin) std::swap(first, second);
    if (first.end > second.begin) return;
    const auto a = text.substr(first.begin, first.end - first.begin);
    const auto b = text.substr(second.begin, second.end - second.begin);
    text.replace(second.begin, b.size(), a);
    text.replace(first.begin, a.size(), b);
  }
  void replace_token(std::string& text) {
    const auto all = tokens(text);
    if (all.empty()) return flip(text);
    const auto at = all[below(all.size())];
    text.replace(at.begin, at.end - at.begin, words_[below(words_.size())]);
  }

  std::vector<std::string> texts_;
  std::vector<std::string> words_;
  std::mt19937_64 random_;
};

struct Counts {
  std::size_t understood = 0;
  std::size_t formatted = 0;
};

// What is wrong with the way this input was taken; empty when nothing is.
std::string judge(const std::string& input, Counts& counts) {
  const auto text = std::make_shared<const SourceText>(SourceText{"input", input});
  const auto source = read_schemac(text, "postgresql");
  const auto& said = source ? source->remarks : source.error();
  if (!source && said.empty()) return "refused without a word";
  for (const auto& one : said) {
    if (one.where &&
        (one.where.begin > input.size() || one.where.end < one.where.begin || one.where.end > input.size()))
      return "a place outside of the text: " + render(one);
    if (!one.where && one.severity == Severity::error) return "an error without a place: " + render(one);
    if (render(one).empty()) return "an error without words";
  }
  const auto tidy = format_schemac(text);
  if (tidy) {
    ++counts.formatted;
    const auto again = format_schemac(std::make_shared<const SourceText>(SourceText{"tidy", *tidy}));
    if (!again) return "the formatted text is refused: " + render(again.error()) + *tidy;
    if (*again != *tidy) return "formatting twice changes more:\n" + *tidy + "\n----\n" + *again;
    if (token_texts(*tidy) != token_texts(input)) return "formatting changed a token:\n" + *tidy;
  }
  if (!source) return {};
  ++counts.understood;
  if (!tidy) return "read, but not formatted: " + render(tidy.error());
  const auto printed = print_schemac_with_notes(source->schema, *find_dialect(source->schema.engine.dialect)->dialect);
  if (!printed.left_out.empty()) return {};
  const auto back = read_schemac(std::make_shared<const SourceText>(SourceText{"printed", printed.text}), "");
  if (!back) return "its print is refused: " + render(back.error()) + printed.text;
  if (facts(back->schema) != facts(source->schema))
    return "its print means something else:\n" + facts(source->schema) + "----\n" + facts(back->schema) + "----\n" +
           printed.text;
  return {};
}

std::string current;  // for the signal handler

void keep_input(int signal) {
  if (auto* file = std::fopen("parser_fuzz_failure.schemac", "wb")) {
    std::fwrite(current.data(), 1, current.size(), file);
    std::fclose(file);
  }
  std::fprintf(stderr, "signal %d; the input is in parser_fuzz_failure.schemac\n", signal);
  std::_Exit(1);
}

int run(std::size_t runs, std::uint64_t seed, const std::vector<std::string>& files) {
  std::cout << "seed " << seed << ", " << runs << " inputs\n" << std::flush;
  for (const int signal : {SIGABRT, SIGALRM}) std::signal(signal, keep_input);
  Mutator mutator(seeds(files), seed);
  Counts counts;
  for (std::size_t at = 0; at < runs; ++at) {
    current = mutator.next();
    alarm(slowest_input);
    const auto wrong = judge(current, counts);
    alarm(0);
    if (wrong.empty()) continue;
    std::ofstream("parser_fuzz_failure.schemac", std::ios::binary) << current;
    std::cout << "input " << at << ": " << wrong << "\nthe input is in parser_fuzz_failure.schemac\n";
    return 1;
  }
  std::cout << fmt::format("fine: {} inputs, {} could be formatted, {} were understood\n", runs, counts.formatted,
                           counts.understood);
  return counts.understood > 0 && counts.understood < runs ? 0 : 1;
}

}  // namespace
}  // namespace schemac

int main(int argc, char** argv) {
  std::size_t runs = 100'000;
  std::uint64_t seed = std::random_device{}();
  std::vector<std::string> files;
  for (int at = 1; at < argc; ++at) {
    const std::string argument = argv[at];
    if (argument.starts_with("--runs="))
      runs = std::stoull(argument.substr(7));
    else if (argument.starts_with("--seed="))
      seed = std::stoull(argument.substr(7));
    else
      files.push_back(argument);
  }
  return schemac::run(runs, seed, files);
}
