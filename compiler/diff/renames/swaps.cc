#include "diff/renames/swaps.h"

#include <algorithm>
#include <map>
#include <set>

#include "diff/renames/agreement.h"

namespace schemac {
namespace {

// What has to speak for a swap: more facts than a type and a flag that were changed on purpose.
constexpr std::size_t least_lead = 5;
constexpr double by_structure = 0.5, by_place_as_well = 0.7;

std::size_t agreement_of(const TableStates& states, const std::string& from, const std::string& to,
                         const std::set<std::string>& swapped) {
  return agreement(states, *states.have.columns.find(from), *states.wanted.columns.find(to), swapped);
}

// Where each stood the other stands now.
bool places_swapped(const TableStates& states, const std::string& a, const std::string& b) {
  const auto& have = states.have.columns;
  const auto& wanted = states.wanted.columns;
  return have.size() == wanted.size() && have.position(a) == wanted.position(b) &&
         have.position(b) == wanted.position(a);
}

std::vector<std::string> differing_columns(const TableStates& states) {
  std::vector<std::string> names;
  for (const auto& column : states.have.columns) {
    const Column* twin = states.wanted.columns.find(column.name);
    if (!twin || twin->generated || column.generated) continue;
    if (agreement(states, column, *twin, {}) < full_agreement) names.push_back(column.name);
  }
  return names;
}

using Signature = std::vector<std::string>;

Signature signature_of(const Table& table) {
  Signature out;
  for (const auto& column : table.columns) out.push_back(column.name + " " + display(column.type));
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

std::vector<ColumnGuess> guess_swapped_columns(const TableStates& states) {
  constexpr std::size_t most = 64;  // more changes than these are no swap, and every two are looked at
  const auto names = differing_columns(states);
  std::vector<ColumnGuess> out;
  if (names.size() < 2 || names.size() > most) return out;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t k = i + 1; k < names.size(); ++k) {
      const auto& a = names[i];
      const auto& b = names[k];
      if (taken.contains(a) || taken.contains(b)) continue;
      const std::set<std::string> swapped = {a, b};
      const auto there = agreement_of(states, a, b, swapped), back = agreement_of(states, b, a, swapped);
      const auto first = agreement_of(states, a, a, swapped), second = agreement_of(states, b, b, swapped);
      const bool each_way = there > first && back > second && there > second && back > first;
      if (!each_way || there + back < first + second + least_lead) continue;
      const bool placed = places_swapped(states, a, b);
      const double likelihood = placed ? by_place_as_well : by_structure;
      std::vector<std::string> reasons = {"each is now what the other was"};
      if (placed) reasons.emplace_back("each stands where the other stood");
      out.push_back({a, b, likelihood, reasons});
      out.push_back({b, a, likelihood, reasons});
      taken.insert({a, b});
    }
  return out;
}

std::vector<ObjectGuess> guess_swapped_tables(const Schema& have, const Schema& wanted) {
  struct Changed {
    Signature before, after;
  };
  std::map<QualifiedName, Changed> changed;
  std::map<Signature, std::vector<QualifiedName>> by_former;
  auto other = wanted.tables.begin();
  for (const auto& [name, table] : have.tables) {
    while (other != wanted.tables.end() && other->first < name) ++other;
    if (other == wanted.tables.end() || other->first != name || other->second == table) continue;
    Changed states{signature_of(*table), signature_of(*other->second)};
    if (states.before == states.after) continue;
    by_former[states.before].push_back(name);
    changed.emplace(name, std::move(states));
  }
  std::vector<ObjectGuess> out;
  for (const auto& [name, states] : changed) {
    const auto partners = by_former.find(states.after);
    if (partners == by_former.end() || partners->second.size() != 1 || by_former.at(states.before).size() != 1)
      continue;
    const auto& partner = partners->second.front();
    if (changed.at(partner).after == states.before)
      out.push_back({name, partner, by_place_as_well, {"each has the columns that the other had"}});
  }
  return out;
}

}  // namespace schemac
