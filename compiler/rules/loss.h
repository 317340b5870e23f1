// A loss that a change causes: the rule that it falls under, and what happens in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace schemac {

struct Loss {
  std::string_view rule;  // a key of the catalogue
  std::string what;
};

using Losses = std::vector<Loss>;

}  // namespace schemac
