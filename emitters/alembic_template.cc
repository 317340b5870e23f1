#include "emitters/alembic_template.h"

#include <algorithm>

namespace schemac::alembic {
namespace {

std::string without_spaces(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](char c) { return c == ' ' || c == '\t'; });
  std::ranges::replace(out, '\'', '"');
  return out;
}

// A line that begins with `%` is Python, one that begins with `##` a comment.
bool is_control(std::string_view line) {
  const auto begin = line.find_first_not_of(" \t");
  return begin != std::string_view::npos && line.substr(begin).starts_with('%') &&
         !line.substr(begin).starts_with("%%");
}

std::string without_comments(std::string_view text, bool& plain) {
  std::string out;
  while (!text.empty()) {
    const auto line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    text.remove_prefix(line.size());
    const auto begin = line.find_first_not_of(" \t");
    if (begin != std::string_view::npos && line.substr(begin).starts_with("##")) continue;
    plain = plain && !is_control(line) && line.find("<%") == std::string_view::npos;
    out += line;
  }
  return out;
}

}  // namespace

std::optional<std::string> fill_template(std::string_view text, const TemplateValues& values) {
  bool plain = true;
  const auto body = without_comments(text, plain);
  if (!plain) return std::nullopt;
  std::string out;
  for (std::size_t at = 0; at < body.size();) {
    if (body.compare(at, 2, "${") != 0) {
      out += body[at++];
      continue;
    }
    const auto end = body.find('}', at);
    if (end == std::string::npos) return std::nullopt;
    const auto value = values.find(without_spaces(std::string_view(body).substr(at + 2, end - at - 2)));
    if (value == values.end()) return std::nullopt;
    out += value->second;
    at = end + 1;
    // nothing at the end of a line leaves no spaces there
    if (value->second.empty() && (at == body.size() || body[at] == '\n'))
      while (out.ends_with(' ')) out.pop_back();
  }
  return out;
}

}  // namespace schemac::alembic
