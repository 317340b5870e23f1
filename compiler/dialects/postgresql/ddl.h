// Pieces of PostgreSQL's own DDL: what stands inside CREATE TABLE, behind ADD, behind COMMENT ON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "operations/statement.h"
#include "schema/schema.h"

namespace schemac::postgresql {

// Right whatever standard_conforming_strings says: a text with a backslash is written as E''.
std::string literal(std::string_view text);

std::string collation_sql(const std::string& collation);
// A serial that the engine's own word makes exactly as wanted: name and options are the ones it would choose.
bool is_plain_serial(const QualifiedName& table, const Column& column);
std::string column_definition(const QualifiedName& table, const Column& column);
std::string constraint_definition(const Constraint& constraint);  // with CONSTRAINT name
// `only`: ON ONLY a partitioned table, and so on none of its partitions.
std::string index_definition(const QualifiedName& table, const Index& index, bool only = false);

QualifiedName sequence_of(const QualifiedName& table, const Identity& identity);
std::string nextval_of(const QualifiedName& sequence);
// ` START WITH 10 INCREMENT BY 2`: what differs from what the type and the direction give.
std::string sequence_options(const SequenceOptions& options, bool with_type);
// The same as a change of an existing sequence.
std::string changed_options(const SequenceOptions& before, const SequenceOptions& after);
std::string identity_clause(const QualifiedName& table, const Column& column, const Identity& identity);

// ` WITH (fillfactor='70')`, without the keys that are no storage parameters.
std::string storage_clause(const Attributes& attributes);
// The storage parameters alone.
Attributes storage_parameters(const Attributes& attributes);

std::string comment_sql(std::string_view kind, const std::string& object, const std::optional<std::string>& comment);
std::string constraint_object(const QualifiedName& table, const std::string& constraint);

}  // namespace schemac::postgresql
