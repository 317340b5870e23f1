// What tables hold, as text, to be compared before and after; and which of it a plan must not lose.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "connections/connection.h"
#include "dialects/dialect.h"
#include "plan/plan.h"
#include "schema/schema.h"

namespace schemac {

// Name for people → rows, sorted, each a line of `column=value`.
using Contents = std::map<std::string, std::vector<std::string>>;

struct KeptColumn {
  Pair<std::string> name;
  std::map<std::string, std::string> labels =
      {};  // of its enum, those that rows hold no longer, and what they hold then
  bool array = false;
};

// Columns of one table, before and after.
struct KeptTable {
  Pair<QualifiedName> table;
  std::vector<KeptColumn> columns;
};

// What is in both schemas with one type, by the plan's own renames: its values survive, unless the plan fills them
// anew.
std::vector<KeptTable> kept_by(const Plan& plan, const Schema& from, const Schema& to);

Result<Contents> contents_of(const Schema& schema, const Dialect& dialect, Connection& connection);
// Of what is kept, under the names before the plan; `after` reads it where it is afterwards.
enum class Moment { before, after };
Result<Contents> contents_of(const std::vector<KeptTable>& kept, Moment moment, const Dialect& dialect,
                             Connection& connection);

// One line for each table that holds something else: `users: 3 rows before, 2 after`.
std::vector<std::string> lost_between(const Contents& before, const Contents& after);

}  // namespace schemac
