// Names that are alike and mean another thing: `min_qty` and `max_qty`, `visible` and `invisible`, `password` and
// `password_hash`. Who takes one for the other's new name turns the meaning of the values around, or shows those that
// were to be hidden.
#pragma once

#include <string>
#include <vector>

namespace schemac {

// By the words in which they differ; words as of `words_of_name`.
bool mean_another_thing(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace schemac
