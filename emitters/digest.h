// A digest of text: for names that follow from content.
#pragma once

#include <string>
#include <string_view>

namespace schemac {

std::string sha256_of(std::string_view text);  // 64 hexadecimal digits

}  // namespace schemac
