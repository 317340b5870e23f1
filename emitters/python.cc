#include "emitters/python.h"

#include <algorithm>

#include <fmt/format.h>

namespace schemac::python {
namespace {

constexpr std::size_t page = 88;  // as black has it

enum class Quotes { twofold, single, three };  // `"`, `'`, `"""`

// Inside triple quotes a quote needs its backslash only beside another one and at the end.
bool needs_backslash(std::string_view text, std::size_t at, Quotes quotes) {
  if (text[at] == '\\') return true;
  if (quotes == Quotes::single) return text[at] == '\'';
  if (text[at] != '"') return false;
  const bool beside = (at > 0 && text[at - 1] == '"') || (at + 1 < text.size() && text[at + 1] == '"');
  return quotes == Quotes::twofold || beside || at + 1 == text.size();
}

std::string escaped(std::string_view text, Quotes quotes) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char byte = text[at];
    const auto code = static_cast<unsigned char>(byte);
    if (needs_backslash(text, at, quotes))
      out += std::string("\\") + byte;
    else if (byte == '\n')
      out += quotes == Quotes::three ? "\n" : "\\n";
    else if (byte == '\t')
      out += "\\t";
    else if (code < 0x20 || code == 0x7F)
      out += fmt::format("\\x{:02x}", code);
    else
      out += byte;
  }
  return out;
}

std::string flat(const Expression& expression) {
  std::string out = expression.head;
  for (std::size_t at = 0; at < expression.items.size(); ++at) out += (at ? ", " : "") + flat(expression.items[at]);
  return out + expression.tail;
}

}  // namespace

std::string literal(std::string_view text) {
  if (text.find('\n') == std::string_view::npos) {
    // as black has it: double quotes, unless single ones need fewer backslashes
    const bool single = std::ranges::count(text, '"') > std::ranges::count(text, '\'');
    return single ? fmt::format("'{}'", escaped(text, Quotes::single))
                  : fmt::format("\"{}\"", escaped(text, Quotes::twofold));
  }
  return fmt::format("\"\"\"{}\"\"\"", escaped(text, Quotes::three));
}

std::string docstring(std::string_view text) { return escaped(text, Quotes::three); }

std::string comment(std::string_view text, std::size_t indent) {
  const std::string margin(indent, ' ');
  std::string out = margin + "# ";
  for (const char byte : text) {
    // A form feed or a lone carriage return ends a line for Python as well.
    if (byte == '\n')
      out += "\n" + margin + "# ";
    else
      out += static_cast<unsigned char>(byte) < 0x20 ? ' ' : byte;
  }
  return out + "\n";
}

Expression word(std::string text) { return {std::move(text)}; }
Expression text(std::string_view value) { return {literal(value)}; }
Expression call(std::string name, std::vector<Expression> arguments) {
  return {std::move(name) + "(", std::move(arguments), ")"};
}
Expression list(std::vector<Expression> items) { return {"[", std::move(items), "]"}; }
Expression texts(const std::vector<std::string>& values) {
  std::vector<Expression> items;
  for (const auto& value : values) items.push_back(text(value));
  return list(std::move(items));
}
Expression keyword(std::string_view name, Expression value) {
  value.head = fmt::format("{}={}", name, value.head);
  return value;
}
Expression keyword(std::string_view name, bool value) {
  return word(fmt::format("{}={}", name, value ? "True" : "False"));
}

std::string print(const Expression& expression, std::size_t indent, std::size_t behind) {
  const auto line = flat(expression);
  const auto first_line = line.substr(0, line.find('\n'));
  const bool short_enough =
      indent + first_line.size() + behind <= page && (line.size() == first_line.size() || expression.items.size() <= 1);
  if (short_enough || expression.items.empty()) return line;
  const std::string margin(indent, ' ');
  std::string out = expression.head + "\n";
  const auto comma = expression.items.size() > 1 ? "," : "";
  for (const auto& item : expression.items)
    out += fmt::format("{}    {}{}\n", margin, print(item, indent + 4, expression.items.size() > 1 ? 1 : 0), comma);
  return out + margin + expression.tail;
}

}  // namespace schemac::python
