#include "schema/fingerprint.h"

#include <array>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/sha.h>

#include "schema/print.h"

namespace schemac {
namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

Digest digest_of(const std::string& text) {
  Digest digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return digest;
}

// The digest of the digests: each table's is made from its own print.
class Fingerprinter {
 public:
  std::string run(const Schema& schema) {
    auto text = canonical_print_without_tables(schema);
    for (const auto& [name, table] : schema.tables) {
      const auto& digest = of(*table);
      text.append(digest.begin(), digest.end());
    }
    return fmt::format("{:02x}", fmt::join(digest_of(text), ""));
  }

 private:
  const Digest& of(const Table& table) {
    const auto [at, fresh] = known_.try_emplace(&table);
    if (fresh) at->second = digest_of(canonical_print(table));
    return at->second;
  }

  std::unordered_map<const Table*, Digest> known_;
};

}  // namespace

std::string fingerprint(const Schema& schema) { return Fingerprinter().run(schema); }

Pair<std::string> fingerprints(const Pair<const Schema*>& schemas) {
  Fingerprinter fingerprinter;
  auto from = fingerprinter.run(*schemas.from);
  return {std::move(from), fingerprinter.run(*schemas.to)};
}

}  // namespace schemac
