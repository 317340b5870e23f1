// What a column keeps of a constant that is its default: the servers convert it when the table is made, and show what
// came of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac::mysql {

// `x'41'` beside a VARCHAR → `'A'`, `1e1` beside a DECIMAL(5,2) → `10.00`; numbers without quotes. nullopt for what is
// no constant, and for what no server would take. `collation` decides whether an enum's labels are told apart by their
// case; empty where nobody said one.
std::optional<std::string> stored_constant(std::string_view sql, const Type& type, std::string_view collation,
                                           const Engine& engine);

// The bytes of `x'41'`, `0x41`, `b'1000001'` and `0b1000001`; nullopt for anything else.
std::optional<std::string> bytes_of_literal(std::string_view token);

// `DATE'2020-1-1'` → `2020-01-01`, by the word before the text.
std::optional<std::string> temporal_literal(std::string_view word, std::string_view text);

// The text that is meant in utf8mb4 by a literal behind `_latin1` and its like; nullopt where that takes a table of
// letters.
std::optional<std::string> text_in(std::string_view charset, std::string_view bytes);

}  // namespace schemac::mysql
