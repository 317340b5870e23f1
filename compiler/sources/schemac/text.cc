#include "sources/schemac/text.h"

#include <optional>

#include <fmt/format.h>

namespace schemac::language {
namespace {

// Bytes of the character that starts here; 0 when it is not UTF-8 (overlong forms and surrogates are not).
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t ahead) { return at + ahead < text.size() ? static_cast<unsigned char>(text[at + ahead]) : 0U; };
  const auto first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0;
  for (std::size_t ahead = 1; ahead < length; ++ahead)
    if ((byte(ahead) & 0xC0U) != 0x80U) return 0;
  if (first == 0xE0 && byte(1) < 0xA0) return 0;
  if (first == 0xED && byte(1) >= 0xA0) return 0;
  if (first == 0xF0 && byte(1) < 0x90) return 0;
  if (first == 0xF4 && byte(1) >= 0x90) return 0;
  return length;
}

}  // namespace

Result<void> readable(const std::shared_ptr<const SourceText>& source) {
  const std::string_view text = source->text;
  if (text.size() > largest_text)
    return failure("too-large", fmt::format("`{}` has {} MB, expected a schema of at most {} MB", source->name, text.size() >> 20U, largest_text >> 20U));
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\0') return failure("not-text", "found a NUL byte, expected text: this is a binary file", {source, at, at + 1});
    const auto length = character_length(text, at);
    if (length == 0) return failure("not-utf-8", fmt::format("found the byte 0x{:02x}, which is not UTF-8: save the file as UTF-8", static_cast<unsigned char>(text[at])), {source, at, at + 1});
    at += length;
  }
  return {};
}

}  // namespace schemac::language
