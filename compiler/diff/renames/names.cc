#include "diff/renames/names.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "diff/renames/words.h"

namespace schemac {
namespace {

bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80) != 0;
}

// `URLPath2` falls apart before a capital that follows a small letter or starts a word, and around digits.
bool starts_word(std::string_view name, std::size_t at) {
  if (at == 0) return true;
  const char before = name[at - 1], here = name[at];
  if (is_digit(before) != is_digit(here)) return true;
  if (!is_upper(here)) return false;
  return !is_upper(before) || (at + 1 < name.size() && is_letter(name[at + 1]) && !is_upper(name[at + 1]));
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const auto& word : words) out.append(out.empty() ? "" : between).append(word);
  return out;
}

using Words = std::vector<std::string>;

// `dob` stands for as many words of the other name: where they begin.
std::optional<std::size_t> initials_at(std::string_view word, const Words& words) {
  const auto count = word.size();
  constexpr std::size_t shortest = 3;  // `id` is not short for `is_deleted`
  if (count < shortest || count > words.size()) return std::nullopt;
  for (std::size_t at = 0; at + count <= words.size(); ++at) {
    bool all = true;
    for (std::size_t i = 0; i < count; ++i) all = all && words[at + i][0] == word[i];
    if (all) return at;
  }
  return std::nullopt;
}

// Which words of two names stand for each other, and how near they are.
struct PairedWords {
  std::vector<double> first, second;
  double sum = 0;

  PairedWords(const Words& a, const Words& b) : first(a.size()), second(b.size()) {
    std::vector<double> near(a.size() * b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t k = 0; k < b.size(); ++k) near[i * b.size() + k] = word_likeness(a[i], b[k]);
    for (const double least : {1.0, same_meaning, 0.01})
      pair(near, least);  // the nearest first: `user_user_id` and `users_id`
    initials(a, b, first, second);
    initials(b, a, second, first);
  }

 private:
  void pair(const std::vector<double>& near, double least) {
    for (std::size_t i = 0; i < first.size(); ++i) {
      if (first[i] > 0) continue;
      double best = 0;
      std::size_t at = second.size();
      for (std::size_t k = 0; k < second.size(); ++k)
        if (const double here = near[i * second.size() + k]; second[k] == 0 && here >= least && here > best) {
          best = here;
          at = k;
        }
      if (at == second.size()) continue;
      first[i] = second[at] = best;
      sum += best;
    }
  }

  void initials(const Words& brief, const Words& full, std::vector<double>& few, std::vector<double>& many) {
    constexpr double likeness = 0.8;
    for (std::size_t i = 0; i < brief.size(); ++i) {
      const auto at = few[i] > 0 ? std::nullopt : initials_at(brief[i], full);
      if (!at || many[*at] > 0) continue;
      few[i] = likeness;
      for (std::size_t k = 0; k < brief[i].size(); ++k) many[*at + k] = likeness;
      sum += likeness;
    }
  }
};

struct Told {
  double together = 0;    // words that tell something and have a partner
  std::size_t alone = 0;  // and that have none
  bool any = false;       // a word with a partner, though it may tell nothing
  bool literal = false;   // one of those together is more than a synonym
};

Told told(const Words& words, const std::vector<double>& paired) {
  Told out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out.any = out.any || (paired[i] >= same_meaning && !is_particle(words[i]));
    if (!tells_something(words[i])) continue;
    if (paired[i] < same_meaning) {
      ++out.alone;
      continue;
    }
    out.together += paired[i];
    out.literal = out.literal || paired[i] > same_meaning;
  }
  return out;
}

bool all_paired(const std::vector<double>& paired, double least) {
  return std::all_of(paired.begin(), paired.end(), [&](double near) { return near >= least; });
}

bool are_particles(const Words& words) { return std::all_of(words.begin(), words.end(), is_particle); }

bool holds_all(const Words& many, const Words& few) {
  return few.size() < many.size() && std::all_of(few.begin(), few.end(), [&](const std::string& word) {
           return std::find(many.begin(), many.end(), word) != many.end();
         });
}

}  // namespace

std::vector<std::string> words_of_name(std::string_view name) {
  std::vector<std::string> words;
  bool open = false;
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (!is_letter(name[at]) && !is_digit(name[at])) {
      open = false;
      continue;
    }
    if (!open || starts_word(name, at)) words.emplace_back();
    open = true;
    words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(name[at])));
  }
  for (auto& word : words) word = singular(std::move(word));
  return words;
}

NameInWords in_words(std::string_view name) { return in_words_without(name, {}); }

NameInWords in_words_without(std::string_view name, const std::set<std::string>& words) {
  NameInWords out{.name = name, .words = words_of_name(name), .joined = {}, .squeezed = {}};
  if (!std::all_of(out.words.begin(), out.words.end(), [&](const std::string& word) { return words.contains(word); }))
    std::erase_if(out.words, [&](const std::string& word) { return words.contains(word); });
  out.joined = joined(out.words, "_");
  out.squeezed = joined(out.words, "");
  return out;
}

NameLikeness likeness(std::string_view a, std::string_view b) { return likeness(in_words(a), in_words(b)); }

NameLikeness likeness(const NameInWords& a, const NameInWords& b) {
  const auto& x = a.words;
  const auto& y = b.words;
  if (x.empty() || y.empty()) return {.letters = letter_likeness(a.name, b.name)};
  const PairedWords paired(x, y);
  const auto mine = told(x, paired.first), others = told(y, paired.second);
  const auto tell = static_cast<double>(mine.alone + others.alone) + mine.together + others.together;
  NameLikeness out{.words = 2 * paired.sum / static_cast<double>(x.size() + y.size()),
                   .letters = letter_likeness(a.joined, b.joined),
                   .meaning = tell == 0 ? 0 : (mine.together + others.together) / tell,
                   .same_words = a.squeezed == b.squeezed,
                   .contained = holds_all(x, y) || holds_all(y, x),
                   .same_first = x.front() == y.front(),
                   .same_last = x.back() == y.back()};
  // a synonym is no part of a longer name: `value`, `refund_amount`
  const double part = x.size() == y.size() ? same_meaning : 0.8;
  const bool whole =
      (all_paired(paired.first, part) && !are_particles(x)) || (all_paired(paired.second, part) && !are_particles(y));
  out.shares_a_word = mine.any || others.any;
  constexpr double enough = 0.34;  // one word of many is none: `child_label`, `squatter_name`
  const bool synonyms_alone = !mine.literal && mine.alone + others.alone > 0;  // `comment`, `lifecycle_status_note`
  out.related = out.same_words || (out.meaning >= enough && !synonyms_alone) || whole;
  out.one_subject = out.related && (out.same_words || mine.alone == 0 || others.alone == 0);
  return out;
}

bool holds_more_words(std::string_view longer, std::string_view shorter) {
  const auto more = words_of_name(longer), fewer = words_of_name(shorter);
  return more.size() > fewer.size() && holds_all(more, fewer);
}

}  // namespace schemac
