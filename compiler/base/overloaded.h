// One lambda per alternative of a variant; std::visit refuses to compile when one is missing.
#pragma once

namespace schemac {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

}  // namespace schemac
