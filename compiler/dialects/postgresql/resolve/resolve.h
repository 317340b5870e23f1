// What the SQL of a schema refers to: fills `references` of expressions, and `references` and `depends_on` of objects
// given as SQL.
//
// One reader for text from every source: PostgreSQL's own parser (libpg_query, grammar of PostgreSQL 15), walked with
// the server's rules of scope. What it finds is what the server records in pg_depend when it makes the object; a law of
// the tests holds the two against each other. What the parser does not know (syntax of newer servers) stays unresolved.
#pragma once

#include <span>
#include <vector>

#include "dialects/unresolved_name.h"
#include "schema/schema.h"

namespace schemac::postgresql {

void resolve_expressions(Schema& schema, std::span<const QualifiedName> tables);

// Of objects that were read from a server (`read_back`) the server told what they depend on: they are left alone.
void resolve_objects(Schema& schema);

// Names in the text of this schema that mean nothing in it: an unknown column of a relation whose columns are all
// known, a relation, a type or a routine that is not here. Bodies of routines in SQL are read as well, those in other
// languages are not.
std::vector<UnresolvedName> unresolved_names(const Schema& schema);

}  // namespace schemac::postgresql
