// A database server that the tests start for themselves: in a temporary folder, as a user that it agrees to run as,
// ended with the test program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

#include "connections/connection.h"

struct passwd;

namespace schemac::test {

// Nothing can be tested without a server: ends the test program, with a way out in the words.
[[noreturn]] void give_up(const std::string& why);

class ServerProcess {
 public:
  // `name` is for the folder; as root the server runs as `user`, whom its package made; `stop` is the signal that ends
  // it.
  ServerProcess(const std::string& name, const char* user, int stop);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  const std::filesystem::path& folder() const { return folder_; }

  // Programs with their arguments: one that comes to an end, and the server itself, which is waited for until it
  // answers at `url`.
  void prepare(const std::vector<std::string>& words) const;
  void start(const std::vector<std::string>& words, const std::string& url);

 private:
  pid_t spawn(const std::vector<std::string>& words) const;
  std::filesystem::path log() const { return folder_ / "log"; }

  const passwd* user_;
  int stop_;
  std::filesystem::path folder_;
  pid_t process_ = -1;
};

// A script of statements. On MySQL they travel one by one, as the sessions that write take no more in a message.
Result<void> run_script(Connection& connection, std::string_view sql, std::string_view doing);

// SQL for whoever may do everything there.
void run_on_server(const std::string& url, const std::string& sql);

}  // namespace schemac::test
