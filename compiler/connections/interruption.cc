#include "connections/interruption.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <map>
#include <thread>
#include <utility>

namespace schemac {
namespace {

// Signal handlers may do next to nothing: this one tells the waiting thread.
std::array<int, 2> channel{-1, -1};

void tell(int signal) {
  const int before = errno;
  const char letter = static_cast<char>(signal);
  [[maybe_unused]] const auto written = write(channel[1], &letter, 1);
  errno = before;
}

// Never destroyed: the waiting thread may look at it while the program ends.
std::map<const void*, std::function<void()>>& removals() {
  static auto* const all = new std::map<const void*, std::function<void()>>();
  return *all;
}

void remove_everything_and_die(int signal) {
  const std::lock_guard lock(interruption_mutex());
  while (!removals().empty()) {
    const auto removal = removals().extract(removals().begin());
    removal.mapped()();
  }
  std::signal(signal, SIG_DFL);
  kill(getpid(), signal);
}

void wait_for_signals() {
  for (char letter = 0;;) {
    const auto count = read(channel[0], &letter, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count != 1) return;
    remove_everything_and_die(letter);
  }
}

void start_watching() {
  // a thread does not come along into a forked process
  static pid_t watched = 0;
  if (std::exchange(watched, getpid()) == getpid()) return;
  if (pipe2(channel.data(), O_CLOEXEC) != 0) return;
  std::thread(wait_for_signals).detach();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction present = {};
    // whoever started us may have said that we are not to be disturbed
    if (sigaction(signal, nullptr, &present) == 0 && present.sa_handler == SIG_IGN) continue;
    struct sigaction wanted = {};
    wanted.sa_handler = tell;
    wanted.sa_flags = SA_RESTART;
    sigaction(signal, &wanted, nullptr);
  }
}

}  // namespace

void end_interruptions() { interruption_mutex().lock(); }

std::recursive_mutex& interruption_mutex() {
  static auto* const mutex = new std::recursive_mutex();
  return *mutex;
}

void remove_when_interrupted(const void* owner, std::function<void()> remove) {
  const std::lock_guard lock(interruption_mutex());
  start_watching();
  removals().insert_or_assign(owner, std::move(remove));
}

void forget_to_remove(const void* owner) {
  const std::lock_guard lock(interruption_mutex());
  removals().erase(owner);
}

}  // namespace schemac
