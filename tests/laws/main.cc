#include <gmock/gmock.h>

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
  else if (argument.starts_with("--skip="))
    settings().skip = value;
  else
    return false;
  return true;
}

}  // namespace
}  // namespace schemac::test

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  for (int at = 1; at < argc; ++at)
    if (!schemac::test::take(argv[at])) {
      std::fprintf(stderr, "found `%s`, expected --seed=N, --pairs=N, --update or an option of GoogleTest\n", argv[at]);
      return 64;
    }
  return RUN_ALL_TESTS();
}
