#include "schema/coverage.h"

#include <algorithm>
#include <array>

namespace schemac {
namespace {

constexpr auto words = std::to_array<std::string_view>(
    {"tables",     "checks",  "foreign_keys", "indexes",    "comments",   "schemas", "enums",
     "sequences",  "views",   "functions",    "triggers",   "policies",   "rules",   "grants",
     "extensions", "domains", "types",        "collations", "statistics", "events",  "owners"});

const std::map<std::string_view, std::vector<Aspect>>& aspects() {
  static const std::map<std::string_view, std::vector<Aspect>> table = {
      {"checks", {Aspect::checks, Aspect::exclusions}},
      {"foreign_keys", {Aspect::foreign_keys}},
      {"indexes", {Aspect::indexes, Aspect::expression_indexes, Aspect::partial_indexes}},
      {"comments", {Aspect::comments}}};
  return table;
}

}  // namespace

std::span<const std::string_view> coverage_words() { return words; }

std::string_view coverage_word(std::string_view kind) {
  static const std::map<std::string_view, std::string_view> known = {{"view", "views"},
                                                                     {"materialized view", "views"},
                                                                     {"column default", "views"},
                                                                     {"column statistics", "views"},
                                                                     {"clustering", "views"},
                                                                     {"index", "indexes"},
                                                                     {"function", "functions"},
                                                                     {"procedure", "functions"},
                                                                     {"aggregate", "functions"},
                                                                     {"window function", "functions"},
                                                                     {"trigger", "triggers"},
                                                                     {"trigger state", "triggers"},
                                                                     {"policy", "policies"},
                                                                     {"row security", "policies"},
                                                                     {"forced row security", "policies"},
                                                                     {"rule", "rules"},
                                                                     {"rule state", "rules"},
                                                                     {"extension", "extensions"},
                                                                     {"domain", "domains"},
                                                                     {"domain default", "domains"},
                                                                     {"domain not null", "domains"},
                                                                     {"domain constraint", "domains"},
                                                                     {"composite type", "types"},
                                                                     {"range type", "types"},
                                                                     {"type", "types"},
                                                                     {"collation", "collations"},
                                                                     {"statistics", "statistics"},
                                                                     {"statistics target", "statistics"},
                                                                     {"event", "events"}};
  if (const auto found = known.find(kind); found != known.end()) return found->second;
  if (kind.starts_with("comment on ")) return "comments";
  if (kind.starts_with("owner of ")) return "owners";
  if (kind.starts_with("grant on ") || kind.starts_with("revoke on ") || kind.ends_with("privileges on"))
    return "grants";
  return "tables";  // partitions, and what belongs to them
}

void leave_to_others(Coverage& coverage, std::string_view word) {
  coverage.words_beyond.emplace(word);
  if (const auto found = aspects().find(word); found != aspects().end())
    coverage.beyond.insert(found->second.begin(), found->second.end());
}

void cover_only(Coverage& coverage, const std::set<std::string>& covered) {
  for (const auto word : words)
    if (!covered.contains(std::string(word))) leave_to_others(coverage, word);
}

}  // namespace schemac
