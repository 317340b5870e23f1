#include "diff/shared_tables.h"

#include <algorithm>
#include <optional>

namespace schemac {
namespace {

// Whether someone stated a name says nothing where both sides bear the same one.
void state_alike(const ObjectName& present, ObjectName& wanted) {
  if (present.text == wanted.text) wanted.stated = present.stated;
}

bool have_one_shape(const Table& a, const Table& b) {
  return a.constraints.size() == b.constraints.size() && a.indexes.size() == b.indexes.size() &&
         std::ranges::equal(a.columns, b.columns, {}, &Column::name, &Column::name);
}

bool are_alike(const Table& present, const Table& wanted) {
  if (!have_one_shape(present, wanted)) return false;  // the order of columns is no difference, but is remarked upon
  if (present == wanted) return true;
  auto stated = wanted;
  for (std::size_t at = 0; at < stated.constraints.size(); ++at)
    state_alike(present.constraints[at].name, stated.constraints[at].name);
  for (std::size_t at = 0; at < stated.indexes.size(); ++at)
    state_alike(present.indexes[at].name, stated.indexes[at].name);
  for (std::size_t at = 0; at < stated.columns.size(); ++at)
    if (present.columns[at].identity && stated.columns[at].identity)
      state_alike(present.columns[at].identity->sequence, stated.columns[at].identity->sequence);
  return present == stated;
}

}  // namespace

void share_equal_tables(const Schema& present, Schema& wanted) {
  std::vector<std::pair<QualifiedName, std::shared_ptr<const Table>>> alike;
  auto at = present.tables.begin();
  for (const auto& [name, table] : wanted.tables) {
    while (at != present.tables.end() && at->first < name) ++at;
    if (at == present.tables.end()) break;
    if (at->first == name && at->second != table && are_alike(*at->second, *table))
      alike.emplace_back(name, at->second);
  }
  for (auto& [name, table] : alike) wanted.tables.set(name, std::move(table));
}

}  // namespace schemac
