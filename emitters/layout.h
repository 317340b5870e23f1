// Columns on a terminal: widths counted in characters, not bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace schemac {

std::size_t width_of(std::string_view text);                        // in characters
std::string padded(std::string_view text, std::size_t width);       // to the right
std::string shortened(std::string_view text, std::size_t longest);  // cut with `…`
// Broken between words into lines of at most `width` characters; a longer word keeps a line to itself.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace schemac
