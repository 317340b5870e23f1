// What MariaDB's and MySQL's dump programs write of bytes that are no text: the default of a `binary(3)` column, and
// values behind `_binary`, as they are.
#pragma once

#include <memory>

#include "base/source_text.h"

namespace schemac::sql {

// The same text with these constants as `x'00ff'`, where it is not UTF-8; the very same where it is. What else is not
// UTF-8 stays: of a text nobody knows what its bytes mean.
std::shared_ptr<const SourceText> with_hexadecimal_bytes(std::shared_ptr<const SourceText> source);

}  // namespace schemac::sql
