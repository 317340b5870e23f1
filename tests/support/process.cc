#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace schemac::test {
namespace {

struct Pipe {
  int read_end = -1;
  int write_end = -1;

  Pipe() {
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) == 0) {
      read_end = ends[0];
      write_end = ends[1];
    }
  }
  ~Pipe() {
    close_end(read_end);
    close_end(write_end);
  }
  static void close_end(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }
};

[[noreturn]] void become(const Command& command, Pipe& in, Pipe& out, Pipe& error) {
  dup2(in.read_end, STDIN_FILENO);
  dup2(out.write_end, STDOUT_FILENO);
  dup2(error.write_end, STDERR_FILENO);
  for (const auto& [name, value] : command.variables)
    value.empty() ? unsetenv(name.c_str()) : setenv(name.c_str(), value.c_str(), 1);
  if (!command.directory.empty() && chdir(command.directory.c_str()) != 0) _exit(126);
  std::vector<char*> words;
  for (const auto& word : command.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execvp(words[0], words.data());
  _exit(127);
}

// Appends what can be read; false at the end.
bool drain(int descriptor, std::string& into) {
  char buffer[65536];
  const auto count = read(descriptor, buffer, sizeof buffer);
  if (count > 0) into.append(buffer, static_cast<std::size_t>(count));
  return count > 0;
}

void converse(const Command& command, Pipe& in, Pipe& out, Pipe& error, Finished& finished) {
  std::string_view rest = command.input;
  if (rest.empty()) Pipe::close_end(in.write_end);
  const auto end = std::chrono::steady_clock::now() + command.limit;
  while (out.read_end >= 0 || error.read_end >= 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0) {
      finished.timed_out = true;
      return;
    }
    pollfd watched[] = {{out.read_end, POLLIN, 0}, {error.read_end, POLLIN, 0}, {in.write_end, POLLOUT, 0}};
    if (poll(watched, 3, static_cast<int>(left)) <= 0) continue;
    if (watched[0].revents != 0 && !drain(out.read_end, finished.out)) Pipe::close_end(out.read_end);
    if (watched[1].revents != 0 && !drain(error.read_end, finished.error)) Pipe::close_end(error.read_end);
    if (watched[2].revents != 0) {
      const auto count = write(in.write_end, rest.data(), std::min<std::size_t>(rest.size(), 4096));
      if (count > 0) rest.remove_prefix(static_cast<std::size_t>(count));
      if (count <= 0 || rest.empty()) Pipe::close_end(in.write_end);
    }
  }
}

}  // namespace

Finished run_command(const Command& command) {
  std::signal(SIGPIPE, SIG_IGN);  // a program that does not read its input to the end is no failure of the test
  Finished finished;
  Pipe in, out, error;
  const pid_t child = fork();
  if (child < 0) return finished;
  if (child == 0) {
    std::signal(SIGPIPE, SIG_DFL);
    become(command, in, out, error);
  }
  Pipe::close_end(in.read_end);
  Pipe::close_end(out.write_end);
  Pipe::close_end(error.write_end);
  converse(command, in, out, error, finished);
  if (finished.timed_out) kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  finished.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return finished;
}

Finished schemac(std::vector<std::string> arguments, const Command& rest) {
  Command command = rest;
  command.words = std::move(arguments);
  command.words.insert(command.words.begin(), SCHEMAC_BINARY);
  // what the tester has set must not change what is tested
  for (const char* name : {"SCHEMAC_URL", "DATABASE_URL", "SOURCE_DATE_EPOCH", "NO_COLOR"})
    command.variables.try_emplace(name, "");
  return run_command(command);
}

}  // namespace schemac::test
