#include <gmock/gmock.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/laws/settings.h"

namespace schemac::test {

LawSettings& settings() {
  static LawSettings values;
  return values;
}

namespace {

// A variable that is set to nothing names nothing.
std::string pairs_of_the_corpus() {
  const char* corpus = std::getenv("SCHEMAC_CORPUS");
  return corpus && *corpus ? std::string(corpus) + "/pairs" : "none";
}

bool take(const std::string& argument) {
  const auto value = argument.substr(argument.find('=') + 1);
  if (argument == "--update")
    settings().update = true;
  else if (argument.starts_with("--seed="))
    settings().seed = std::strtoull(value.c_str(), nullptr, 10);
  else if (argument.starts_with("--pairs="))
    settings().pairs = std::atoi(value.c_str());
  else if (argument.starts_with("--failures="))
    settings().failures = std::atoi(value.c_str());
  else if (argument.starts_with("--corpus="))
    settings().corpus = value;
  else if (argument == "--corpus")
    settings().corpus = pairs_of_the_corpus();
  else if (argument.starts_with("--every="))
    settings().every = std::max(1, std::atoi(value.c_str()));
  else if (argument.starts_with("--law8="))
    settings().law8 = value;
  else if (argument.starts_with("--skip="))
    settings().skip = value;
  else
    return false;
  return true;
}

}  // namespace
}  // namespace schemac::test

int main(int argc, char** argv) {
  // first: GoogleTest asks for the cases of a corpus as soon as it is set up
  argc = static_cast<int>(
      std::remove_if(argv + 1, argv + argc, [](const char* argument) { return schemac::test::take(argument); }) - argv);
  if (schemac::test::settings().corpus == "none") {
    std::puts("SKIPPED: SCHEMAC_CORPUS names no corpus of schema pairs: the laws are not held on it");
    return 77;
  }
  testing::InitGoogleMock(&argc, argv);
  if (argc > 1) {
    std::fprintf(
        stderr,
        "found `%s`, expected --seed=N, --pairs=N, --corpus=DIR, --every=N, --update or an option of GoogleTest\n",
        argv[1]);
    return 64;
  }
  return RUN_ALL_TESTS();
}
