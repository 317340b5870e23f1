// A few rows for every table, as far as its constraints let them in: a plan that works on empty tables has shown
// little.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "connections/connection.h"
#include "dialects/dialect.h"
#include "schema/schema.h"

namespace schemac {

struct Filled {
  std::size_t rows = 0;
  std::size_t tables = 0;               // that hold any
  std::vector<std::string> empty = {};  // tables that took none
};

// Tables with triggers of their own, which may do anything at all when a row comes.
std::set<QualifiedName> tables_with_triggers(const Schema& schema);

// `leave_out` stay empty.
Filled fill(const Schema& schema, const Dialect& dialect, Connection& connection,
            const std::set<QualifiedName>& leave_out = {});

}  // namespace schemac
