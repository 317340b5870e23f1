#include "sources/sql/postgresql/search_constants.h"

#include <set>
#include <string_view>
#include <vector>

namespace schemac::sql {
namespace {

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// Words of plain characters with white space between, each other character for itself.
std::vector<std::string> pieces(std::string_view text) {
  std::vector<std::string> out;
  bool behind_word = false;
  for (const char c : text) {
    if (c == ' ') {
      behind_word = false;
    } else if (is_plain(c) && behind_word) {
      out.back() += c;
    } else {
      out.emplace_back(1, c);
      behind_word = is_plain(c);
    }
  }
  return out;
}

}  // namespace

std::string tsvector_output(const std::string& text) {
  std::set<std::string> words;
  for (auto& piece : pieces(text)) {
    if (!is_plain(piece[0])) return text;
    words.insert(std::move(piece));
  }
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "'" : " '") + word + "'";
  return out;
}

std::string tsquery_output(const std::string& text) {
  std::string out;
  bool wants_word = true;
  for (const auto& piece : pieces(text)) {
    if (is_plain(piece[0]) != wants_word || (!wants_word && piece != "&" && piece != "|")) return text;
    out += wants_word ? "'" + piece + "'" : " " + piece + " ";
    wants_word = !wants_word;
  }
  return wants_word && !out.empty() ? text : out;
}

std::string jsonpath_output(const std::string& text) {
  std::string out;
  std::size_t at = 0;
  if (text.empty() || text[0] != '$') return text;
  out += text[at++];
  while (at < text.size()) {
    if (text[at] == '[') {
      const auto close = text.find(']', at);
      const auto inside = close == std::string::npos ? std::string() : text.substr(at + 1, close - at - 1);
      if (inside != "*" && (inside.empty() || inside.find_first_not_of("0123456789") != std::string::npos)) return text;
      out += "[" + inside + "]";
      at = close + 1;
      continue;
    }
    if (text[at++] != '.' || at == text.size()) return text;
    if (text[at] == '*') {
      out += ".*";
      ++at;
      continue;
    }
    std::string word;
    while (at < text.size() && is_plain(text[at])) word += text[at++];
    if (word.empty() || (at < text.size() && text[at] == '(')) return text;
    out += ".\"" + word + "\"";
  }
  return out;
}

}  // namespace schemac::sql
