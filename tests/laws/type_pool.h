// The types that random schemas are made of, with what fits to each.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace schemac::test {

struct PoolType {
  std::string name;
  std::vector<std::string> defaults = {};  // as the language writes them
  std::vector<std::string> checks = {};    // with $N for the column
  std::vector<std::string> keys = {};      // expressions for an index
  bool keyable = true;                     // may be in a key or an index
  bool integer = false;                    // may have an identity
  bool text = false;                       // may have a collation
};

std::span<const PoolType> type_pool(std::string_view dialect);
std::span<const std::string> collations(std::string_view dialect);

}  // namespace schemac::test
