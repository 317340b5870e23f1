// Reads the CREATE TABLE and CREATE INDEX text that SQLite keeps in sqlite_master: it alone knows CHECKs, the names of
// constraints, AUTOINCREMENT, ON CONFLICT and how a type was written. The result is not normalised.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "schema/schema.h"

namespace schemac::sqlite {

struct ParsedTable {
  Table table;
  bool has_comments = false;  // a rebuild writes the text anew, without them
};

struct ParsedIndex {
  QualifiedName table;
  Index index;
};

Result<ParsedTable> parse_create_table(const std::string& sql);
Result<ParsedIndex> parse_create_index(const std::string& sql);

// `varchar(10) ` → name and arguments; empty text is the column without a type.
Type type_from_text(std::string_view text);

}  // namespace schemac::sqlite
