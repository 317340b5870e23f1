#include "plan/rename_remarks.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/diagnostic.h"
#include "base/shell_word.h"
#include "operations/touches.h"

namespace schemac {
namespace {

bool holds(const std::vector<ObjectId>& ids, const ObjectId& id) { return std::ranges::find(ids, id) != ids.end(); }

// Of a column its table's name may have changed before.
bool is_dropped(const std::vector<ObjectId>& drops, const FoundRename& rename) {
  return holds(drops, rename.from) ||
         (!rename.from.part.empty() && holds(drops, {rename.from.kind, rename.to.name, rename.from.part}));
}

Hazard remark(std::string_view key, std::string message, std::string way) {
  const auto all = rules();
  const auto rule = std::ranges::find(all, key, &Rule::key);
  if (rule == all.end()) broken_invariant("a remark names a rule of the catalogue");
  return {std::string(key), rule->kind, rule->severity, std::move(message), std::move(way)};
}

}  // namespace

std::vector<Hazard> rename_remarks(const Operation& operation, std::span<const FoundRename> renames) {
  std::vector<Hazard> out;
  if (renames.empty()) return out;
  const auto touched = touches(operation);
  for (const auto& rename : renames) {
    const auto why = fmt::format("{}", fmt::join(rename.reasons, ", "));
    const auto flag = shell_word(rename.flag);
    if (rename.state == RenameState::taken && rename.origin == RenameOrigin::detected &&
        holds(touched.makes, rename.to) && !touched.drops.empty())
      out.push_back(remark("found-rename",
                           fmt::format("found, not declared: {} is taken for {} ({:.2f}: {})", display(rename.to),
                                       display(rename.from), rename.likelihood, why),
                           "if it is none: --no-rename=" + flag));
    const bool too_unlikely = rename.state == RenameState::refused && rename.origin == RenameOrigin::detected;
    if (too_unlikely && is_dropped(touched.drops, rename))
      out.push_back(remark("likely-rename",
                           fmt::format("{} is the likeliest to go on as {} ({:.2f}: {})", display(rename.from),
                                       display(rename.to), rename.likelihood, why),
                           "if it does: --rename=" + flag));
  }
  return out;
}

}  // namespace schemac
