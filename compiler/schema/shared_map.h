// An ordered map from names to shared, immutable values. Copying it copies pointers; changing one value copies that value
// alone. A schema of 10,000 tables can so be kept once per stopping point of a plan.
#pragma once

#include <map>
#include <memory>
#include <utility>

namespace schemac {

template <class Key, class Value>
class SharedMap {
 public:
  using Entries = std::map<Key, std::shared_ptr<const Value>>;

  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  bool contains(const Key& key) const { return entries_.contains(key); }

  const Value* find(const Key& key) const {
    const auto at = entries_.find(key);
    return at == entries_.end() ? nullptr : at->second.get();
  }
  // The key is a copy and the value stays where it is until the key is safe: `set(table.name, std::move(table))` is common.
  void set(Key key, Value&& value) { entries_[std::move(key)] = std::make_shared<const Value>(std::move(value)); }
  void set(Key key, const Value& value) { entries_[std::move(key)] = std::make_shared<const Value>(value); }
  void erase(const Key& key) { entries_.erase(key); }

  // Calls `change(Value&)` on a copy and puts it in the old one's place. False when there is no such key.
  template <class F>
  bool change(const Key& key, F&& change) {
    const auto at = entries_.find(key);
    if (at == entries_.end()) return false;
    Value copy = *at->second;
    change(copy);
    at->second = std::make_shared<const Value>(std::move(copy));
    return true;
  }

  bool operator==(const SharedMap& other) const {
    if (size() != other.size()) return false;
    for (auto a = begin(), b = other.begin(); a != end(); ++a, ++b)
      if (a->first != b->first || (a->second != b->second && !(*a->second == *b->second))) return false;
    return true;
  }

 private:
  Entries entries_;
};

}  // namespace schemac
