#include "emitters/javascript.h"

#include <fmt/format.h>

namespace schemac::javascript {
namespace {

// U+2028 and U+2029 end a line for JavaScript.
bool is_line_separator(std::string_view text, std::size_t at) {
  return text.compare(at, 3, "\xE2\x80\xA8") == 0 || text.compare(at, 3, "\xE2\x80\xA9") == 0;
}

std::string escaped(std::string_view text, char quote) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char byte = text[at];
    const auto code = static_cast<unsigned char>(byte);
    if (byte == '\\' || byte == quote || (quote == '`' && byte == '$' && text.compare(at, 2, "${") == 0))
      out += std::string("\\") + byte;
    else if (byte == '\n')
      out += quote == '`' ? "\n" : "\\n";
    else if (byte == '\t')
      out += "\\t";
    else if (code < 0x20 || code == 0x7F)
      out += fmt::format("\\x{:02x}", code);
    else
      out += byte;
  }
  return out;
}

}  // namespace

std::string literal(std::string_view text) {
  const bool lines = text.find('\n') != std::string_view::npos;
  const bool has_double = text.find('"') != std::string_view::npos;
  const bool has_single = text.find('\'') != std::string_view::npos;
  const char quote = lines || (has_double && has_single) ? '`' : has_double ? '\'' : '"';
  return quote + escaped(text, quote) + quote;
}

std::string list(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : ", ") + literal(text);
  return fmt::format("[{}]", out);
}

std::string comment(std::string_view text, std::size_t indent) {
  const std::string margin(indent, ' ');
  std::string out = margin + "// ";
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_line_separator(text, at)) {
      out += ' ';
      at += 2;
    } else if (text[at] == '\n') {
      out += "\n" + margin + "// ";
    } else {
      out += static_cast<unsigned char>(text[at]) < 0x20 ? ' ' : text[at];
    }
  }
  return out + "\n";
}

}  // namespace schemac::javascript
