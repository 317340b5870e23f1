#include "base/shell_word.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/printable.h"

namespace schemac {

// Control characters and their like in ANSI-C quoting, which bash, zsh and ksh read: $'a\x1bb'.
std::string shell_word(std::string_view word) {
  const auto is_plain = [](unsigned char c) {
    return std::isalnum(c) || std::string_view("_-./:,=@%+").find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) return std::string(word);
  const bool is_visible = printable(word) == word;
  std::string out = is_visible ? "'" : "$'";
  for (const char c : word) {
    const auto code = static_cast<unsigned char>(c);
    if (is_visible)
      out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    else if (c == '\'' || c == '\\')
      out += std::string("\\") + c;
    else
      out += code < 0x20 || code >= 0x7F ? fmt::format("\\x{:02x}", code) : std::string(1, c);
  }
  return out + "'";
}

}  // namespace schemac
