// Identifiers of SQLite: quoting, keywords, comparison. Names keep their case and are compared without it.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/object_id.h"
#include "base/sql_tokens.h"
#include "schema/schema.h"

namespace schemac::sqlite {

inline constexpr SqlLexis lexis = {.backtick_identifiers = true, .bracket_identifiers = true};

bool is_keyword(std::string_view word);
std::string quote(std::string_view identifier);  // only where it must be
std::string quote(const QualifiedName& name);
std::string quoted_always(std::string_view identifier);  // `"x"`

// A name for a helper object that nothing in either schema has: `wanted`, or `wanted_2`, …
std::string free_name(const std::string& wanted, const Schema& before, const Schema& after);

// The exact spelling of the table or column that `name` means; `name` itself when there is none.
std::string spelling_of_column(const Table& table, std::string_view name);
QualifiedName spelling_of_table(const Schema& schema, const QualifiedName& name);

// Objects of SQLite itself: `sqlite_sequence`, `sqlite_stat1`.
bool is_internal(std::string_view table);

}  // namespace schemac::sqlite
