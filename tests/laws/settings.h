// What a run of the laws was told on its command line.
#pragma once

#include <cstdint>
#include <optional>

namespace schemac::test {

struct LawSettings {
  bool update = false;                     // --update: write the plans of the cases anew
  std::optional<std::uint64_t> seed = {};  // --seed=N: of the random pairs; else a new one, printed
  std::optional<int> pairs = {};           // --pairs=N
};

LawSettings& settings();

}  // namespace schemac::test
