// Carries a new name into everything that mentions the old one, expressions included.
#pragma once

#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac {

// Replaces the identifier `from`, bare or quoted, wherever it stands as a name of its own in `sql`.
std::string rename_in_sql(std::string_view sql, std::string_view from, std::string_view to);

// An identifier as every engine takes it: bare, or in double quotes.
std::string written_name(std::string_view name);

void rename_column_everywhere(Schema& schema, const QualifiedName& table, const std::string& from, const std::string& to);
void rename_table_everywhere(Schema& schema, const QualifiedName& from, const QualifiedName& to);
void rename_sequence_everywhere(Schema& schema, const QualifiedName& from, const QualifiedName& to);  // in defaults that draw from it
void rename_type_everywhere(Schema& schema, const QualifiedName& from, const QualifiedName& to);

}  // namespace schemac
