#include "diff/renames/contrasts.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "diff/renames/words.h"

namespace schemac {
namespace {

using Words = std::vector<std::string>;

// A row holds words one of which stands where another one might: in the other's place it says another thing.
constexpr std::array<std::string_view, 10> contrasts[] = {
    {"min", "max", "minimum", "maximum", "avg", "average", "median"},
    {"from", "to", "until", "till", "since"},
    {"start", "end"},
    {"start", "finish"},
    {"start", "stop"},
    {"begin", "end"},
    {"begin", "finish"},
    {"started", "ended"},
    {"started", "finished"},
    {"started", "stopped"},
    {"first", "last", "middle", "second", "third"},
    {"old", "new", "current", "previous", "prev", "next", "original"},
    {"before", "after"},
    {"home", "work", "mobile", "office", "business", "private", "fax"},
    {"net", "gross"},
    {"kg", "lb", "gram", "pound", "ounce", "oz", "ton"},
    {"km", "mile", "meter", "metre", "feet", "foot", "inch", "cm", "mm"},
    {"celsius", "fahrenheit", "kelvin", "c", "f", "k"},
    {"second", "minute", "hour", "day", "week", "month", "year", "ms", "millisecond", "microsecond"},
    {"byte", "kb", "mb", "gb", "bit"},
    {"usd", "eur", "gbp", "chf", "jpy", "cny", "inr", "aud", "cad", "brl"},
    {"cent", "dollar", "euro", "pence"},
    {"buy", "sell"},
    {"bid", "ask"},
    {"purchase", "sale"},
    {"debit", "credit"},
    {"income", "expense", "cost", "revenue"},
    {"in", "out"},
    {"inbound", "outbound"},
    {"incoming", "outgoing"},
    {"input", "output"},
    {"billing", "shipping", "delivery"},
    {"sent", "received"},
    {"sender", "recipient"},
    {"sender", "receiver"},
    {"source", "target"},
    {"source", "destination"},
    {"parent", "child"},
    {"left", "right"},
    {"top", "bottom"},
    {"upper", "lower"},
    {"high", "low"},
    {"open", "close"},
    {"open", "closed"},
    {"opened", "closed"},
    {"up", "down"},
    {"width", "height", "depth", "length"},
    {"lat", "lng", "lon", "latitude", "longitude"},
    {"public", "private", "secret", "internal", "confidential"},
    {"secret", "setting", "option", "preference", "profile"},
    {"visible", "hidden"},
    {"shown", "hidden"},
    {"enabled", "disabled"},
    {"allow", "deny"},
    {"allowed", "denied"},
    {"allowed", "blocked"},
    {"accepted", "rejected"},
    {"approved", "rejected"},
    {"accepted", "declined"},
    {"approved", "declined"},
    {"created", "updated", "deleted", "modified", "removed"},
    {"success", "failure"},
    {"success", "error"},
    {"win", "loss", "won", "lost"},
    {"male", "female"},
    {"mother", "father"},
    {"user", "admin"},
    {"read", "write"},
    {"true", "false"},
    {"plain", "hashed", "encrypted"},
};

// In one name and not in the other they say that the value was made into something else, or is counted in something
// else.
constexpr std::string_view alone[] = {"hash",       "hashed",    "digest", "encrypted",  "cipher",     "salt",
                                      "masked",     "redacted",  "anon",   "anonymized", "anonymised", "pseudonym",
                                      "truncated",  "lower",     "upper",  "lowercase",  "uppercase",  "normalized",
                                      "normalised", "canonical", "cent",   "minor",      "not",        "never",
                                      "non",        "percent",   "pct",    "min",        "max",        "avg"};

// The words of one name that the other one has not.
Words rest_of(const Words& words, Words others) {
  Words out;
  for (const auto& word : words) {
    const auto at = std::ranges::find(others, word);
    if (at == others.end())
      out.push_back(word);
    else
      others.erase(at);
  }
  return out;
}

bool are_in_one_row(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty() || word_likeness(a, b) >= same_meaning) return false;
  return std::ranges::any_of(contrasts, [&](const auto& row) {
    return std::ranges::find(row, a) != row.end() && std::ranges::find(row, b) != row.end();
  });
}

// `visible` and `invisible`
bool is_negation_of(std::string_view word, std::string_view other) {
  constexpr std::size_t shortest = 4;
  if (other.size() < shortest || !word.ends_with(other)) return false;
  static constexpr auto prefixes = std::to_array<std::string_view>({"in", "im", "un", "non", "dis", "de", "anti"});
  return std::ranges::find(prefixes, word.substr(0, word.size() - other.size())) != prefixes.end();
}

// `4` of `ssn_last4`, taken apart as `last`, `4`.
bool says_so_alone(const Words& words) {
  const auto is_number = [](const std::string& word) {
    return word.find_first_not_of("0123456789") == std::string::npos;
  };
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (std::ranges::find(alone, words[at]) != std::end(alone)) return true;
    if ((words[at] == "last" || words[at] == "first") && at + 1 < words.size() && is_number(words[at + 1])) return true;
  }
  return false;
}

}  // namespace

bool mean_another_thing(const Words& a, const Words& b) {
  const auto mine = rest_of(a, b), others = rest_of(b, a);
  for (const auto& word : mine)
    for (const auto& other : others)
      if (are_in_one_row(word, other) || is_negation_of(word, other) || is_negation_of(other, word)) return true;
  return (mine.empty() != others.empty()) && says_so_alone(mine.empty() ? others : mine);
}

}  // namespace schemac
