// Proof, by its words, that an object's text in a schema file is one statement that makes the object it is called
// after, and nothing more.
#pragma once

#include <optional>

#include "dialects/sql_text.h"

namespace schemac::mysql {

std::optional<SqlFault> fault_of(const SqlObject& object);

}  // namespace schemac::mysql
