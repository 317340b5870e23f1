// Which object of the present schema is which object of the wanted one, where the names alone do not say so.
//
// A declared rename (`was`) is carried out when the old name is there, the new one is not, and the old one is not
// wanted (declared.h says what that is in chains and circles); in every other case it is inert, so that a schema file
// can keep it. A rename on the command line is an order: it may also swap two names, or take the name of something that
// goes. What is still without a partner then is held against what is new, and taken as renamed where that is sure
// enough (renames/).
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "diff/diff.h"

namespace schemac {

struct Matched {
  std::vector<Operation>
      renames;     // and before them the drops of what looks at the old names: in the order in which they run
  Schema renamed;  // the present schema after them
  std::vector<FoundRename> found;
  Diagnostics remarks;
};

Result<Matched> match(const DiffInput& input, const Dialect& dialect, const DiffOptions& options);

// One rename at a time, in an order in which no name is taken twice. A name that is taken by something that stays put
// is freed first, a circle goes through a working name.
template <class Name>
struct Move {
  Name from;
  Name to;
};

template <class Name>
std::vector<Move<Name>> sequence_moves(std::map<Name, Name> wanted, std::set<Name> taken,
                                       const std::function<Name(const Name&, const std::set<Name>&)>& working_name) {
  std::vector<Move<Name>> moves;
  std::set<Name> targets;
  for (const auto& [from, to] : wanted)
    if (!targets.insert(to).second) broken_invariant("no two things get one name");
  for (const auto& target : targets)
    if (taken.contains(target) && !wanted.contains(target)) wanted[target] = working_name(target, taken);
  while (!wanted.empty()) {
    auto next = wanted.begin();
    while (next != wanted.end() && taken.contains(next->second)) ++next;
    if (next == wanted.end()) {  // a circle: step aside with the first
      next = wanted.begin();
      const Name aside = working_name(next->first, taken);
      moves.push_back({next->first, aside});
      taken.erase(next->first);
      taken.insert(aside);
      wanted[aside] = next->second;
    } else {
      moves.push_back({next->first, next->second});
      taken.erase(next->first);
      taken.insert(next->second);
    }
    wanted.erase(next);
  }
  return moves;
}

}  // namespace schemac
