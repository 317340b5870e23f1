// What a name in a query can mean: the relations of its FROM clause, those of the queries around it, and the aliases of
// its results.
//
//     SELECT name AS label FROM users u WHERE EXISTS (SELECT 1 FROM orders WHERE user_id = u.id) ORDER BY label
//
// has two scopes. The inner one holds `orders` and has the outer one, which holds `u` and the alias `label`, as its
// parent.
#pragma once

#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac::sqlite {

// The columns that a query, a view or a table function gives. Names are in lower case.
struct Columns {
  std::vector<std::string> names = {};
  bool complete = true;  // false: of a virtual table or a table function there may be others
};

// One relation that a scope can see.
struct Relation {
  std::string name;                // in lower case: its alias, or its own name
  const Table* table = nullptr;    // unset: a view, a subquery, a common table expression, a table function
  Columns columns = {};            // unless `table` says them
  ObjectId object = {};            // what `name` spells where there is no alias
  bool has_alias = true;           // `name` is no reference to `object`
  bool only_by_qualifier = false;  // NEW, OLD and EXCLUDED: `id` alone is never theirs
};

struct Scope {
  const Scope* parent = nullptr;
  std::vector<Relation> relations = {};
  std::set<std::string> aliases = {};  // of result columns, said with AS
};

// A name that stands where a column can.
struct Mention {
  const Scope* scope;
  std::string qualifier;  // as written, without quotes; empty: none
  std::string column;
  std::uint32_t qualifier_begin = 0, qualifier_end = 0;
  std::uint32_t begin = 0, end = 0;
  bool prefers_alias = false;   // a whole ORDER BY term
  bool is_output_name = false;  // a whole result column without an alias
};

const Column* find_column(const Table& table, std::string_view name);

// The references that a mention stands for: none for an alias, a column of a subquery, `rowid`, a string in double
// quotes.
std::vector<Reference> resolve(const Mention& mention);

}  // namespace schemac::sqlite
