// Types: from any spelling to the canonical one of format_type, and what they mean to other engines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "schema/schema.h"

namespace schemac::postgresql {

Result<Type> parse_type(std::string_view text);
std::string type_sql(const Type& type);
std::string type_short(const Type& type);
std::vector<std::string> type_names();
// The number at a place between the parentheses.
int type_argument(const Type& type, std::size_t at, int otherwise);

// Where a column of the type keeps long values unless it says otherwise: `main` for numeric, inet and cidr, else
// `extended` (pg_type.typstorage).
std::string_view usual_storage(const Type& type);

// `serial` and its kin are spellings of a column, not types: the integer type behind one, or empty.
std::string_view serial_integer(std::string_view name);
// Types that extensions bring and that people name without a schema.
bool is_extension_type(std::string_view name);

}  // namespace schemac::postgresql
