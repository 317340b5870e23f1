// Rows that stand in the way of a plan, counted before anything is written: NULLs where a column becomes NOT NULL,
// duplicates under a new key, references without a parent, labels that go. Names from the present database alone go into the queries;
// nothing from a schema file is evaluated.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "dialects/dialect.h"
#include "plan/plan.h"

namespace schemac {

struct RowCheck {
  int step = 0;
  std::string doing;  // `add unique users_email_key on users`
  std::string found;  // what is counted: `values of (email) that occur more than once`
  std::string count;  // SELECT count(*) …
  std::string list;   // the query that shows them
};

// The checks that `plan` gives reason for, as far as tables and columns are there under the names that the steps use.
std::vector<RowCheck> row_checks(const Plan& plan, const Schema& present, const Dialect& dialect);

// Asks the database. A warning for each check that found rows; one that could not be answered in `limit`, or not at
// all, is a note.
Diagnostics look_at_rows(const std::vector<RowCheck>& checks, const std::string& place,
                         std::chrono::milliseconds limit);

}  // namespace schemac
