// An empty database of a test's own, gone with it: a file of SQLite, or a database of a PostgreSQL server that the
// tests start.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "connections/connection.h"

namespace schemac::test {

class Scratch {
 public:
  virtual ~Scratch() = default;

  virtual std::string place() const = 0;
  // Opened at the first use, then kept: settings of the session stay between calls.
  Connection& connection();
  Result<void> run(std::string_view sql);
  void close() { connection_.reset(); }

 private:
  std::unique_ptr<Connection> connection_;
};

std::unique_ptr<Scratch> make_scratch(std::string_view dialect);

}  // namespace schemac::test
