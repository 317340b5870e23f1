// Who is paired with whom so that the whole is likeliest: never the best pair first and the rest with what is left.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace schemac {

struct PossiblePair {
  std::size_t from;
  std::size_t to;
  double gain;  // above zero: better than leaving both alone
};

// For each of `count` from-sides its partner, so that the sum of gains is greatest. Equal sums give the same answer
// every time.
std::vector<std::optional<std::size_t>> best_assignment(std::size_t count, const std::vector<PossiblePair>& pairs);

}  // namespace schemac
