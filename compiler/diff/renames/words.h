// What words mean the same: plurals, abbreviations, synonyms, the commonest names of other languages. And which say so
// little that two names are no nearer for having them in common (`id`, `at`, `name`).
#pragma once

#include <string>
#include <string_view>

namespace schemac {

// Words are in lower case throughout.
std::string singular(std::string word);

// 0 to 1: equal, an abbreviation, a form of the same word, a synonym or a translation, few letters changed. From
// `same_meaning` on they are one word to people.
double word_likeness(std::string_view a, std::string_view b);
constexpr double same_meaning = 0.6;

// Says what a column is about. `created_at` and `deleted_at` have `at` in common, and are two things.
bool tells_something(std::string_view word);
// Nor is it a name by itself, as `name`, `type` and `value` are.
bool is_particle(std::string_view word);

// 0 to 1: what is left of the longer one when the letters that differ are taken away.
double letter_likeness(std::string_view a, std::string_view b);

}  // namespace schemac
