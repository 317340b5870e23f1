// CREATE text from the model: what introspection reads back as the same values.
#pragma once

#include <string>

#include "schema/schema.h"

namespace schemac::sqlite {

// `name` is the table's own, or the working name of a rebuild.
std::string create_table_sql(const Table& table, const std::string& name);
std::string create_index_sql(const QualifiedName& table, const Index& index);
std::string column_definition(const Column& column,
                              const Table* table = nullptr);  // with the key beside it where `table` has one
std::string constraint_definition(const Constraint& constraint);

}  // namespace schemac::sqlite
