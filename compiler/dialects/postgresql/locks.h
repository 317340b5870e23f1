// What a statement locks, reads and writes meanwhile. Every claim here is measured on a real server by
// tests/live/postgresql_locks_test.
#pragma once

#include <string>
#include <string_view>

#include "operations/statement.h"
#include "schema/schema.h"

namespace schemac::postgresql {

namespace lock {
inline constexpr std::string_view row_share = "ROW SHARE";
inline constexpr std::string_view row_exclusive = "ROW EXCLUSIVE";
inline constexpr std::string_view share_update_exclusive = "SHARE UPDATE EXCLUSIVE";
inline constexpr std::string_view share = "SHARE";
inline constexpr std::string_view share_row_exclusive = "SHARE ROW EXCLUSIVE";
inline constexpr std::string_view access_exclusive = "ACCESS EXCLUSIVE";
}  // namespace lock

Statement plain(std::string sql);  // locks nothing that others use
Statement on_table(std::string sql, const QualifiedName& table, std::string_view mode);
Statement on_index(std::string sql, const QualifiedName& table, const std::string& index, std::string_view mode);
Statement on_sequence(std::string sql, const QualifiedName& sequence, std::string_view mode);

Statement& also_locks(Statement& statement, const QualifiedName& table, std::string_view mode);

// ALTER TABLE … ADD CONSTRAINT and … DROP CONSTRAINT.
Statement adding_constraint(std::string sql, const QualifiedName& table, const Constraint& constraint);
Statement dropping_constraint(std::string sql, const QualifiedName& table, const Constraint& constraint);
Statement validating(std::string sql, const QualifiedName& table, const Constraint& constraint);
Statement adding_column(std::string sql, const QualifiedName& table, const Column& column);
Statement altering_type(std::string sql, const QualifiedName& table, const Column& before, const Column& after,
                        bool converts);

// Values of `from` are stored as `to` would store them: no row is written.
bool stored_alike(const Type& from, const Type& to);
// A default that is the same for every row is kept in the catalogue; any other is computed and written row by row.
bool varies_by_row(std::string_view expression);

}  // namespace schemac::postgresql
