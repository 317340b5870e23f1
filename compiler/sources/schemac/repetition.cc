#include "sources/schemac/repetition.h"

#include <array>
#include <set>
#include <string>

#include <fmt/format.h>

#include "base/sql_tokens.h"

namespace schemac::language {
namespace {

constexpr std::array several = {"was", "with", "check", "references", "constraint", "unique"};

// What a clause settles, by its first words: `not null` and `null` settle the same.
std::string subject(std::string_view clause) {
  const auto word = [&](std::size_t& at) {
    while (at < clause.size() && std::isspace(static_cast<unsigned char>(clause[at]))) ++at;
    const auto begin = at;
    while (at < clause.size() && (std::isalnum(static_cast<unsigned char>(clause[at])) || clause[at] == '_')) ++at;
    return lower(clause.substr(begin, at - begin));
  };
  std::size_t at = 0;
  auto first = word(at);
  if (first == "not" || first == "no") return word(at);
  if (first == "asc" || first == "desc") return "asc` or `desc";
  if (first == "on" || first == "nulls") {
    const auto second = word(at);
    if (first == "on") return "on " + second;
    return second == "first" || second == "last" ? "nulls first` or `nulls last" : "nulls distinct";
  }
  return first;
}

}  // namespace

void refuse_repetition(const std::vector<Range>& clauses, std::string_view owner,
                       const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics) {
  if (clauses.size() < 2) return;
  std::set<std::string> seen;
  for (const auto& clause : clauses) {
    const auto place = span(source, clause);
    auto what = subject(place.text());
    if (std::find(several.begin(), several.end(), what) != several.end() || seen.insert(what).second) continue;
    diagnostics.push_back(
        error_at("repeated", fmt::format("found `{}` twice for {}", what, owner), place, "leave one of the two out"));
  }
}

}  // namespace schemac::language
