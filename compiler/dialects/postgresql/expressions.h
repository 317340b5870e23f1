// SQL expressions without a server: one spelling for what can be told apart by its tokens alone, and what an expression
// names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/sql_tokens.h"
#include "schema/schema.h"

namespace schemac::postgresql {

SqlLexis postgresql_lexis();

// `((a > 0))` → `a > 0`; `(a) + (b)` stays.
std::string_view without_outer_parentheses(std::string_view sql);

// White space made single, comments gone, bare words in the case the engine prints them in, outer parentheses off.
std::string canonical_expression(std::string_view sql);
// The same for a default, with casts of a constant to the column's own type taken off. Empty for NULL.
std::string canonical_default(std::string_view sql, const Type& type);

// As it may stand behind DEFAULT, where the grammar takes no bare AND, IS, AT TIME ZONE and the like.
std::string default_sql(std::string_view canonical);

// Equal when nothing but spacing, letter case, redundant parentheses and a reload of the engine's own text tells the
// two apart.
bool same_expression(std::string_view a, std::string_view b);

// The columns among `columns` that are named in `sql`; a name that only looks like one may be among them.
std::vector<std::string> named_columns(std::string_view sql, const NamedList<Column>& columns);
// Sequences in nextval('…') and user types in casts.
std::vector<ObjectId> named_objects(std::string_view sql, const std::vector<const Type*>& column_types);

// Of an index's definition as pg_get_indexdef prints it, whether each key has a COLLATE of its own.
std::vector<bool> keys_with_collation(std::string_view index_definition);

// `public."My Table"` → {public, My Table}; a bare name gets the schema `public`.
QualifiedName qualified_name(std::string_view text);

}  // namespace schemac::postgresql
