// Proof, by its words, that an object's text in a schema file is one statement. That it makes the object it is called
// after, `normalise` sees.
#pragma once

#include <optional>

#include "dialects/sql_text.h"

namespace schemac::sqlite {

std::optional<SqlFault> fault_of(const SqlObject& object);
// Of the parameters that stand in SQL as they are: ON CONFLICT and MATCH.
std::optional<SqlFault> fault_of_parameter(std::string_view key, std::string_view value);

}  // namespace schemac::sqlite
