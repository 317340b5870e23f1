#include "base/source_text.h"

#include <algorithm>

namespace schemac {

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
