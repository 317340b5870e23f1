// A list that is ordered for printing and compared by name: the order of a table's columns is shown to people, but two
// tables that differ in nothing else are equal.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace schemac {

template <class T>  // T has a `std::string name`
class NamedList {
 public:
  NamedList() = default;
  NamedList(std::initializer_list<T> items) : items_(items) {}

  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  const T& operator[](std::size_t at) const { return items_[at]; }
  T& operator[](std::size_t at) { return items_[at]; }

  void reserve(std::size_t count) { items_.reserve(count); }
  void add(T item) { items_.push_back(std::move(item)); }
  void insert(std::size_t at, T item) {
    items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(std::min(at, size())), std::move(item));
  }
  void remove(std::string_view name) {
    std::erase_if(items_, [&](const T& item) { return item.name == name; });
  }
  const T* find(std::string_view name) const {
    const auto at = std::find_if(items_.begin(), items_.end(), [&](const T& item) { return item.name == name; });
    return at == items_.end() ? nullptr : &*at;
  }
  T* find(std::string_view name) { return const_cast<T*>(std::as_const(*this).find(name)); }
  // The place of `name`, or size() when it is not there.
  std::size_t position(std::string_view name) const {
    const auto at = std::find_if(items_.begin(), items_.end(), [&](const T& item) { return item.name == name; });
    return static_cast<std::size_t>(at - items_.begin());
  }

  bool operator==(const NamedList& other) const {
    if (size() != other.size()) return false;
    if (items_ == other.items_) return true;
    return std::all_of(begin(), end(), [&](const T& item) {
      const T* twin = other.find(item.name);
      return twin && *twin == item;
    });
  }

 private:
  std::vector<T> items_;
};

}  // namespace schemac
