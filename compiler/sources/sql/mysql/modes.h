// What of an SQL mode changes how a statement is read.
#pragma once

#include <string_view>

#include "base/diagnostic.h"

namespace schemac::sql::mysql_text {

struct Modes {
  bool ansi_quotes = false;           // `"x"` is a name, not a text
  bool ignore_space = false;          // `COUNT (*)` is a call, as `COUNT(*)` is
  bool joins_texts = false;           // `a || b` is CONCAT(a, b), not OR
  bool no_backslash_escapes = false;  // `'\'` is a whole text
  bool real_as_float = false;
  bool stated = false;  // by the file, or by the server that it is for
};

// Of `ANSI_QUOTES,STRICT_TRANS_TABLES`.
Modes modes_of(std::string_view sql_mode);
// Oracle's, and those of other products that MariaDB can be told to speak.
bool is_another_language(std::string_view sql_mode);

// Once a file: that `||` is OR where nobody says what it is.
void remark_on_pipes(const Modes& mode, const Span& where, Diagnostics& remarks);

}  // namespace schemac::sql::mysql_text
