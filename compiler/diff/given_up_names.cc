#include "diff/given_up_names.h"

#include <algorithm>

namespace schemac {
namespace {

bool is_called(const Table& table, const std::string& name) {
  return std::any_of(table.constraints.begin(), table.constraints.end(),
                     [&](const Constraint& constraint) { return constraint.name.text == name; });
}

bool is_made_up(const Constraint& constraint) { return !constraint.name.stated && !constraint.name.text.empty(); }

bool gives_up_a_name(const Table& from, const Table& to) {
  return std::any_of(from.constraints.begin(), from.constraints.end(), [&](const Constraint& present) {
    if (!present.name.stated || is_called(to, present.name.text)) return false;
    return std::any_of(to.constraints.begin(), to.constraints.end(),
                       [&](const Constraint& wanted) { return is_made_up(wanted) && wanted.body == present.body; });
  });
}

}  // namespace

void state_given_up_names(const Schema& from, Schema& to) {
  for (const auto& [name, table] : from.tables) {
    const auto* wanted = to.tables.find(name);
    if (!wanted || !gives_up_a_name(*table, *wanted)) continue;
    // all of them: a made-up number that moves on may be what another has
    to.tables.change(name, [](Table& changed) {
      for (auto& constraint : changed.constraints)
        if (is_made_up(constraint)) constraint.name.stated = true;
    });
  }
}

}  // namespace schemac
