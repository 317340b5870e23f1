#include "rules/definition_words.h"

#include <algorithm>

namespace schemac {

DefinitionWords::DefinitionWords(std::string_view sql, const SqlLexis& lexis)
    : sql_(sql), tokens_(sql_tokens(sql, lexis)) {
  int depth = 0;
  for (const auto& token : tokens_) {
    const auto text = token.text(sql);
    if (text == ")") --depth;
    words_.push_back(token.kind == SqlTokenKind::word ? lower(text) : std::string(text));
    depths_.push_back(depth);
    if (text == "(") ++depth;
  }
}

bool DefinitionWords::is(std::size_t at, std::initializer_list<std::string_view> words) const {
  return std::all_of(words.begin(), words.end(), [&](std::string_view word) { return (*this)[at++] == word; });
}

std::size_t DefinitionWords::find(std::initializer_list<std::string_view> words, std::size_t at,
                                  std::size_t end) const {
  for (; at < std::min(end, size()); ++at)
    if (depths_[at] == 0 && is(at, words)) return at;
  return size();
}

std::string_view DefinitionWords::text(std::size_t begin, std::size_t end) const {
  end = std::min(end, size());
  return begin < end ? sql_.substr(tokens_[begin].begin, tokens_[end - 1].end - tokens_[begin].begin)
                     : std::string_view();
}

std::size_t DefinitionWords::end_of_group(std::size_t open) const {
  if ((*this)[open] != "(") return size();
  auto at = open + 1;
  while (at < size() && !(words_[at] == ")" && depths_[at] == depths_[open])) ++at;
  return std::min(at + 1, size());
}

std::string_view DefinitionWords::inside(std::size_t open) const {
  const auto end = end_of_group(open);
  return end > open + 2 ? text(open + 1, end - 1) : std::string_view();
}

}  // namespace schemac
