#include "cli/decisions.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/printable.h"
#include "cli/rename_answers.h"
#include "emitters/report_words.h"

namespace schemac {
namespace {

using Open = std::vector<const FoundRename*>;

bool may_ask(const Comparison& comparison, const Settings& settings) {
  const auto wish = comparison.on_ambiguous ? comparison.on_ambiguous : settings.on_ambiguous;
  if (wish) return *wish == "prompt";
  return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

std::string with_likelihood(const FoundRename& rename) {
  return fmt::format("{}, likelihood {:.2f}: {}", in_words(rename), rename.likelihood, fmt::join(rename.reasons, ", "));
}

Diagnostic undecided_renames(const Open& open) {
  auto error = error_at("ambiguous-rename",
                        fmt::format("{} to be decided first",
                                    open.size() == 1 ? "1 rename is" : fmt::format("{} renames are", open.size())));
  for (const auto* rename : open)
    error.notes.push_back(note_at(fmt::format("{}\n      accept: --rename={}\n      reject: --no-rename={}",
                                              with_likelihood(*rename), shell_flag(*rename), shell_flag(*rename))));
  std::string all;
  for (const auto* rename : open) all += fmt::format(" --rename={}", shell_flag(*rename));
  if (open.size() > 1) error.notes.push_back(note_at("take all:" + all));
  error.notes.push_back(note_at("answers can be kept in renames.toml: `yes = [\"old:new\"]`, `no = [\"old:new\"]`"));
  return error;
}

enum class Answer { yes, no, none };

Answer ask(const FoundRename& rename, const Console& console) {
  console.error << fmt::format("\nrename?  {}   {:.2f}\n", printable(in_words(rename)), rename.likelihood);
  for (const auto& text : rename.reasons) {
    const auto reason = printable(text);
    console.error << fmt::format("  {} {}\n", reason.starts_with("but ") ? "−" : "+",
                                 reason.starts_with("but ") ? reason.substr(4) : reason);
  }
  for (;;) {
    console.error << "  y: rename, the values stay   n: drop the one, add the other   q: stop  > " << std::flush;
    std::string line;
    if (!std::getline(std::cin, line)) return Answer::none;
    const auto word = line.find_first_not_of(" \t\r");
    const char first =
        word == std::string::npos ? '\0' : static_cast<char>(std::tolower(static_cast<unsigned char>(line[word])));
    if (first == 'y') return Answer::yes;
    if (first == 'n') return Answer::no;
    if (first == 'q') return Answer::none;
  }
}

// False when somebody did not want to answer.
Result<bool> ask_all(const Open& open, std::set<std::string>& asked, const Settings& settings, const Console& console) {
  auto answers = read_answers(settings.answers);
  if (!answers) return std::unexpected(answers.error());
  for (const auto* rename : open) {
    if (!asked.insert(rename->flag).second) continue;
    const auto answer = ask(*rename, console);
    if (answer == Answer::none) return false;
    (answer == Answer::yes ? answers->yes : answers->no).push_back(rename->flag);
    if (auto written = write_answers(settings.answers, *answers); !written) return std::unexpected(written.error());
  }
  console.error << fmt::format("the answers are kept in {}\n\n", settings.answers.string());
  return true;
}

}  // namespace

Result<Planned> plan_decided(const Comparison& comparison, const Settings& settings, const Console& console) {
  std::set<std::string> asked;
  for (;;) {  // an answer about a table may bring up its columns
    auto planned = plan_comparison(comparison, settings);
    if (!planned) return planned;
    const auto open = open_renames(planned->outcome.plan);
    if (open.empty()) return planned;
    const bool has_new =
        std::ranges::any_of(open, [&](const FoundRename* rename) { return !asked.contains(rename->flag); });
    if (!has_new || !may_ask(comparison, settings)) return std::unexpected(Diagnostics{undecided_renames(open)});
    const auto answered = ask_all(open, asked, settings, console);
    if (!answered) return std::unexpected(answered.error());
    if (!*answered) return std::unexpected(Diagnostics{undecided_renames(open)});
  }
}

}  // namespace schemac
