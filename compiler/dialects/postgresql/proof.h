// Proof, by the server's own grammar, that a text of SQL is what its place takes and nothing more. What a schema file
// says is put into no statement, and no statement is sent to a server to be asked about it, without one.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "dialects/sql_text.h"

namespace schemac::postgresql {

// Why a text of a schema file cannot stand where it stands. libpg_query knows the grammar of one version: with
// `newer_words` the text may be one that a later server reads.
struct Fault : SqlFault {
  bool newer_words = false;
};
std::optional<Fault> fault_of(std::string_view sql, SqlPlace place);
std::optional<SqlFault> fault_of(const SqlObject& object);
std::optional<SqlFault> fault_of_parameter(std::string_view key, std::string_view value);

// Statements that a server is asked with. Each makes or changes a temporary object, and the wanted text is one
// expression or one query in it.
enum class Question { enumeration, table, column_default, check, value, exclusion, view };

// Whether the statement, as it is sent, is one statement of that shape and holds nothing that could do anything else.
bool is_question(const std::string& statement, Question shape);

// Whether a text, `'a'`, stands in the statement: the input function of whatever type it is for reads it at once.
bool holds_text(const std::string& statement);

// Whether a function, an operator or a type is named with a schema other than pg_catalog, or pg_temp for a type.
bool names_other_schemas(const std::string& statement);

bool names_columns(const std::string& expression);

// The statement with `schema.type` written as `pg_temp.type` wherever it is the name of one of `types`.
std::string with_temporary_types(const std::string& statement, const std::set<QualifiedName>& types);

}  // namespace schemac::postgresql
