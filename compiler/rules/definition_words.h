// The words of an object's definition, keywords in small letters, and which of them stand outside of parentheses.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/sql_tokens.h"

namespace schemac {

class DefinitionWords {
 public:
  DefinitionWords(std::string_view sql, const SqlLexis& lexis);

  std::size_t size() const { return tokens_.size(); }
  // Empty behind the end. Of a string or a quoted name no keyword: `'…'` as it stands.
  const std::string& operator[](std::size_t at) const { return at < words_.size() ? words_[at] : nothing_; }
  bool is(std::size_t at, std::initializer_list<std::string_view> words) const;
  // The first place from `at` on, before `end`, outside of parentheses; size() where there is none.
  std::size_t find(std::initializer_list<std::string_view> words, std::size_t at = 0,
                   std::size_t end = std::string::npos) const;
  bool has(std::initializer_list<std::string_view> words, std::size_t end = std::string::npos) const {
    return find(words, 0, end) < size();
  }

  std::string_view text(std::size_t begin, std::size_t end) const;  // from one word up to another
  std::size_t end_of_group(std::size_t open) const;  // behind the parenthesis that closes; size() where none does
  std::string_view inside(std::size_t open) const;   // between the two

 private:
  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  std::vector<std::string> words_;
  std::vector<int> depths_;
  std::string nothing_;
};

}  // namespace schemac
