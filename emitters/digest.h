// Digests of text: for names that follow from content, and for what tools note of files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace schemac {

std::string sha256_of(std::string_view text);   // 64 hexadecimal digits
std::uint32_t crc32_of(std::string_view text);  // of IEEE 802.3, as Flyway and zip files have it

}  // namespace schemac
