// What a run of the laws was told on its command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace schemac::test {

struct LawSettings {
  bool update = false;                     // --update: write the plans of the cases anew
  std::optional<std::uint64_t> seed = {};  // --seed=N: of the random pairs; else a new one, printed
  std::optional<int> pairs = {};           // --pairs=N
  int failures = 3;                        // --failures=N: stop the random pairs after so many
  std::string corpus = {};  // --corpus=DIR: pairs of SQL files to hold the laws on; --corpus: $SCHEMAC_CORPUS
  int every = 1;            // --every=N: one of so many of them
  std::string law8 =
      {};  // --law8=URL: a PostgreSQL database whose dependencies are held against what its text refers to
  std::string skip = {};  // --skip=45: laws that the random pairs leave out, while one is being mended
};

LawSettings& settings();

}  // namespace schemac::test
