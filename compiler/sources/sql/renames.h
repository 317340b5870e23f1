// Renames that comments declare: Atlas's `-- atlas:renamed_from old` above what is called otherwise now, sqldef's `--
// @renamed from=old` behind it.
#pragma once

#include "sources/source.h"
#include "sources/sql/statements.h"

namespace schemac::sql {

// Whether a text is worth looking through: most have no such comment.
bool may_declare_renames(std::string_view text);

// Adds them to the source's intents; a comment that belongs to nothing here is a warning of the source's.
void read_renames(const std::vector<Statement>& statements, const Dialect& dialect, Source& source);

}  // namespace schemac::sql
