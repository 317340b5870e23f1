// What SQL text refers to, and where: tables, columns and functions, found by reading queries with their scopes. A name
// that only looks like one, an alias, a unit of time, a type or a keyword, is no reference.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "dialects/unresolved_name.h"
#include "schema/schema.h"

namespace schemac::mysql {

// Of an expression that stands in a table: a check, a default, what a column is generated from, a key of an index.
std::vector<Reference> references_in_expression(std::string_view sql, const Table& table);

// Of a statement that makes a view, a trigger, a routine or an event, with its body.
std::vector<Reference> references_in_statement(const SqlObject& object, const Schema& schema);

// Columns, aliases and tables that a view names and that are not there. Where a query looks at something whose columns
// are not known, a derived table or a view that only a server can read, names without a table are passed over.
std::vector<UnresolvedName> missing_in_view(const SqlObject& view, const Schema& schema);
std::vector<UnresolvedName> missing_in_views(const Schema& schema);

// The references of these tables' expressions.
void resolve_expressions(Schema& schema, std::span<const QualifiedName> tables);
// The references of an object, and what must be there when it is made.
void resolve(SqlObject& object, const Schema& schema);
// The same of the objects that no database told about.
void resolve_objects(Schema& schema);

}  // namespace schemac::mysql
