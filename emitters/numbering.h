// What the files of a folder are numbered by, so that a new one follows the last.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace schemac {

// The names in a folder, sorted; none when there is no such folder.
std::vector<std::string> names_in(const std::string& directory);

// The digits at the beginning of each name that has some.
std::vector<std::string> leading_numbers(const std::vector<std::string>& names);

// How the tool puts its files in order.
enum class SortedAs { text, number };

// `count` numbers behind the greatest one taken: the next seconds where that is a point in time, else the next whole
// numbers in as many digits. Where nothing is taken, from `timestamp` on.
Result<std::vector<std::string>> next_numbers(const std::vector<std::string>& taken, const std::string& timestamp,
                                              std::size_t count, SortedAs sorted);

}  // namespace schemac
