#include "dialects/sqlite/view_sizes.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/sqlite/expressions.h"

namespace schemac::sqlite {
namespace {

// SQLite takes seconds for so many, and refuses 65,536.
constexpr std::size_t most_opened = 5000;

}  // namespace

Diagnostics overgrown_views(const std::vector<ViewText>& views) {
  std::map<std::string, std::vector<std::string>> named;  // by each view, as often as it names them
  for (const auto& view : views) named[lower(view.name)] = {};
  for (const auto& view : views)
    for (const auto& word : identifiers(view.sql))
      if (const auto at = named.find(lower(word)); at != named.end() && at->first != lower(view.name))
        named[lower(view.name)].push_back(at->first);
  std::map<std::string, std::size_t> opened;
  std::set<std::string> begun;  // two views may name each other, which SQLite refuses
  for (const auto& [first, unused] : named) {
    std::vector<std::string> waiting = {first};
    while (!waiting.empty()) {
      const auto name = waiting.back();
      begun.insert(name);
      const auto next = std::ranges::find_if(
          named[name], [&](const std::string& other) { return !opened.contains(other) && !begun.contains(other); });
      if (next != named[name].end()) {
        waiting.push_back(*next);
        continue;
      }
      std::size_t all = 1;
      for (const auto& other : named[name])
        if (const auto at = opened.find(other); at != opened.end()) all += at->second;
      if (all > most_opened)
        return {error_at("views-of-views",
                         fmt::format("view `{}` names views that name views, {} in all, each counted as often as it is "
                                     "named; expected at most {}: SQLite opens every one of them",
                                     name, all, most_opened),
                         {}, "let it name fewer views, or make a table of one of them")};
      opened[name] = all;
      waiting.pop_back();
    }
  }
  return {};
}

}  // namespace schemac::sqlite
