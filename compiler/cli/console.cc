#include "cli/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <map>

namespace schemac {
namespace {

bool wants_colour(ColourMode mode, int descriptor) {
  switch (mode) {
    case ColourMode::always: return true;
    case ColourMode::never: return false;
    case ColourMode::automatic: break;
  }
  if (environment_variable("NO_COLOR") || environment_variable("TERM").value_or("dumb") == "dumb") return false;
  return isatty(descriptor) == 1;
}

// Values of environment variables and their names, the longest first.
std::map<std::string, std::string, bool (*)(const std::string&, const std::string&)>& kept() {
  static std::map<std::string, std::string, bool (*)(const std::string&, const std::string&)> values(
      [](const std::string& a, const std::string& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
  return values;
}

std::string without_kept_values(std::string text) {
  for (const auto& [value, name] : kept())
    for (auto at = text.find(value); at != std::string::npos; at = text.find(value, at + name.size()))
      text.replace(at, value.size(), name);
  return text;
}

// Of the terminal, or what COLUMNS says; of a pipe what reads well everywhere.
std::size_t width_of_lines() {
  constexpr std::size_t narrowest = 60, widest = 200, usual = 110;
  std::size_t width = 0;
  if (const auto stated = environment_variable("COLUMNS"))
    std::from_chars(stated->data(), stated->data() + stated->size(), width);
  winsize window{};
  if (width == 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0) width = window.ws_col;
  return width == 0 ? usual : std::clamp(width, narrowest, widest);
}

}  // namespace

void keep_to_oneself(const std::string& value, const std::string& name) {
  constexpr std::size_t shortest = 4;  // a shorter one would be found in other words
  if (value.size() >= shortest) kept().emplace(value, "$" + name);
}

void Console::report(const Diagnostics& diagnostics) const {
  error << without_kept_values(render(diagnostics, colour_error));
}

void Console::report(const Diagnostic& diagnostic) const {
  error << without_kept_values(render(diagnostic, colour_error));
}

Console standard_console(ColourMode mode) {
  return {.out = std::cout,
          .error = std::cerr,
          .colour_out = wants_colour(mode, STDOUT_FILENO),
          .colour_error = wants_colour(mode, STDERR_FILENO),
          .width = width_of_lines()};
}

std::optional<std::string> environment_variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

}  // namespace schemac
