#include "sources/schemac/text.h"

#include <fmt/format.h>

namespace schemac::language {
Result<void> readable(const std::shared_ptr<const SourceText>& source) {
  const std::string_view text = source->text;
  if (text.size() > largest_text)
    return failure("too-large", fmt::format("`{}` has {} MB, expected a schema of at most {} MB", source->name,
                                            text.size() >> 20U, largest_text >> 20U));
  if (const auto at = text.find('\0'); at != std::string_view::npos)
    return failure("not-text", "found a NUL byte, expected text: this is a binary file", {source, at, at + 1});
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const auto length = utf8_length(text, at);
    if (length == 0)
      return failure("not-utf-8",
                     fmt::format("found the byte 0x{:02x}, which is not UTF-8: save the file as UTF-8",
                                 static_cast<unsigned char>(text[at])),
                     {source, at, at + 1});
    at += length;
  }
  return {};
}

}  // namespace schemac::language
