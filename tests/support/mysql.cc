#include "tests/support/mysql.h"

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "connections/connection.h"
#include "tests/support/bad_server.h"

namespace schemac::test {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "tests: %s\n", why.c_str());
  std::exit(1);
}

fs::path program(const char* name) {
  for (const char* folder : {"/usr/sbin", "/usr/bin", "/usr/local/bin"})
    if (fs::exists(fs::path(folder) / name)) return fs::path(folder) / name;
  give_up(fmt::format("found no `{}`: run `scripts/setup --tests`, or name a running server of MySQL or MariaDB with SCHEMAC_TEST_MYSQL", name));
}

// The server refuses to run as root: there it runs as the user that its package made.
const passwd* server_user() {
  if (geteuid() != 0) return nullptr;
  const passwd* user = getpwnam("mysql");
  if (user == nullptr) give_up("no user `mysql`, and a server must not run as root: run `scripts/setup --tests`");
  return user;
}

pid_t start(const std::vector<std::string>& words, const passwd* user, const fs::path& log) {
  const pid_t child = fork();
  if (child != 0) return child;
  if (user != nullptr && (initgroups(user->pw_name, user->pw_gid) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // no server outlives a test that crashed
  if (std::freopen(log.c_str(), "a", stdout) == nullptr || dup2(STDOUT_FILENO, STDERR_FILENO) < 0 || chdir("/") != 0) _exit(126);
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

class Server {
 public:
  Server() : user_(server_user()) {
    auto name = (fs::temp_directory_path() / "schemac-mariadb-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) give_up("could not make a folder for a server below " + fs::temp_directory_path().string());
    folder_ = name;
    if (user_ != nullptr && chown(name.c_str(), user_->pw_uid, user_->pw_gid) != 0) give_up("could not give " + name + " to the server's user");
    const auto log = folder_ / "log";
    const auto data = "--datadir=" + (folder_ / "data").string();
    if (wait_for(start({program("mariadb-install-db"), "--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db"}, user_,
                       log)) != 0)
      give_up("mariadb-install-db failed, see " + log.string());
    // without a name to look up, the one who comes over the loopback is another user than the one at the socket
    const auto grants = folder_ / "grants.sql";
    std::ofstream(grants)
        << "CREATE USER IF NOT EXISTS root@'127.0.0.1' IDENTIFIED BY '';\nGRANT ALL PRIVILEGES ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;\n";
    const auto port = closed_port();
    url_ = fmt::format("mysql://root@127.0.0.1:{}/mysql", port);
    // nothing here must survive a crash, so nothing needs to reach the disk
    process_ = start({program("mariadbd"), "--no-defaults", data, fmt::format("--port={}", port), "--bind-address=127.0.0.1",
                      "--socket=" + (folder_ / "socket").string(), "--skip-name-resolve", "--init-file=" + grants.string(),
                      "--tmpdir=" + folder_.string(),  // a server that starts removes what another keeps in a folder of both
                      "--character-set-server=utf8mb4", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M"},
                     user_, log);
    wait_until_ready(log);
  }
  ~Server() {
    kill(process_, SIGTERM);
    wait_for(process_);
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  const std::string& url() const { return url_; }

 private:
  void wait_until_ready(const fs::path& log) const {
    for (int tries = 0; tries < 300; ++tries) {
      if (connect(url_, Access::write)) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    give_up("a server was started and never answered, see " + log.string());
  }

  const passwd* user_;
  fs::path folder_;
  std::string url_;
  pid_t process_ = -1;
};

void run_on_server(const std::string& sql) {
  const auto connection = connect(mysql_server(), Access::write);
  if (!connection) give_up(render(connection.error()));
  if (const auto ran = (*connection)->execute(sql, "preparing a test"); !ran) give_up(render(ran.error()));
}

}  // namespace

const std::string& mysql_server() {
  static const std::string given = std::getenv("SCHEMAC_TEST_MYSQL") ? std::getenv("SCHEMAC_TEST_MYSQL") : "";
  if (!given.empty()) return given;
  static const Server server;
  return server.url();
}

MysqlDatabase::MysqlDatabase() {
  static int made = 0;
  name_ = fmt::format("schemac_test_{}_{}", getpid(), ++made);
  run_on_server("CREATE DATABASE " + name_ + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
  url_ = mysql_server().substr(0, mysql_server().rfind('/') + 1) + name_;
}

MysqlDatabase::~MysqlDatabase() { run_on_server("DROP DATABASE " + name_); }

}  // namespace schemac::test
