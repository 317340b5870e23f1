// A database of the tests' server with a schema in it: read, changed, looked into; and plans between two of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/planner.h"
#include "schema/schema.h"
#include "tests/support/postgresql.h"

namespace schemac::testing {

class LiveDatabase {
 public:
  explicit LiveDatabase(std::string_view script = {});

  const std::string& url() const { return database_.url(); }
  const std::string& name() const { return database_.name(); }
  Schema read() const;                                            // by introspection
  std::string run(std::string_view script) const;                 // the error's text, or empty
  std::vector<std::string> rows(const std::string& query) const;  // columns joined by `|`

 private:
  test::PostgresqlDatabase database_;
};

Plan postgresql_plan(const Schema& from, const Schema& to);
std::string script_of(const Plan& plan);       // unit by unit
std::string undo_script_of(const Plan& plan);  // the last unit first

}  // namespace schemac::testing
