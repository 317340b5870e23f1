#include "sources/schemac/layout.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/sql_tokens.h"

namespace schemac::language {
namespace {

constexpr std::size_t widest_cell = 48;  // a longer one pushes its own line alone
constexpr std::size_t widest_enum = 100;

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](unsigned char byte) { return (byte & 0xC0U) != 0x80U; }));
}

// The clauses that are worth a column of their own.
bool is_short(std::string_view clause) {
  static constexpr std::array<std::string_view, 6> shorts = {"not null",        "null",        "identity",
                                                             "identity always", "primary key", "unique"};
  return std::find(shorts.begin(), shorts.end(), lower(clause)) != shorts.end();
}

struct Widths {
  std::size_t name = 0;
  std::size_t type = 0;
  std::size_t first = 0;
};

void widen(std::size_t& to, std::string_view cell) {
  if (const auto own = width(cell); own <= widest_cell) to = std::max(to, own);
}

Widths widths(const std::vector<BlockLine>& lines, std::size_t begin, std::size_t end) {
  Widths out;
  for (auto at = begin; at < end; ++at) {
    if (lines[at].kind != BlockLine::Kind::column) continue;
    widen(out.name, lines[at].name);
    widen(out.type, lines[at].type);
    if (!lines[at].clauses.empty() && is_short(lines[at].clauses[0])) widen(out.first, lines[at].clauses[0]);
  }
  return out;
}

void pad(std::string& line, std::string_view cell, std::size_t to) {
  line += cell;
  const auto own = width(cell);
  if (to == 0 && own == 0) return;  // no line of the group has such a cell
  line.append((own < to ? to - own : 0) + 2, ' ');
}

std::string column(const BlockLine& line, const Widths& widths) {
  std::string out;
  pad(out, line.name, widths.name);
  pad(out, line.type, widths.type);
  const bool has_short = !line.clauses.empty() && is_short(line.clauses[0]);
  pad(out, has_short ? line.clauses[0] : std::string_view(), widths.first);
  for (std::size_t at = has_short ? 1 : 0; at < line.clauses.size(); ++at) out += line.clauses[at] + "  ";
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

std::string block(const std::string& head, const std::vector<BlockLine>& lines) {
  std::string out = head + "\n";
  Widths current;
  bool in_group = false;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const auto& line = lines[at];
    if (line.kind == BlockLine::Kind::blank) {
      in_group = false;
      out += "\n";
      continue;
    }
    if (line.kind == BlockLine::Kind::column && !in_group) {
      const auto end = std::find_if(lines.begin() + static_cast<std::ptrdiff_t>(at), lines.end(),
                                    [](const BlockLine& other) { return other.kind == BlockLine::Kind::blank; });
      current = widths(lines, at, static_cast<std::size_t>(end - lines.begin()));
      in_group = true;
    }
    auto text = line.kind == BlockLine::Kind::column ? column(line, current) : line.text;
    if (!line.comment.empty()) text += (text.empty() ? "" : "  ") + line.comment;
    out += "  " + text + "\n";
  }
  return out + "}";
}

std::string enum_block(const std::string& head, const std::vector<LabelLine>& labels) {
  std::string joined = head;
  bool one_line = true;
  for (const auto& label : labels) {
    joined += " " + label.text;
    one_line = one_line && label.comment.empty() && label.text.find('\n') == std::string::npos &&
               label.text.find(" was ") == std::string::npos;
  }
  if (one_line && width(joined) + 2 <= widest_enum) return joined + " }";
  std::string out = head + "\n";
  for (const auto& label : labels)
    out += "  " + label.text + (label.text.empty() || label.comment.empty() ? "" : "  ") + label.comment + "\n";
  return out + "}";
}

}  // namespace schemac::language
