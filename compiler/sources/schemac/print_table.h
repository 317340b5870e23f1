// One table as the language writes it.
#pragma once

#include "schema/schema.h"
#include "sources/schemac/words.h"

namespace schemac::language {

// `table` is abbreviated. False in `complete` when a name cannot be written.
std::string print_table(const Table& table, const Schema& schema, const Words& words, bool& complete);

// ` start 1 …` of a sequence, and what stands behind a name: ` comment 'text'`.
std::string comment_clause(const std::optional<std::string>& comment);

}  // namespace schemac::language
