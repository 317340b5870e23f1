#include "operations/listed_partitions.h"

#include <algorithm>
#include <set>

#include "base/sql_tokens.h"

namespace schemac {
namespace {

constexpr SqlLexis lexis = {.backtick_identifiers = true, .backslash_escapes = true, .hash_comments = true};

ListedPartition read_partition(std::string_view text) {
  const auto tokens = sql_tokens(text, lexis);
  const auto is = [&](std::size_t at, std::string_view word) {
    return at < tokens.size() && equal_ignoring_case(tokens[at].text(text), word);
  };
  ListedPartition out{.name = tokens.size() > 1 ? std::string(tokens[1].text(text)) : std::string(),
                      .values = {},
                      .definition = std::string(text)};
  std::size_t at = 2;
  while (at < tokens.size() && !is(at, "than") && !is(at, "in") && !is(at, "default")) ++at;
  if (at >= tokens.size()) return out;
  const auto first = is(at, "default") ? at : at + 1;
  auto last = first;
  for (int depth = 0; last < tokens.size(); ++last) {
    depth += is(last, "(") ? 1 : is(last, ")") ? -1 : 0;
    if (depth == 0) break;
  }
  if (last < tokens.size())
    out.values = std::string(text.substr(tokens[first].begin, tokens[last].end - tokens[first].begin));
  return out;
}

// Without what servers add to it and take from it.
std::string bare(std::string_view way) {
  auto out = lower(way);
  std::erase_if(out, [](char c) { return c == ' ' || c == '(' || c == ')' || c == '`'; });
  return out;
}

// `((1, 2), (3, 4))` → `(1, 2)`, `(3, 4)`
std::set<std::string> values_of(const ListedPartition& partition) {
  const std::string_view text = partition.values;
  std::set<std::string> out;
  const auto tokens = sql_tokens(text, lexis);
  std::string one;
  int depth = 0;
  for (const auto& token : tokens) {
    const auto piece = token.text(text);
    const bool closes = piece == ")";
    if (closes) --depth;
    if ((closes && depth == 0) || (piece == "," && depth == 1)) {
      out.insert(std::move(one));
      one.clear();
    } else if (depth > 0) {
      one += piece;
    }
    if (piece == "(") ++depth;
  }
  if (!one.empty() || out.empty()) out.insert(lower(text));  // DEFAULT
  return out;
}

bool takes_all(const ListedPartition& partition) { return equal_ignoring_case(partition.values, "default"); }

bool are_of_one_way(const std::optional<ListedPartitions>& a, const std::optional<ListedPartitions>& b) {
  return a && b && !a->partitions.empty() && !b->partitions.empty() && a->ranges == b->ranges &&
         bare(a->way) == bare(b->way);
}

std::set<std::string> all_values(const std::vector<ListedPartition>& partitions) {
  std::set<std::string> out;
  for (const auto& partition : partitions) out.merge(values_of(partition));
  return out;
}

// `has` is the beginning of `had`.
bool is_shorter(const ListedPartitions& has, const ListedPartitions& had) {
  return has.partitions.size() < had.partitions.size() &&
         std::equal(has.partitions.begin(), has.partitions.end(), had.partitions.begin());
}

}  // namespace

std::optional<ListedPartitions> listed_partitions(const Attributes& attributes) {
  const auto said = attributes.find("partition_by");
  if (said == attributes.end()) return std::nullopt;
  const std::string_view text = said->second;
  const auto begin = text.find("(PARTITION ");
  const bool ranges = text.starts_with("RANGE");
  if (begin == std::string_view::npos || (!ranges && !text.starts_with("LIST"))) return std::nullopt;
  ListedPartitions out{.way = std::string(text.substr(0, begin)), .ranges = ranges};
  int depth = 0;
  std::size_t from = begin + 1;
  for (const auto& token : sql_tokens(text.substr(begin), lexis)) {
    const auto piece = token.text(text.substr(begin));
    depth += piece == "(" ? 1 : piece == ")" ? -1 : 0;
    if (!(piece == "," && depth == 1) && !(piece == ")" && depth == 0)) continue;
    auto one = text.substr(from, begin + token.begin - from);
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    out.partitions.push_back(read_partition(one));
    from = begin + token.end;
  }
  return out;
}

std::vector<std::string> partitions_gone_with_rows(const Attributes& before, const Attributes& after) {
  const auto had = listed_partitions(before), has = listed_partitions(after);
  if (!are_of_one_way(had, has)) return {};
  std::vector<std::string> out;
  if (had->ranges) {
    for (auto at = has->partitions.size(); is_shorter(*has, *had) && at < had->partitions.size(); ++at)
      out.push_back(had->partitions[at].name);
    return out;
  }
  if (std::ranges::any_of(has->partitions, takes_all)) return {};
  const auto wanted = all_values(has->partitions);
  for (const auto& partition : had->partitions) {
    const auto values = values_of(partition);
    if (std::ranges::none_of(values, [&](const std::string& value) { return wanted.contains(value); }))
      out.push_back(partition.name);
  }
  return out.size() < had->partitions.size() ? out : std::vector<std::string>();
}

bool keeps_place_for_rows(const Attributes& before, const Attributes& after) {
  const auto had = listed_partitions(before), has = listed_partitions(after);
  if (!are_of_one_way(had, has)) return false;
  if (had->ranges) {
    const auto &last = has->partitions.back().values, &bound = had->partitions.back().values;
    return last == "MAXVALUE" || last == bound || is_shorter(*had, *has) || is_shorter(*has, *had);
  }
  if (std::ranges::any_of(has->partitions, takes_all)) return true;
  const auto wanted = all_values(has->partitions);
  const auto gone = partitions_gone_with_rows(before, after);
  return std::ranges::all_of(had->partitions, [&](const ListedPartition& partition) {
    return std::ranges::find(gone, partition.name) != gone.end() || std::ranges::includes(wanted, values_of(partition));
  });
}

}  // namespace schemac
