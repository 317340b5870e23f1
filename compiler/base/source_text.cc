#include "base/source_text.h"

#include <algorithm>

namespace schemac {

std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t ahead) {
    return at + ahead < text.size() ? static_cast<unsigned char>(text[at + ahead]) : 0U;
  };
  const auto first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first < 0xE0   ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  for (std::size_t ahead = 1; ahead < length; ++ahead)
    if ((byte(ahead) & 0xC0U) != 0x80U) return 0;
  if (first == 0xE0 && byte(1) < 0xA0) return 0;
  if (first == 0xED && byte(1) >= 0xA0) return 0;
  if (first == 0xF0 && byte(1) < 0x90) return 0;
  if (first == 0xF4 && byte(1) >= 0x90) return 0;
  return length;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto length = utf8_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string_view Span::text() const {
  if (!source) return {};
  const auto from = std::min(begin, source->text.size());
  const auto to = std::clamp(end, from, source->text.size());
  return std::string_view(source->text).substr(from, to - from);
}

LineColumn Span::position() const {
  LineColumn at;
  if (!source) return at;
  const auto stop = std::min(begin, source->text.size());
  for (std::size_t i = 0; i < stop; ++i) {
    const auto byte = static_cast<unsigned char>(source->text[i]);
    if (byte == '\n') {
      ++at.line;
      at.column = 1;
    } else if ((byte & 0xC0U) != 0x80U) {
      ++at.column;  // continuation bytes of UTF-8 are no characters of their own
    }
  }
  return at;
}

std::string_view Span::line() const {
  if (!source) return {};
  const std::string_view text = source->text;
  const auto at = std::min(begin, text.size());
  const auto before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const auto from = before == std::string_view::npos ? 0 : before + 1;
  auto to = std::min(text.find('\n', at), text.size());
  if (to > from && text[to - 1] == '\r') --to;
  return text.substr(from, to - from);
}

}  // namespace schemac
