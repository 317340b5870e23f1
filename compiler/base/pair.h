// The two sides of a comparison, so that `from` and `to` cannot change places on the way through a call.
#pragma once

#include <utility>

namespace schemac {

template <class T>
struct Pair {
  T from;
  T to;

  template <class F>
  auto map(F&& f) const -> Pair<decltype(f(from))> {
    return {f(from), f(to)};
  }
  bool operator==(const Pair&) const = default;
};

}  // namespace schemac
