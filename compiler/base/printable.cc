#include "base/printable.h"

#include <fmt/format.h>

#include "base/source_text.h"

namespace schemac {
namespace {

// The code point of a whole UTF-8 character.
unsigned code_point(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  unsigned code = character.size() == 1 ? first : first & (0xFFU >> (character.size() + 1));
  for (const char c : character.substr(1)) code = code << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

bool acts_on_a_terminal(unsigned code) {
  const bool is_control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
  const bool is_separator = code == 0x2028 || code == 0x2029;
  const bool is_direction = code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
                            (code >= 0x2066 && code <= 0x2069);
  return is_control || is_separator || is_direction;
}

// Copies what is harmless, and gives `show` the rest: a character's code point, or a byte that begins none.
template <class F>
std::string shown(std::string_view text, F&& show) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto length = utf8_length(text, at);
    const auto character = text.substr(at, length == 0 ? 1 : length);
    const auto code = length == 0 ? static_cast<unsigned char>(text[at]) : code_point(character);
    if (length == 0 || acts_on_a_terminal(code))
      out += show(code, length != 0);
    else
      out += character;
    at += character.size();
  }
  return out;
}

std::string escape(unsigned code, bool is_character) {
  return is_character && code >= 0x80 ? fmt::format("\\u{:04x}", code) : fmt::format("\\x{:02x}", code);
}

}  // namespace

std::string printable(std::string_view text) { return shown(text, escape); }

std::string printable_lines(std::string_view text) {
  return shown(text, [](unsigned code, bool is_character) {
    return code == '\n' || code == '\t' ? std::string(1, static_cast<char>(code)) : escape(code, is_character);
  });
}

std::string masked(std::string_view text) {
  return shown(text, [](unsigned code, bool) { return std::string(code == '\t' ? " " : "?"); });
}

}  // namespace schemac
