// The words of one SQL statement of the server's own making, and what stands between them.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/postgresql/expressions.h"

namespace schemac::postgresql {

// The statement's tokens, with questions about them.
class Words {
 public:
  explicit Words(std::string_view sql) : sql_(sql), tokens_(sql_tokens(sql, postgresql_lexis())) {}

  std::size_t size() const { return tokens_.size(); }
  std::string_view text(std::size_t at) const {
    return at < tokens_.size() ? tokens_[at].text(sql_) : std::string_view();
  }
  bool is(std::size_t at, std::string_view word) const { return equal_ignoring_case(text(at), word); }

  // The first place from `at` on where `word` stands outside of parentheses; size() when there is none.
  std::size_t find(std::string_view word, std::size_t at = 0) const {
    int depth = 0;
    for (; at < size(); ++at) {
      if (text(at) == "(") ++depth;
      if (text(at) == ")") --depth;
      if (depth == 0 && is(at, word)) return at;
    }
    return size();
  }

  // `public.users` from its first word on.
  std::string path(std::size_t at) const {
    if (at >= size()) return {};
    return std::string(sql_.substr(tokens_[at].begin, tokens_[end_of_path(at) - 1].end - tokens_[at].begin));
  }
  std::size_t end_of_path(std::size_t at) const {
    auto end = at + 1;
    while (end + 1 < size() && text(end) == ".") end += 2;
    return std::min(end, size());
  }

  std::string until(std::size_t end) const {
    return end == 0 ? std::string() : std::string(sql_.substr(0, tokens_[std::min(end, size()) - 1].end));
  }
  std::string from(std::size_t at) const {
    return at < size() ? std::string(sql_.substr(tokens_[at].begin)) : std::string();
  }
  std::string between(std::size_t begin, std::size_t end) const {
    return begin >= end || begin >= size()
               ? std::string()
               : std::string(sql_.substr(tokens_[begin].begin, tokens_[end - 1].end - tokens_[begin].begin));
  }

 private:
  std::string_view sql_;
  std::vector<SqlToken> tokens_;
};

}  // namespace schemac::postgresql
