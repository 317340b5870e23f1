// Proof, by its words, that an object's text in a schema file is one statement that makes the object it is called
// after, and nothing more.
#pragma once

#include <optional>

#include "dialects/sql_text.h"

namespace schemac::mysql {

std::optional<SqlFault> fault_of(const SqlObject& object);
std::optional<SqlFault> fault_of_parameter(const ParameterPlace& place, std::string_view key, std::string_view value);
std::optional<SqlFault> fault_of_word(std::string_view word, SqlWord what);

}  // namespace schemac::mysql
