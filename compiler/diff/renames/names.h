// How alike two identifiers are, by the words they are made of: `userEmail`, `user_emails` and `usr_email` are near each other,
// `created` and `created_at` too; letters alone decide little.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace schemac {

// Words of an identifier in lower case, a plural as its singular: `ProductTypeIds2` → product, type, id, 2.
std::vector<std::string> words_of_name(std::string_view name);

struct NameLikeness {
  double words = 0;         // 0 to 1: the share of words that have a partner, near partners in part
  double letters = 0;       // 0 to 1: what is left of the longer name when the letters that differ are taken away
  bool same_words = false;  // the same words in the same order: another style, a plural, an underscore
  bool contained = false;   // one has every word of the other, and more
  bool same_first = false;  // word
  bool same_last = false;   // word: `…_id`, `…_at`
};

NameLikeness likeness(std::string_view a, std::string_view b);

// A name that is held against many others: taken apart once.
struct NameInWords {
  std::string_view name;
  std::vector<std::string> words;
  std::string joined;
};
NameInWords in_words(std::string_view name);
NameLikeness likeness(const NameInWords& a, const NameInWords& b);

// 0 to 1: how near one word is to another: equal, an abbreviation, a known synonym, few letters changed.
double word_likeness(std::string_view a, std::string_view b);

}  // namespace schemac
