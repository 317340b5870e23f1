#include "tests/support/mysql.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "tests/support/bad_server.h"
#include "tests/support/server_process.h"

namespace schemac::test {
namespace {

namespace fs = std::filesystem;

fs::path program(const char* name) {
  for (const char* folder : {"/usr/sbin", "/usr/bin", "/usr/local/bin"})
    if (fs::exists(fs::path(folder) / name)) return fs::path(folder) / name;
  give_up(
      fmt::format("found no `{}`: run `scripts/setup --tests`, or name a running server of MySQL or MariaDB with "
                  "SCHEMAC_TEST_MYSQL",
                  name));
}

class MysqlServer {
 public:
  MysqlServer() : process_("mariadb", "mysql", SIGTERM) {
    const auto& folder = process_.folder();
    const auto data = "--datadir=" + (folder / "data").string();
    process_.prepare({program("mariadb-install-db"), "--no-defaults", data, "--auth-root-authentication-method=normal",
                      "--skip-test-db"});
    // without a name to look up, the one who comes over the loopback is another user than the one at the socket
    const auto grants = folder / "grants.sql";
    std::ofstream(grants) << "CREATE USER IF NOT EXISTS root@'127.0.0.1' IDENTIFIED BY '';\nGRANT ALL PRIVILEGES ON "
                             "*.* TO root@'127.0.0.1' WITH GRANT OPTION;\n";
    const auto port = closed_port();
    url_ = fmt::format("mysql://root@127.0.0.1:{}/mysql", port);
    // nothing here must survive a crash, so nothing needs to reach the disk
    process_.start(
        {program("mariadbd"), "--no-defaults", data, fmt::format("--port={}", port), "--bind-address=127.0.0.1",
         "--socket=" + (folder / "socket").string(), "--skip-name-resolve", "--init-file=" + grants.string(),
         "--tmpdir=" + folder.string(),  // a server that starts removes what another keeps in a folder of both
         "--character-set-server=utf8mb4", "--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync",
         "--innodb-buffer-pool-size=32M"},
        url_);
  }
  const std::string& url() const { return url_; }

 private:
  ServerProcess process_;
  std::string url_;
};

}  // namespace

const std::string& mysql_server() {
  static const std::string given = std::getenv("SCHEMAC_TEST_MYSQL") ? std::getenv("SCHEMAC_TEST_MYSQL") : "";
  if (!given.empty()) return given;
  static const MysqlServer server;
  return server.url();
}

MysqlDatabase::MysqlDatabase() {
  static int made = 0;
  name_ = fmt::format("schemac_test_{}_{}", getpid(), ++made);
  run_on_server(mysql_server(), "CREATE DATABASE " + name_ + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
  url_ = mysql_server().substr(0, mysql_server().rfind('/') + 1) + name_;
}

MysqlDatabase::~MysqlDatabase() { run_on_server(mysql_server(), "DROP DATABASE " + name_); }

}  // namespace schemac::test
