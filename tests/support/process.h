// Runs a program as a user would, and keeps everything it said.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace schemac::test {

struct Finished {
  int code = -1;  // 128 + signal when a signal ended it
  std::string out;
  std::string error;
  bool timed_out = false;

  bool operator==(const Finished&) const = default;
};

struct Command {
  std::vector<std::string> words;
  std::string input = {};
  std::string directory = {};                         // empty: the test's own
  std::map<std::string, std::string> variables = {};  // an empty value unsets
  std::chrono::seconds limit{120};
};

Finished run_command(const Command& command);

// The schemac that was built with this test.
Finished schemac(std::vector<std::string> arguments, const Command& rest = {.words = {}});

}  // namespace schemac::test
