#include "sources/sql/binary_constants.h"

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/sql_tokens.h"

namespace schemac::sql {
namespace {

// `\0`, `\n`, `\Z` of a constant; of any other letter the letter.
char escaped(char c) {
  switch (c) {
    case '0': return '\0';
    case 'b': return '\b';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'Z': return '\x1a';
    default: return c;
  }
}

struct Constant {
  std::string bytes;
  std::size_t end = 0;  // behind its closing quote
};

Constant constant_at(std::string_view text, std::size_t open) {
  Constant out;
  for (out.end = open + 1; out.end < text.size(); ++out.end) {
    const char c = text[out.end];
    if (c == '\'' && text.substr(out.end + 1, 1) != "'") break;
    if ((c == '\\' || c == '\'') && out.end + 1 < text.size())
      out.bytes += c == '\'' ? c : escaped(text[out.end + 1]), ++out.end;
    else
      out.bytes += c;
  }
  if (out.end < text.size()) ++out.end;
  return out;
}

// Where a comment or a name in quotes that begins there ends; `at` where none does. Comments of a version are code.
std::size_t behind_other(std::string_view text, std::size_t at) {
  const auto behind = [&](std::string_view close, std::size_t from) {
    const auto found = text.find(close, from);
    return found == std::string_view::npos ? text.size() : found + close.size();
  };
  const char c = text[at];
  if (c == '#' || text.substr(at, 3) == "-- ") return behind("\n", at);
  if (text.substr(at, 2) == "/*" && text.substr(at, 3) != "/*!" && text.substr(at, 4) != "/*M!")
    return behind("*/", at + 2);
  if (c == '`') return behind("`", at + 1);
  if (c == '"') return behind("\"", at + 1);
  return at;
}

}  // namespace

std::shared_ptr<const SourceText> with_hexadecimal_bytes(std::shared_ptr<const SourceText> source) {
  const std::string_view text = source->text;
  if (is_utf8(text)) return source;
  std::string out;
  std::size_t line = 0;  // where it begins in `out`
  for (std::size_t at = 0; at < text.size();) {
    if (const auto next = behind_other(text, at); next != at) {
      out += text.substr(at, next - at);
      at = next;
      continue;
    }
    if (text[at] == '\'') {
      const auto constant = constant_at(text, at);
      const auto written = text.substr(at, constant.end - at);
      if (!is_utf8(written) && lower(std::string_view(out).substr(line)).find("binary") != std::string::npos) {
        out += "x'";
        for (const unsigned char byte : constant.bytes) out += fmt::format("{:02x}", byte);
        out += "'";
      } else {
        out += written;
      }
      at = constant.end;
      continue;
    }
    out += text[at++];
    if (out.back() == '\n') line = out.size();
  }
  return std::make_shared<const SourceText>(SourceText{.name = source->name, .text = std::move(out)});
}

}  // namespace schemac::sql
