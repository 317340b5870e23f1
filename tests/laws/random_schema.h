// Random schemas, and random changes to them. The same seed gives the same pair on every machine.
#pragma once

#include <cstdint>
#include <random>

#include "tests/laws/sketch.h"

namespace schemac::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  // 0 … limit - 1. Not std::uniform_int_distribution: that one differs between libraries.
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : static_cast<std::size_t>(engine_() % limit); }
  bool chance(unsigned percent) { return below(100) < percent; }
  template <class T>
  auto& pick(T& items) {
    return items[below(items.size())];
  }

 private:
  std::mt19937_64 engine_;
};

SketchPair random_pair(std::uint64_t seed, const std::string& dialect);

}  // namespace schemac::test
