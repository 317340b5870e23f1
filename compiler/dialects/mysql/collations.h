// Character sets and their collations, as far as a text leaves them to the server.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac::mysql {

// `utf8mb4_bin` → `utf8mb4`; `binary` is its own.
std::string charset_of(std::string_view collation);
// Every letter of `narrow` is one of `wide`. Conservative: of the rarer ones nothing is known.
bool holds_every_letter(std::string_view wide, std::string_view narrow);
// `utf8` and `utf8mb3` are one; the canonical name is the newer one.
std::string canonical_collation(std::string_view name);
std::string canonical_charset(std::string_view name);
// What the server gives when only the character set is said.
std::string default_collation(std::string_view charset, const Engine& engine);
// The name that this server knows.
std::string collation_sql(std::string_view collation, const Engine& engine);

// A string column's own, or its table's; empty where neither is known.
std::string effective_collation(const Table& table, const Column& column);

}  // namespace schemac::mysql
