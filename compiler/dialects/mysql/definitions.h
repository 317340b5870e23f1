// The model in the servers' words: what stands in CREATE TABLE and ALTER TABLE.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace schemac::mysql {

// The value of a key; empty where the attributes do not hold it.
std::string attribute(const Attributes& attributes, const std::string& key);
std::string create_table_sql(const Table& table, const Engine& engine);
// `name type …`, with the checks that stand beside the column.
std::string column_definition(const Table& table, const Column& column, const Engine& engine);
// Whether its definition names a default that it shall not have: without `explicit_defaults_for_timestamp`, which is
// off before MySQL 8.0.2 and MariaDB 10.10, the server gives a TIMESTAMP NOT NULL without a default one of its own, or
// refuses it.
bool is_lent_a_default(const Column& column, const Engine& engine);
// And a TIMESTAMP of which nobody says that it may be NULL is NOT NULL.
bool lends_defaults_to_timestamps(const Engine& engine);
// The statement behind the one that lent them.
std::string taking_back_defaults(const Table& table, const std::vector<std::string>& columns);
std::string constraint_definition(const Constraint& constraint, const Engine& engine);
std::string index_definition(const Index& index, const Engine& engine);
// The table's options that are set, each as `KEY=value`; no partitioning.
std::vector<std::string> option_clauses(const Table& table, const Engine& engine);
// PARTITION BY and what stands behind it.
std::string partitioning_clause(const std::string& text);
std::string option_clause(const std::string& key, const std::string& value, const Engine& engine);
// What a table that had the option is told where nobody says it any more.
// What an option is when nobody says anything; empty where that is not to be said.
std::string usual_value(const std::string& key);
std::string option_left_out(const std::string& key, const Engine& engine);
std::string sequence_definition(const Sequence& sequence);
// What stands behind that, and is changed as of a table.
std::string sequence_options(const Sequence& sequence);

// A check that stands beside its column and has no name: MariaDB keeps it there.
bool is_beside_column(const Constraint& constraint);

}  // namespace schemac::mysql
