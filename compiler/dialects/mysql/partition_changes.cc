#include "dialects/mysql/partition_changes.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/mysql/expressions.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/partition_bounds.h"
#include "operations/listed_partitions.h"

namespace schemac::mysql {
namespace {

using Partitions = std::vector<ListedPartition>;

template <class Part>
std::string joined(Partitions::const_iterator begin, Partitions::const_iterator end, Part part) {
  std::vector<std::string> out;
  for (auto at = begin; at != end; ++at) out.push_back((*at).*part);
  return fmt::format("{}", fmt::join(out, ", "));
}

std::string_view inside(std::string_view values) {
  return values.size() > 2 && values.front() == '(' ? values.substr(1, values.size() - 2) : values;
}

// The server lets the last range grow, and never shrink.
bool reaches_as_far(const ListedPartition& last, const ListedPartition& had) {
  if (last.values == had.values || last.values == "MAXVALUE") return true;
  const auto a = computed_number(inside(last.values)), b = computed_number(inside(had.values));
  return a && b && std::stoll(*a) >= std::stoll(*b);
}

}  // namespace

std::optional<std::vector<PartitionChange>> partition_changes(const Attributes& before, const Attributes& after) {
  auto had = listed_partitions(before);
  const auto has = listed_partitions(after);
  if (!had || !has || !same_expression(had->way, has->way)) return std::nullopt;
  std::vector<PartitionChange> out;
  if (const auto gone = partitions_gone_with_rows(before, after); !gone.empty()) {
    out.push_back({fmt::format("DROP PARTITION {}", fmt::join(gone, ", "))});
    std::erase_if(had->partitions,
                  [&](const ListedPartition& one) { return std::ranges::find(gone, one.name) != gone.end(); });
  }
  const auto &old = had->partitions, &now = has->partitions;
  const auto [old_begin, now_begin] = std::ranges::mismatch(old, now);
  auto old_end = old.end();
  auto now_end = now.end();
  while (old_end != old_begin && now_end != now_begin && *std::prev(old_end) == *std::prev(now_end))
    --old_end, --now_end;
  if (old_begin == old_end && now_begin == now_end) return out;
  if (old_begin == old_end && now_end == now.end()) {
    const bool has_room = !has->ranges || old.empty() || old.back().values != "MAXVALUE";
    if (!has_room) return std::nullopt;
    out.push_back({fmt::format("ADD PARTITION ({})", joined(now_begin, now_end, &ListedPartition::definition))});
    return out;
  }
  // the range behind takes what goes before it, and gives what comes
  const bool ends_alike =
      old_begin != old_end && now_begin != now_end && std::prev(old_end)->values == std::prev(now_end)->values;
  const bool leans_on_next = old_begin == old_end || now_begin == now_end || (has->ranges && !ends_alike);
  if (leans_on_next && old_end != old.end()) ++old_end, ++now_end;
  if (old_begin == old_end || now_begin == now_end) return std::nullopt;
  if (has->ranges && !reaches_as_far(*std::prev(now_end), *std::prev(old_end))) return std::nullopt;
  out.push_back({fmt::format("REORGANIZE PARTITION {} INTO ({})", joined(old_begin, old_end, &ListedPartition::name),
                             joined(now_begin, now_end, &ListedPartition::definition)),
                 true});
  return out;
}

}  // namespace schemac::mysql
