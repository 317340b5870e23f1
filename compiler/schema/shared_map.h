// An ordered map from names to shared, immutable values. Copying it copies a few pointers; changing one value copies
// that value and the pointers of its neighbours. A schema of 10,000 tables can so be kept once per stopping point of a
// plan.
//
// The entries stand in chunks, sorted; copies of a map share the chunks that neither has changed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace schemac {

template <class Key, class Value>
class SharedMap {
 public:
  using Entry = std::pair<Key, std::shared_ptr<const Value>>;

 private:
  using Chunk = std::vector<Entry>;
  using Chunks = std::vector<std::shared_ptr<Chunk>>;  // none is empty

  static constexpr std::size_t chunk_limit = 64;

 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;
    using pointer = const Entry*;
    using reference = const Entry&;

    Iterator() = default;
    Iterator(const Chunks* chunks, std::size_t chunk, std::size_t at) : chunks_(chunks), chunk_(chunk), at_(at) {}

    reference operator*() const { return (*(*chunks_)[chunk_])[at_]; }
    pointer operator->() const { return &**this; }
    Iterator& operator++() {
      if (++at_ == (*chunks_)[chunk_]->size()) {
        ++chunk_;
        at_ = 0;
      }
      return *this;
    }
    Iterator operator++(int) {
      const auto before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator& other) const { return chunk_ == other.chunk_ && at_ == other.at_; }

   private:
    const Chunks* chunks_ = nullptr;
    std::size_t chunk_ = 0;
    std::size_t at_ = 0;
  };

  SharedMap() = default;
  SharedMap(const SharedMap&) = default;
  SharedMap(SharedMap&& other) noexcept : chunks_(std::move(other.chunks_)), size_(std::exchange(other.size_, 0)) {}
  SharedMap& operator=(const SharedMap&) = default;
  SharedMap& operator=(SharedMap&& other) noexcept {
    chunks_ = std::exchange(other.chunks_, {});
    size_ = std::exchange(other.size_, 0);
    return *this;
  }
  ~SharedMap() = default;

  Iterator begin() const { return {&chunks_, 0, 0}; }
  Iterator end() const { return {&chunks_, chunks_.size(), 0}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  bool contains(const Key& key) const { return find(key) != nullptr; }

  const Value* find(const Key& key) const {
    if (empty()) return nullptr;
    const auto [chunk, at] = place(key);
    return holds(chunk, at, key) ? (*chunks_[chunk])[at].second.get() : nullptr;
  }

  // The value itself, which outlives changes of the map.
  std::shared_ptr<const Value> share(const Key& key) const {
    if (empty()) return nullptr;
    const auto [chunk, at] = place(key);
    return holds(chunk, at, key) ? (*chunks_[chunk])[at].second : nullptr;
  }

  // The key is a copy and the value stays where it is until the key is safe: `set(table.name, std::move(table))` is
  // common.
  void set(Key key, Value&& value) {
    set(std::move(key), std::shared_ptr<const Value>(std::make_shared<Value>(std::move(value))));
  }
  void set(Key key, const Value& value) {
    set(std::move(key), std::shared_ptr<const Value>(std::make_shared<Value>(value)));
  }
  void set(Key key, std::shared_ptr<const Value> value) {
    if (chunks_.empty()) chunks_.push_back(std::make_shared<Chunk>());
    const auto [chunk, at] = place(key);
    auto& entries = own(chunk);
    if (at < entries.size() && entries[at].first == key) {
      entries[at].second = std::move(value);
      return;
    }
    entries.emplace(entries.begin() + static_cast<std::ptrdiff_t>(at), std::move(key), std::move(value));
    ++size_;
    if (entries.size() > chunk_limit) split(chunk);
  }

  void erase(const Key& key) {
    if (empty()) return;
    const auto [chunk, at] = place(key);
    if (!holds(chunk, at, key)) return;
    auto& entries = own(chunk);
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(at));
    if (entries.empty()) chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(chunk));
    --size_;
  }

  // Calls `change(Value&)`: on a copy, which takes the old value's place, or on the value itself where no other map
  // shares it. False when there is no such key.
  template <class F>
  bool change(const Key& key, F&& change) {
    if (empty()) return false;
    const auto [chunk, at] = place(key);
    if (!holds(chunk, at, key)) return false;
    auto& value = own(chunk)[at].second;
    if (value.use_count() > 1) value = std::make_shared<Value>(*value);
    change(const_cast<Value&>(*value));  // made as a Value, by this map or by whoever gave it, and seen by nobody else
    return true;
  }

  bool operator==(const SharedMap& other) const {
    if (size() != other.size()) return false;
    for (auto a = begin(), b = other.begin(); a != end(); ++a, ++b)
      if (a->first != b->first || (a->second != b->second && !(*a->second == *b->second))) return false;
    return true;
  }

 private:
  struct Place {
    std::size_t chunk;
    std::size_t at;
  };

  // Where `key` is, or belongs. There is at least one chunk.
  Place place(const Key& key) const {
    const auto after = std::upper_bound(chunks_.begin() + 1, chunks_.end(), key,
                                        [](const Key& k, const auto& chunk) { return k < chunk->front().first; });
    const auto& entries = **(after - 1);
    const auto at = std::lower_bound(entries.begin(), entries.end(), key,
                                     [](const Entry& entry, const Key& k) { return entry.first < k; });
    return {static_cast<std::size_t>(after - 1 - chunks_.begin()), static_cast<std::size_t>(at - entries.begin())};
  }

  bool holds(std::size_t chunk, std::size_t at, const Key& key) const {
    const auto& entries = *chunks_[chunk];
    return at < entries.size() && entries[at].first == key;
  }

  // The chunk, as nobody else's.
  Chunk& own(std::size_t chunk) {
    auto& mine = chunks_[chunk];
    if (mine.use_count() > 1) mine = std::make_shared<Chunk>(*mine);
    return *mine;
  }

  // What is added in order leaves full chunks behind; anywhere else the halves have room on both sides.
  void split(std::size_t chunk) {
    auto& entries = *chunks_[chunk];
    const bool at_the_end = chunk + 1 == chunks_.size();
    const auto middle =
        entries.begin() + static_cast<std::ptrdiff_t>(at_the_end ? entries.size() - 1 : entries.size() / 2);
    auto rest = std::make_shared<Chunk>(std::make_move_iterator(middle), std::make_move_iterator(entries.end()));
    entries.erase(middle, entries.end());
    chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(chunk) + 1, std::move(rest));
  }

  Chunks chunks_;
  std::size_t size_ = 0;
};

}  // namespace schemac
