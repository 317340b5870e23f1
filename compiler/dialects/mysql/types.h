// MySQL's types: one canonical spelling, what they keep of each other's values.
//
// The canonical name holds `unsigned` and `zerofill`; a display width stays where it says something: `tinyint(1)`, with
// zerofill, and where a server that keeps widths has another than its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "schema/placed_column.h"
#include "schema/schema.h"

namespace schemac::mysql {

Result<Type> parse_type(std::string_view text);
std::string type_sql(const Type& type);
std::vector<std::string> type_names();
bool holds_every_value(const Type& wide, const Type& narrow);
bool keeps_values(const PlacedColumn& wide, const PlacedColumn& narrow);
PortableType portable_type(const Type& type);

bool is_string(const Type& type);  // has a collation
bool is_number(const Type& type);  // its constants are written without quotes
bool is_blob(const Type& type);    // TEXT and BLOB of any size
bool is_integer(const Type& type);
bool is_label_list(const Type& type);  // enum and set

// As this server stores it: aliases of MariaDB, widths that MySQL 8.0.19 no longer keeps.
Type stored_type(Type type, const Engine& engine);

}  // namespace schemac::mysql
