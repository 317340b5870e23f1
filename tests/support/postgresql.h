// A PostgreSQL server of the tests' own: started at the first use from the newest installed version, in a temporary
// folder, on a free loopback port, stopped when the test program ends, however it ends. $SCHEMAC_TEST_POSTGRESQL names
// a running one instead.
#pragma once

#include <string>

namespace schemac::test {

// Where a superuser may do everything: postgresql://postgres@127.0.0.1:PORT/postgres
const std::string& postgresql_server();

// An empty database on it, as good as new; gone, or swept for the next one, with this object.
class PostgresqlDatabase {
 public:
  PostgresqlDatabase();
  ~PostgresqlDatabase();
  PostgresqlDatabase(const PostgresqlDatabase&) = delete;
  PostgresqlDatabase& operator=(const PostgresqlDatabase&) = delete;

  const std::string& url() const { return url_; }
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::string url_;
  int times_ = 0;  // somebody has used it before
};

}  // namespace schemac::test
