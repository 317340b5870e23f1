// When two values of a column count as the same: by its collation, and whether blanks at the end count. What a finer
// equality tells apart besides, a unique key no longer keeps out, and `n <> 'root'` lets pass.
#pragma once

#include "schema/schema.h"

namespace schemac {

struct Equality {
  bool is_of_texts = true;
  std::string rule = {};  // of the collation: `general_ci`, `nocase`; empty: byte by byte
  bool pads = false;      // blanks at the end do not count

  bool operator==(const Equality&) const = default;
};

// Of a column's values, or by another collation than the column's own: of a key of an index.
Equality equality_of(const Schema& schema, const Table& table, const Column& column, const std::string& collation = {});
// Of the values of a domain of PostgreSQL.
Equality equality_of(const Schema& schema, const SqlObject& domain);

// Not so where it can be shown that what counted as the same still does.
bool may_tell_more_apart(const Equality& now, const Equality& before);

}  // namespace schemac
