// What has to be taken away before the program dies of SIGINT, SIGTERM or SIGHUP. A thread of its own does it, so that
// it is done even while a server is busy with a statement of ours; then the signal takes its course.
#pragma once

#include <functional>
#include <mutex>

namespace schemac {

void remove_when_interrupted(const void* owner, std::function<void()> remove);
void forget_to_remove(const void* owner);

// Once, before the program leaves main(): behind it libraries are taken down that a removal at work still needs (TLS of
// its connection). Waits for that removal, and lets none begin.
void end_interruptions();

std::recursive_mutex& interruption_mutex();

// Runs to its end before an interruption takes anything away.
template <class F>
auto uninterrupted(F&& work) {
  const std::lock_guard lock(interruption_mutex());
  return work();
}

}  // namespace schemac
