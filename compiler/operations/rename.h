// Carries a new name into everything that mentions the old one, expressions included.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac {

// Replaces the identifier `from`, bare or quoted, wherever it stands as a name of its own in `sql`.
std::string rename_in_sql(std::string_view sql, std::string_view from, std::string_view to);

// An identifier as every engine takes it: bare, or in double quotes.
std::string written_name(std::string_view name);

void rename_column_everywhere(Schema& schema, const QualifiedName& table, const std::string& from,
                              const std::string& to);
void rename_table_everywhere(Schema& schema, const QualifiedName& from, const QualifiedName& to);
void rename_sequence_everywhere(Schema& schema, const QualifiedName& from,
                                const QualifiedName& to);  // in defaults that draw from it
void rename_type_everywhere(Schema& schema, const QualifiedName& from, const QualifiedName& to);
// In rename_sql_objects.cc: with what is about the object, and in the texts of what the engine takes along.
void rename_sql_object_everywhere(Schema& schema, const std::string& kind, const QualifiedName& from,
                                  const QualifiedName& to);
void rename_schema_everywhere(Schema& schema, const std::string& from, const std::string& to);
// `public.a` wherever it stands for the object. Both names have a schema.
std::string rename_path(const std::string& sql, const QualifiedName& from, const QualifiedName& to);
// The object's own text under another name.
std::string renamed_definition(const SqlObject& object, const QualifiedName& to);

// Calls `visit(expression)` for every expression of a table, its defaults and indexes included.
void for_each_expression(Table& table, const std::function<void(Expression&)>& visit);
void for_each_expression(const Table& table, const std::function<void(const Expression&)>& visit);

}  // namespace schemac
