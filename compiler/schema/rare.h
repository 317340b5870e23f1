// An optional for what few objects have: empty it costs one pointer, where std::optional costs the whole value. A
// schema of 10,000 tables has a hundred thousand columns, and hardly one of them a comment. Reads like std::optional,
// converts from and to it, and copies its value.
#pragma once

#include <concepts>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace schemac {

template <class T>
class Rare;

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;
template <class T>
constexpr bool is_optional<Rare<T>> = true;

// What stands for a value itself, not for one that may be missing.
template <class U>
concept PlainValue = !is_optional<std::remove_cvref_t<U>> && !std::same_as<std::remove_cvref_t<U>, std::nullopt_t>;

template <class T>
class Rare {
 public:
  Rare() = default;
  Rare(std::nullopt_t) {}
  Rare(const Rare& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Rare(Rare&& other) noexcept = default;
  Rare(const std::optional<T>& value) : value_(value ? std::make_unique<T>(*value) : nullptr) {}
  Rare(std::optional<T>&& value) : value_(value ? std::make_unique<T>(std::move(*value)) : nullptr) {}
  template <PlainValue U>
  requires std::convertible_to<U, T> Rare(U&& value) : value_(std::make_unique<T>(std::forward<U>(value))) {}
  ~Rare() = default;

  Rare& operator=(const Rare& other) {
    if (this != &other) *this = Rare(other);
    return *this;
  }
  Rare& operator=(Rare&& other) noexcept = default;

  explicit operator bool() const { return value_ != nullptr; }
  operator std::optional<T>() const { return value_ ? std::optional<T>(*value_) : std::nullopt; }
  bool has_value() const { return value_ != nullptr; }
  const T& operator*() const { return *value_; }
  T& operator*() { return *value_; }
  const T* operator->() const { return value_.get(); }
  T* operator->() { return value_.get(); }
  const T& value() const { return *value_; }
  T value_or(T other) const { return value_ ? *value_ : std::move(other); }
  void reset() { value_.reset(); }
  template <class... Arguments>
  T& emplace(Arguments&&... arguments) {
    value_ = std::make_unique<T>(std::forward<Arguments>(arguments)...);
    return *value_;
  }

  friend bool operator==(const Rare& a, const Rare& b) {
    if (a.has_value() != b.has_value()) return false;
    return !a || *a == *b;
  }
  friend bool operator==(const Rare& a, const std::optional<T>& b) {
    if (a.has_value() != b.has_value()) return false;
    return !a || *a == *b;
  }
  friend bool operator==(const Rare& a, std::nullopt_t) { return !a; }
  template <PlainValue U>
  friend bool operator==(const Rare& a, const U& b) {
    return a.has_value() && *a == b;
  }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace schemac
