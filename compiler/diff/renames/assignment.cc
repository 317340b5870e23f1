#include "diff/renames/assignment.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace schemac {
namespace {

// Above this many on a side the exact way would take too long; the best pairs are taken first then.
constexpr std::size_t most_exact = 300;

using Partners = std::vector<std::optional<std::size_t>>;

// What can be decided by itself: pairs that share a side, directly or over others.
std::vector<std::vector<PossiblePair>> independent_parts(std::size_t count, const std::vector<PossiblePair>& pairs) {
  std::size_t others = 0;
  for (const auto& pair : pairs) others = std::max(others, pair.to + 1);
  std::vector<std::size_t> leader(count + others);
  std::iota(leader.begin(), leader.end(), std::size_t{0});
  const auto find = [&](std::size_t node) {
    while (leader[node] != node) node = leader[node] = leader[leader[node]];
    return node;
  };
  for (const auto& pair : pairs) leader[find(pair.from)] = find(count + pair.to);
  std::map<std::size_t, std::vector<PossiblePair>> parts;
  for (const auto& pair : pairs) parts[find(pair.from)].push_back(pair);
  std::vector<std::vector<PossiblePair>> out;
  for (auto& [node, part] : parts) out.push_back(std::move(part));
  return out;
}

std::vector<std::size_t> sides(const std::vector<PossiblePair>& part, std::size_t PossiblePair::*side) {
  std::vector<std::size_t> out;
  for (const auto& pair : part) out.push_back(pair.*side);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void greedily(std::vector<PossiblePair> part, Partners& out) {
  std::sort(part.begin(), part.end(), [](const PossiblePair& a, const PossiblePair& b) {
    return a.gain != b.gain ? a.gain > b.gain : a.from != b.from ? a.from < b.from : a.to < b.to;
  });
  std::set<std::size_t> taken;
  for (const auto& pair : part)
    if (!out[pair.from] && taken.insert(pair.to).second) out[pair.from] = pair.to;
}

// The Hungarian method over a square of costs, one row after another along cheapest paths. Column 0 is the row's start.
std::vector<std::size_t> cheapest(const std::vector<std::vector<double>>& cost) {
  const std::size_t n = cost.size();
  std::vector<double> row_price(n + 1), column_price(n + 1);
  std::vector<std::size_t> row_of(n + 1), came_from(n + 1);
  for (std::size_t row = 1; row <= n; ++row) {
    row_of[0] = row;
    std::size_t at = 0;
    std::vector<double> least(n + 1, std::numeric_limits<double>::infinity());
    std::vector<bool> seen(n + 1);
    do {
      seen[at] = true;
      const std::size_t here = row_of[at];
      double step = std::numeric_limits<double>::infinity();
      std::size_t next = 0;
      for (std::size_t column = 1; column <= n; ++column) {
        if (seen[column]) continue;
        const double reduced = cost[here - 1][column - 1] - row_price[here] - column_price[column];
        if (reduced < least[column]) {
          least[column] = reduced;
          came_from[column] = at;
        }
        if (least[column] < step) {
          step = least[column];
          next = column;
        }
      }
      for (std::size_t column = 0; column <= n; ++column)
        if (seen[column]) {
          row_price[row_of[column]] += step;
          column_price[column] -= step;
        } else {
          least[column] -= step;
        }
      at = next;
    } while (row_of[at] != 0);
    for (; at != 0; at = came_from[at]) row_of[at] = row_of[came_from[at]];
  }
  std::vector<std::size_t> column_of(n);
  for (std::size_t column = 1; column <= n; ++column) column_of[row_of[column] - 1] = column - 1;
  return column_of;
}

void exactly(const std::vector<PossiblePair>& part, Partners& out) {
  const auto from = sides(part, &PossiblePair::from), to = sides(part, &PossiblePair::to);
  const std::size_t n = std::max(from.size(), to.size());
  std::vector<std::vector<double>> cost(n, std::vector<double>(n));
  const auto place = [](const std::vector<std::size_t>& all, std::size_t one) {
    return static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), one) - all.begin());
  };
  for (const auto& pair : part) cost[place(from, pair.from)][place(to, pair.to)] = -pair.gain;
  const auto column_of = cheapest(cost);
  for (std::size_t row = 0; row < from.size(); ++row)
    if (cost[row][column_of[row]] < 0) out[from[row]] = to[column_of[row]];
}

}  // namespace

Partners best_assignment(std::size_t count, const std::vector<PossiblePair>& pairs) {
  Partners out(count);
  std::vector<PossiblePair> worth;
  std::copy_if(pairs.begin(), pairs.end(), std::back_inserter(worth),
               [](const PossiblePair& pair) { return pair.gain > 0; });
  for (auto& part : independent_parts(count, worth)) {
    if (part.size() == 1)
      out[part.front().from] = part.front().to;
    else if (std::max(sides(part, &PossiblePair::from).size(), sides(part, &PossiblePair::to).size()) > most_exact)
      greedily(std::move(part), out);
    else
      exactly(part, out);
  }
  return out;
}

}  // namespace schemac
