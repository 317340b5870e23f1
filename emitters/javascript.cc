#include "emitters/javascript.h"

#include <algorithm>
#include <vector>

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

constexpr std::size_t page = 80;

// Cuts where `mark` stands outside of brackets and quotes; before it, or (a comma) without it.
std::vector<std::string> parts_of(std::string_view text, char mark) {
  std::vector<std::string> parts{""};
  int depth = 0;
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == '\\')
        parts.back() += text[at++];  // what follows ends nothing
      else if (c == quote)
        quote = 0;
    } else if (c == '"' || c == '\'' || c == '`') {
      quote = c;
    } else if (depth == 0 && c == mark) {
      parts.emplace_back();
      if (mark == ',') {
        while (at + 1 < text.size() && text[at + 1] == ' ') ++at;
        continue;
      }
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      --depth;
    }
    if (at < text.size()) parts.back() += text[at];
  }
  return parts;
}

std::string call_over_lines(const std::string& call, std::size_t indent) {
  const auto open = call.find('(');
  if (open == std::string::npos || !call.ends_with(')')) return call;
  const std::string margin(indent, ' ');
  auto arguments = parts_of(std::string_view(call).substr(open + 1, call.size() - open - 2), ',');
  auto out = call.substr(0, open + 1);
  std::string_view end = ")";
  // of an object at the end the properties are broken
  if (const auto last = arguments.back(); last.starts_with("{ ") && last.ends_with(" }")) {
    arguments.pop_back();
    for (const auto& argument : arguments) out += argument + ", ";
    out += "{";
    end = "})";
    arguments = parts_of(std::string_view(last).substr(2, last.size() - 4), ',');
  }
  out += "\n";
  for (const auto& argument : arguments) out += fmt::format("{}  {},\n", margin, argument);
  return out + margin + std::string(end);
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

std::string statement(std::string_view expression, std::size_t indent) {
  const std::string margin(indent, ' ');
  const auto whole = fmt::format("{}{};\n", margin, expression);
  const bool one_text =
      expression.find("(`") != std::string_view::npos && expression.find('\n') != std::string_view::npos;
  if (one_text || whole.size() - 1 <= page) return whole;
  const auto links = parts_of(expression, '.');
  const auto is_call = [](const std::string& link) { return link.ends_with(')'); };
  if (std::ranges::count_if(links, is_call) < 2) {
    std::string before;
    for (std::size_t at = 0; at + 1 < links.size(); ++at) before += links[at];
    return fmt::format("{}{}{};\n", margin, before, call_over_lines(links.back(), indent));
  }
  std::string out = margin;
  bool opens = true;  // `await knex.schema` stays together
  for (const auto& link : links) {
    opens = opens && !is_call(link);
    const bool fits = indent + 2 + link.size() + (&link == &links.back() ? 1 : 0) <= page;
    if (!opens) out += fmt::format("\n{}  ", margin);
    out += opens || fits ? link : call_over_lines(link, indent + 2);
  }
  return out + ";\n";
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
