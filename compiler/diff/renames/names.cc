#include "diff/renames/names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace schemac {
namespace {

bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80) != 0; }

// `URLPath2` falls apart before a capital that follows a small letter or starts a word, and around digits.
bool starts_word(std::string_view name, std::size_t at) {
  if (at == 0) return true;
  const char before = name[at - 1], here = name[at];
  if (is_digit(before) != is_digit(here)) return true;
  if (!is_upper(here)) return false;
  return !is_upper(before) || (at + 1 < name.size() && is_letter(name[at + 1]) && !is_upper(name[at + 1]));
}

std::string singular(std::string word) {
  const auto ends = [&](std::string_view ending) { return word.size() > ending.size() + 1 && word.ends_with(ending); };
  if (ends("ies")) return word.substr(0, word.size() - 3) + "y";
  if (ends("sses") || ends("xes") || ends("ches") || ends("shes")) return word.substr(0, word.size() - 2);
  if (ends("s") && !ends("ss") && !ends("us") && !ends("is")) return word.substr(0, word.size() - 1);
  return word;
}

// What people put in each other's place when they rename: only pairs that mean the same in any schema.
constexpr std::array<std::pair<std::string_view, std::string_view>, 40> synonyms = {{
    {"created", "inserted"},     {"updated", "modified"},  {"updated", "changed"}, {"modified", "changed"}, {"removed", "deleted"},
    {"mail", "email"},           {"title", "name"},        {"label", "name"},      {"display", "name"},     {"kind", "type"},
    {"category", "type"},        {"class", "type"},        {"status", "state"},    {"qty", "quantity"},     {"amount", "value"},
    {"count", "number"},         {"count", "total"},       {"num", "number"},      {"numeric", "number"},   {"desc", "description"},
    {"comment", "note"},         {"body", "content"},      {"text", "content"},    {"picture", "image"},    {"photo", "image"},
    {"phone", "telephone"},      {"zip", "postal"},        {"postcode", "postal"}, {"begin", "start"},      {"finish", "end"},
    {"finished", "ended"},       {"visible", "published"}, {"enabled", "active"},  {"user", "account"},     {"customer", "client"},
    {"company", "organization"}, {"vendor", "supplier"},   {"token", "key"},       {"position", "order"},   {"sort", "order"},
}};

bool are_synonyms(std::string_view a, std::string_view b) {
  return std::any_of(synonyms.begin(), synonyms.end(),
                     [&](const auto& pair) { return (pair.first == a && pair.second == b) || (pair.first == b && pair.second == a); });
}

// Optimal string alignment, two rows are enough for names.
std::size_t letters_changed(std::string_view a, std::string_view b) {
  std::array<std::size_t, 64> few;
  std::vector<std::size_t> many(b.size() < few.size() ? 0 : b.size() + 1);
  std::size_t* row = many.empty() ? few.data() : many.data();
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

// `org` of `organization`, `pwd` of `password`: the same first letter, and the rest in order.
bool abbreviates(std::string_view brief, std::string_view full) {
  if (brief.size() < 2 || brief.size() >= full.size() || brief[0] != full[0]) return false;
  if (full.starts_with(brief)) return true;
  if (brief.size() * 2 > full.size() + 1) return false;
  std::size_t at = 0;
  for (const char c : full)
    if (at < brief.size() && brief[at] == c) ++at;
  return at == brief.size() && brief.back() == full.back();
}

double letter_likeness(std::string_view a, std::string_view b) {
  const auto longest = std::max(a.size(), b.size());
  return longest == 0 ? 1.0 : 1.0 - static_cast<double>(letters_changed(a, b)) / static_cast<double>(longest);
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : "_") + word;
  return out;
}

// Each word of the shorter list finds its best partner in the longer one.
double shared_words(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto& few = a.size() <= b.size() ? a : b;
  const auto& many = a.size() <= b.size() ? b : a;
  std::vector<bool> taken(many.size());
  double sum = 0;
  for (const auto& word : few) {
    double best = 0;
    std::size_t at = many.size();
    for (std::size_t i = 0; i < many.size(); ++i)
      if (const double near = taken[i] ? 0 : word_likeness(word, many[i]); near > best) {
        best = near;
        at = i;
      }
    if (at < many.size()) taken[at] = true;
    sum += best;
  }
  return sum;
}

bool holds_all(const std::vector<std::string>& many, const std::vector<std::string>& few) {
  return few.size() < many.size() &&
         std::all_of(few.begin(), few.end(), [&](const std::string& word) { return std::find(many.begin(), many.end(), word) != many.end(); });
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

double word_likeness(std::string_view a, std::string_view b) {
  if (a == b) return 1;
  if (abbreviates(a, b) || abbreviates(b, a)) return 0.8;
  if (are_synonyms(a, b)) return 0.6;
  const double letters = letter_likeness(a, b);
  return letters >= 0.7 ? letters - 0.1 : 0;
}

NameInWords in_words(std::string_view name) {
  NameInWords out{.name = name, .words = words_of_name(name), .joined = {}};
  out.joined = joined(out.words);
  return out;
}

NameLikeness likeness(std::string_view a, std::string_view b) { return likeness(in_words(a), in_words(b)); }

NameLikeness likeness(const NameInWords& a, const NameInWords& b) {
  const auto& x = a.words;
  const auto& y = b.words;
  if (x.empty() || y.empty()) return {.letters = letter_likeness(a.name, b.name)};
  const auto longest = static_cast<double>(std::max(x.size(), y.size())), shortest = static_cast<double>(std::min(x.size(), y.size()));
  return {.words = 2 * shared_words(x, y) / (longest + shortest),
          .letters = letter_likeness(a.joined, b.joined),
          .same_words = x == y || a.joined == b.joined,
          .contained = holds_all(x, y) || holds_all(y, x),
          .same_first = x.front() == y.front(),
          .same_last = x.back() == y.back()};
}

}  // namespace schemac
