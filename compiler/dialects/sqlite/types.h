// Types of SQLite: any words at all, of which the engine reads an affinity; in STRICT tables one of six.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "schema/placed_column.h"
#include "schema/types.h"

namespace schemac::sqlite {

enum class Affinity { text, numeric, integer, real, blob };

Affinity affinity(const Type& type);
PortableType portable_type(const Type& type);

Result<Type> parse_type(std::string_view text);
std::string type_sql(const Type& type);    // as it stands in CREATE TABLE; empty for a column without a type
std::string type_short(const Type& type);  // the same, `untyped` for a column without a type
std::vector<std::string> type_names();
bool same_type(const Type& a, const Type& b);
bool holds_every_value(const Type& wide, const Type& narrow);
bool keeps_values(const PlacedColumn& wide, const PlacedColumn& narrow);
bool is_strict_type(const Type& type);
bool is_integer_word(const Type& type);  // exactly INTEGER: what makes a primary key the rowid's alias

}  // namespace schemac::sqlite
