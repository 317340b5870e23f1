// How alike two identifiers are, by the words they are made of: `userEmail`, `user_emails` and `usr_email` are near
// each other, `created` and `created_at` too; letters alone decide little.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace schemac {

// Words of an identifier in lower case, a plural as its singular: `ProductTypeIds2` → product, type, id, 2.
std::vector<std::string> words_of_name(std::string_view name);

struct NameLikeness {
  double words = 0;            // 0 to 1: the share of words that have a partner, near partners in part
  double letters = 0;          // 0 to 1: what is left of the longer name when the letters that differ are taken away
  double meaning = 0;          // 0 to 1: the share of those words with a partner that tell something
  bool same_words = false;     // the same words in the same order: another style, a plural, an underscore
  bool contained = false;      // one has every word of the other, and more
  bool same_first = false;     // word
  bool same_last = false;      // word: `…_id`, `…_at`
  bool shares_a_word = false;  // whichever, but for `id`, `at` and their like
  bool related = false;  // they share a word that tells something, or one is all of the other: `name` and `full_name`
  bool one_subject =
      false;  // related, and not each with a word of its own that tells something else: `first_address`, `last_address`
};

NameLikeness likeness(std::string_view a, std::string_view b);

// A name that is held against many others: taken apart once.
struct NameInWords {
  std::string_view name;
  std::vector<std::string> words;
  std::string joined;
  std::string squeezed;  // without anything between the words
};
NameInWords in_words(std::string_view name);
// Without words that say nothing where they stand: of a table whose columns are all called `usr_…`. A name that has no
// others keeps them.
NameInWords in_words_without(std::string_view name, const std::set<std::string>& words);
NameLikeness likeness(const NameInWords& a, const NameInWords& b);

// All its words, and others: `last_name` and `name`.
bool holds_more_words(std::string_view longer, std::string_view shorter);

}  // namespace schemac
