// What is said of MySQL in other words than of PostgreSQL and SQLite: the labels of its columns, types and defaults.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "schema/schema.h"
#include "sources/prisma/print_names.h"
#include "sources/prisma/print_types.h"

namespace schemac::prisma {

// The labels beside each column as enums: those that `known` names where they are still the same, else one a column,
// `table_column`, as Prisma does.
Schema with_enums(const Schema& schema, const std::map<ColumnKey, QualifiedName>& known);

PrintedType mysql_type(const Type& type, const Dialect& dialect);
// `@default(…)`, or empty.
std::string mysql_default(const Column& column, const PrintedType& type, const PrintNames& names);

// What a field has no word for, for the list of such things.
std::vector<std::string> unsaid_of_mysql(const Column& column);

}  // namespace schemac::prisma
