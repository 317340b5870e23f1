// Equal tables made one: two databases that are compared differ in few tables, and need not be kept twice. Used by both
// sides at once, from their own threads.
#pragma once

#include <memory>
#include <mutex>
#include <unordered_set>

#include "schema/schema.h"

namespace schemac {

class TablePool {
 public:
  // The table itself, or one that was given before and differs from it in nothing.
  std::shared_ptr<const Table> share(Table&& table);

 private:
  struct Hash {
    std::size_t operator()(const std::shared_ptr<const Table>& table) const;
  };
  struct Identical {
    bool operator()(const std::shared_ptr<const Table>& a, const std::shared_ptr<const Table>& b) const;
  };

  std::mutex mutex_;
  std::unordered_set<std::shared_ptr<const Table>, Hash, Identical> tables_;
};

// Stricter than ==: the order of columns counts, and what is known of expressions and types.
bool identical(const Table& a, const Table& b);

}  // namespace schemac
