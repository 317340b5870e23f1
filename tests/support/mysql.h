// A MariaDB server of the tests' own: Debian's, started at the first use in a temporary folder on a free loopback port,
// stopped when the test program ends, however it ends. $SCHEMAC_TEST_MYSQL names a running server of MySQL or MariaDB
// instead.
#pragma once

#include <string>

namespace schemac::test {

// mysql://root@127.0.0.1:PORT/mysql, where everything is allowed; without a server the tests end, and say so.
const std::string& mysql_server();

// An empty database on it; gone with this object.
class MysqlDatabase {
 public:
  MysqlDatabase();
  ~MysqlDatabase();
  MysqlDatabase(const MysqlDatabase&) = delete;
  MysqlDatabase& operator=(const MysqlDatabase&) = delete;

  const std::string& url() const { return url_; }
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::string url_;
};

}  // namespace schemac::test
