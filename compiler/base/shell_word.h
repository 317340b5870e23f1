// A word as a shell reads it: what is printed to be pasted.
#pragma once

#include <string>
#include <string_view>

namespace schemac {

// A word as a shell reads it back, in quotes where it must be.
std::string shell_word(std::string_view word);

}  // namespace schemac
