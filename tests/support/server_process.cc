#include "tests/support/server_process.h"

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
#include <thread>

#include <fmt/format.h>

#include "sources/sql/dialects.h"

namespace schemac::test {
namespace {

namespace fs = std::filesystem;

const passwd* server_user(const char* name) {
  if (geteuid() != 0) return nullptr;
  const passwd* user = getpwnam(name);
  if (user == nullptr)
    give_up(fmt::format("no user `{}`, and a server must not run as root: run `scripts/setup --tests`", name));
  return user;
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

}  // namespace

void give_up(const std::string& why) {
  std::fprintf(stderr, "tests: %s\n", why.c_str());
  std::exit(1);
}

// Where its files are made and dropped fastest: in memory, where there is plenty of it.
static fs::path folder_of_servers() {
  constexpr std::uintmax_t plenty = 6ULL << 30U;
  const fs::path memory = "/dev/shm";
  std::error_code none;
  const auto room = fs::space(memory, none).available;
  const auto free = static_cast<std::uintmax_t>(std::max(0L, sysconf(_SC_AVPHYS_PAGES))) *
                    static_cast<std::uintmax_t>(std::max(0L, sysconf(_SC_PAGESIZE)));
  const bool fits = !none && room > plenty && free > plenty && access(memory.c_str(), W_OK) == 0;
  return fits ? memory : fs::temp_directory_path();
}

ServerProcess::ServerProcess(const std::string& name, const char* user, int stop)
    : user_(server_user(user)), stop_(stop) {
  const auto above = folder_of_servers();
  auto folder = (above / ("schemac-" + name + "-XXXXXX")).string();
  if (mkdtemp(folder.data()) == nullptr) give_up("could not make a folder for a server below " + above.string());
  folder_ = folder;
  if (user_ != nullptr && chown(folder.c_str(), user_->pw_uid, user_->pw_gid) != 0)
    give_up("could not give " + folder + " to the server's user");
}

ServerProcess::~ServerProcess() {
  if (process_ > 0) {
    kill(process_, stop_);
    wait_for(process_);
  }
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

pid_t ServerProcess::spawn(const std::vector<std::string>& words) const {
  const pid_t child = fork();
  if (child != 0) return child;
  if (user_ != nullptr &&
      (initgroups(user_->pw_name, user_->pw_gid) != 0 || setgid(user_->pw_gid) != 0 || setuid(user_->pw_uid) != 0))
    _exit(126);
  prctl(PR_SET_PDEATHSIG, stop_);  // no server outlives a test that crashed
  if (std::freopen(log().c_str(), "a", stdout) == nullptr || dup2(STDOUT_FILENO, STDERR_FILENO) < 0 || chdir("/") != 0)
    _exit(126);
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

void ServerProcess::prepare(const std::vector<std::string>& words) const {
  if (wait_for(spawn(words)) != 0) give_up(fmt::format("{} failed, see {}", words.front(), log().string()));
}

void ServerProcess::start(const std::vector<std::string>& words, const std::string& url) {
  process_ = spawn(words);
  for (int tries = 0; tries < 300; ++tries) {
    if (connect(url, Access::write)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  give_up("a server was started and never answered, see " + log().string());
}

Result<void> run_script(Connection& connection, std::string_view sql, std::string_view doing) {
  if (connection.engine().dialect != "mysql") return connection.execute(sql, doing);
  const auto text = std::make_shared<const SourceText>(SourceText{"script.sql", std::string(sql)});
  const auto statements = sql::split_mysql(text, connection.engine());
  if (!statements) return std::unexpected(statements.error());
  for (const auto& statement : *statements)
    if (auto done = connection.execute(statement.text(), doing); !done) return done;
  return {};
}

void run_on_server(const std::string& url, const std::string& sql) {
  const auto connection = connect(url, Access::write);
  if (!connection) give_up(render(connection.error()));
  if (const auto ran = run_script(**connection, sql, "preparing a test"); !ran) give_up(render(ran.error()));
}

}  // namespace schemac::test
