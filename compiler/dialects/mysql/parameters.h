// The parameters that objects of MySQL and MariaDB have, and what each may be. Most of them, and the names of
// collations, character sets and engines, stand in SQL without quotes: they are words, numbers or a list of names, and
// nothing else is ever written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "dialects/sql_text.h"

namespace schemac::mysql {

// `utf8mb4_bin`, `InnoDB`, `8`: letters, digits and `_`, at least one.
bool is_plain_word(std::string_view text);

// Why a value cannot stand at a parameter that is known by this name. Completes "the parameter `x` …".
std::optional<std::string> fault_of_value(ParameterOf owner, std::string_view key, std::string_view value);
// Why nothing of this kind has such a parameter: `no parameter \`visible\` of an index`.
std::optional<std::string> fault_of_key(const ParameterPlace& place, std::string_view key);
bool is_known_parameter(ParameterOf owner, std::string_view key);

// Every name and parameter of a table that cannot stand in SQL, wherever the table was read.
Diagnostics unfit_words(const Table& table);
Diagnostics unfit_words(const Sequence& sequence);
// Every parameter of a table that nothing of its kind has. A live server is not asked: it may be newer than this list.
Diagnostics unknown_parameters(const Table& table);

// For whoever writes SQL: the very text, which is a plain word; anything else was not held up where it was read.
const std::string& plain_word(const std::string& text);
// The same of names in a list, quoted: `a, b`, `p (a, b)`.
std::string quoted_names(std::string_view text);

}  // namespace schemac::mysql
