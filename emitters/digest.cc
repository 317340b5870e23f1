#include "emitters/digest.h"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "base/diagnostic.h"

namespace schemac {

std::string sha256_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int length = 0;
  if (EVP_Digest(text.data(), text.size(), bytes.data(), &length, EVP_sha256(), nullptr) != 1)
    broken_invariant("SHA-256 is at hand");
  std::string out;
  for (unsigned int at = 0; at < length; ++at) out += fmt::format("{:02x}", bytes[at]);
  return out;
}

std::uint32_t crc32_of(std::string_view text) {
  constexpr std::uint32_t polynomial = 0xEDB88320U;
  std::uint32_t crc = ~0U;
  for (const char byte : text) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? polynomial : 0U);
  }
  return ~crc;
}

}  // namespace schemac
