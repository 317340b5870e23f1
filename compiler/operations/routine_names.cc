#include "operations/routine_names.h"

#include "base/sql_tokens.h"

namespace schemac {
namespace {

// The first parenthesis outside of quotes.
std::size_t arguments_begin(std::string_view key) {
  bool quoted = false;
  for (std::size_t at = 0; at < key.size(); ++at) {
    if (key[at] == '"') quoted = !quoted;
    if (key[at] == '(' && !quoted) return at;
  }
  return key.size();
}

}  // namespace

std::string routine_key(std::string_view name, std::string_view arguments) {
  if (name.find_first_of("(\"") == std::string_view::npos) return std::string(name) + std::string(arguments);
  std::string out = "\"";
  for (const char c : name) {
    out += c;
    if (c == '"') out += c;
  }
  return out + '"' + std::string(arguments);
}

RoutineName split_routine(std::string_view key) {
  const auto at = arguments_begin(key);
  const auto name = key.substr(0, at);
  return {name.starts_with('"') ? unquoted(name) : std::string(name), std::string(key.substr(at))};
}

std::string routine_arguments(std::string_view key) { return std::string(key.substr(arguments_begin(key))); }

}  // namespace schemac
