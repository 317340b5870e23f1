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
bool holds_every_value(const Type& wide, const Type& narrow);

// `serial` and its kin are spellings of a column, not types: the integer type behind one, or empty.
std::string_view serial_integer(std::string_view name);
// Types that extensions bring and that people name without a schema.
bool is_extension_type(std::string_view name);

// How a value of one type gets into a column of another one.
enum class Conversion { assignment, explicit_cast, none };
Conversion conversion_between(const Type& from, const Type& to);

}  // namespace schemac::postgresql
