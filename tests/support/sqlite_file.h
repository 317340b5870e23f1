// A SQLite database file that goes away with the test, and plans between two of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/pair.h"
#include "plan/planner.h"
#include "schema/schema.h"

namespace schemac::testing {

class SqliteFile {
 public:
  explicit SqliteFile(std::string_view script = {});
  ~SqliteFile();
  SqliteFile(const SqliteFile&) = delete;
  SqliteFile& operator=(const SqliteFile&) = delete;

  const std::string& path() const { return path_; }
  Schema read() const;  // by introspection
  // Runs a script on a connection of its own, with foreign keys on as a careful application has them; the error's text
  // or empty.
  std::string run(std::string_view script) const;
  // The first column of every row.
  std::vector<std::string> rows(const std::string& query) const;

 private:
  std::string path_;
};

Plan plan_between(const Schema& from, const Schema& to, const Intents& intents = {});
std::string up_script(const Plan& plan);
std::string down_script(const Plan& plan);

}  // namespace schemac::testing
