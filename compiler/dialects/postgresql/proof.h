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
enum class Question { enumeration, table, column_default, check, exclusion, generated, index, view };

// Whether the statement, as it is sent, is one statement of that shape and holds nothing that could do anything else.
bool is_question(const std::string& statement, Question shape);

// What functions and operators of a statement have constants alone to work on: the server calls those while it makes a
// generated column, an index or an exclusion, if they say that they are immutable.
enum class ConstantCalls { none, by_bare_name, of_other_schemas };
ConstantCalls constant_calls(const std::string& statement);

// The statement with `schema.type` written as `pg_temp.type` wherever it is the name of one of `types`.
std::string with_temporary_types(const std::string& statement, const std::set<QualifiedName>& types);

}  // namespace schemac::postgresql
