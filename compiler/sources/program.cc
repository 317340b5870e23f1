#include "sources/program.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <optional>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "sources/schemac/text.h"

extern char** environ;

namespace schemac {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  void set(int number) { number_ = number; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

struct Pipe {
  Descriptor read;
  Descriptor write;

  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read.set(ends[0]);
    write.set(ends[1]);
    return true;
  }
};

// `NAME=value` of the caller's environment, with `more` in place of namesakes.
std::vector<std::string> environment_with(const std::map<std::string, std::string>& more) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view text(*entry);
    if (!more.contains(std::string(text.substr(0, text.find('='))))) out.emplace_back(text);
  }
  for (const auto& [name, value] : more) out.push_back(name + "=" + value);
  return out;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

int milliseconds_until(Clock::time_point end) {
  const auto rest = std::chrono::duration_cast<milliseconds>(end - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(rest, 0, 1'000));
}

// What is left to read: false at the end of the stream.
bool read_some(Descriptor& from, std::string& into, bool& too_long) {
  std::array<char, 1U << 16U> buffer;
  const auto count = ::read(from.number(), buffer.data(), buffer.size());
  if (count < 0 && errno == EINTR) return true;
  if (count <= 0) return false;
  if (into.size() <= language::largest_text)
    into.append(buffer.data(), static_cast<std::size_t>(count));
  else
    too_long = true;
  return true;
}

// True when both streams ended before `end`.
bool read_streams(Descriptor& out, Descriptor& error, ProgramAnswer& answer, std::optional<Clock::time_point> end) {
  bool ignored = false;
  while (out.number() >= 0 || error.number() >= 0) {
    std::array<pollfd, 2> waits{pollfd{out.number(), POLLIN, 0}, pollfd{error.number(), POLLIN, 0}};
    if (end && Clock::now() >= *end) return false;
    const int ready = ::poll(waits.data(), waits.size(), end ? milliseconds_until(*end) : -1);
    if (ready < 0 && errno != EINTR) return true;
    if (ready <= 0) continue;
    if (waits[0].revents != 0 && !read_some(out, answer.out, answer.too_long)) out.close();
    if (waits[1].revents != 0 && !read_some(error, answer.error, ignored)) error.close();
  }
  return true;
}

std::optional<int> status_within(pid_t child, Clock::time_point end) {
  int status = 0;
  while (Clock::now() < end) {
    const auto got = ::waitpid(child, &status, WNOHANG);
    if (got == child) return status;
    if (got < 0 && errno != EINTR) return 0;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return std::nullopt;
}

int end_of(pid_t child) {
  ::kill(child, SIGTERM);
  if (const auto status = status_within(child, Clock::now() + milliseconds(2'000))) return *status;
  ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

Result<ProgramAnswer> run_program(const ProgramCall& call) {
  if (call.words.empty()) broken_invariant("a program that is run has a name");
  const auto failed = [&](int reason) {
    return failure("command", fmt::format("could not run `{}`: {}", call.words.front(), std::strerror(reason)));
  };
  Pipe out;
  Pipe error;
  if (!out.open() || !error.open()) return failed(errno);
  auto words = call.words;
  auto environment = environment_with(call.environment);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, error.write.number(), STDERR_FILENO);
  pid_t child = 0;
  const int started = ::posix_spawnp(&child, words.front().c_str(), &actions, nullptr, pointers_to(words).data(),
                                     pointers_to(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (started != 0) return failed(started);
  out.write.close();
  error.write.close();

  const bool is_limited = call.limit != milliseconds::max();
  const auto end = is_limited ? std::optional(Clock::now() + call.limit) : std::nullopt;
  ProgramAnswer answer;
  answer.timed_out = !read_streams(out.read, error.read, answer, end);
  int status = 0;
  if (answer.timed_out)
    status = end_of(child);
  else if (end) {
    // one that closed its output may still be at work
    const auto done = status_within(child, *end);
    answer.timed_out = !done;
    status = done ? *done : end_of(child);
  } else {
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  }
  answer.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return answer;
}

Result<std::vector<std::string>> words_of_command(std::string_view command) {
  std::vector<std::string> words;
  std::optional<std::string> word;
  for (std::size_t at = 0; at < command.size(); ++at) {
    const char c = command[at];
    if (c == ' ' || c == '\t' || c == '\n') {
      if (word) words.push_back(std::move(*word));
      word.reset();
      continue;
    }
    if (!word) word.emplace();
    if (c == '\'' || c == '"') {
      const auto begin = at++;
      for (; at < command.size() && command[at] != c; ++at) {
        const bool escapes =
            c == '"' && command[at] == '\\' && at + 1 < command.size() && std::strchr("\"\\$`", command[at + 1]);
        if (escapes) ++at;
        *word += command[at];
      }
      if (at == command.size())
        return failure("unclosed-quote",
                       fmt::format("unterminated quote in the command, from `{}` on", command.substr(begin, 20)));
    } else if (c == '\\' && at + 1 < command.size()) {
      *word += command[++at];
    } else {
      *word += c;
    }
  }
  if (word) words.push_back(std::move(*word));
  return words;
}

}  // namespace schemac
