// Statements of MySQL's DDL, one after the other, into a growing schema: after each it is what a database would hold.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "schema/schema.h"
#include "sources/sql/mysql/modes.h"
#include "sources/sql/mysql/statements.h"

namespace schemac::sql::mysql_text {

struct TriggerPlace {
  std::string name;
  std::string moment;  // table, timing and event: triggers of one moment have an order
};

struct State {
  Schema schema;
  std::string database = {};                                   // of USE, or the first that a name was qualified with
  std::map<std::string, std::string> default_collations = {};  // of databases that the file makes, by name
  Diagnostics problems = {};
  Diagnostics remarks = {};
  std::map<ObjectId, Span> declared = {};
  std::map<QualifiedName, std::set<std::string>> for_foreign_keys = {};  // indexes that nobody wrote
  std::vector<TriggerPlace> triggers = {};                               // in the order in which they run
  std::set<QualifiedName> temporary = {};
  Modes mode = {};
  Modes first_mode = {};  // before the file has set any
};

void fold(State& state, const Statement& statement);

// What views read, now that everything is there.
void resolve_views(State& state);
// Each trigger that is not the first of its moment says whom it follows.
void order_triggers(State& state);

}  // namespace schemac::sql::mysql_text
