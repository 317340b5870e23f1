#include "cli/toml.h"

#include <algorithm>

namespace schemac {

Span span_of(const std::shared_ptr<const SourceText>& source, const toml::source_region& region) {
  std::size_t begin = 0;
  for (toml::source_index line = 1; line < region.begin.line && begin != std::string::npos; ++line) {
    const auto end = source->text.find('\n', begin);
    begin = end == std::string::npos ? source->text.size() : end + 1;
  }
  begin = std::min(begin + (region.begin.column > 0 ? region.begin.column - 1 : 0), source->text.size());
  const auto same_line = region.end.line == region.begin.line && region.end.column > region.begin.column;
  const auto length = same_line ? region.end.column - region.begin.column : 1;
  return {.source = source, .begin = begin, .end = std::min(begin + length, source->text.size())};
}

}  // namespace schemac
