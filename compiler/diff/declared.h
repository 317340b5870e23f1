// Which of the renames that somebody declared are still to be carried out, seen from the names that are there and those
// that are wanted.
//
// One is when its old name is there, its new one is not, and the old one is not wanted. A chain (a → b, b → c) is one
// such rename from its first name to its last. A circle (a → b, b → a) has all of its names on both sides: what the
// names stand for has to tell.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <vector>

namespace schemac {

enum class CircleState { open, done, unclear };

template <class Name>
struct DeclaredRenames {
  std::set<Name> have;
  std::set<Name> want;
  std::map<Name, Name> moving;              // by order, whatever is declared
  std::map<Name, std::vector<Name>> older;  // of a wanted name, the likeliest first
  std::function<CircleState(const std::map<Name, Name>&)> judge;
};

template <class Name>
struct OpenRenames {
  std::map<Name, Name> moves;
  std::map<Name, Name> unclear;
};

namespace declared {

template <class Name>
std::set<Name> targets(const std::map<Name, Name>& moves) {
  std::set<Name> out;
  for (const auto& [from, to] : moves) out.insert(to);
  return out;
}

// An older name that is there for each wanted one, as far as there is one; what `cut` holds is none.
template <class Name>
std::map<Name, Name> candidates(const DeclaredRenames<Name>& declared, const std::set<std::pair<Name, Name>>& cut) {
  std::map<Name, Name> moves;
  const auto given = targets(declared.moving);
  for (const auto& [name, older] : declared.older) {
    if (given.contains(name)) continue;
    for (const auto& was : older) {
      if (was == name || !declared.have.contains(was) || declared.moving.contains(was) || moves.contains(was) ||
          cut.contains({was, name}))
        continue;
      moves[was] = name;
      break;
    }
  }
  return moves;
}

template <class Name>
std::map<Name, Name> circle_from(const std::map<Name, Name>& moves, const Name& start) {
  std::map<Name, Name> circle;
  for (auto at = moves.find(start); at != moves.end() && !circle.contains(at->first); at = moves.find(at->second)) {
    circle.insert(*at);
    if (at->second == start) return circle;
  }
  return {};
}

}  // namespace declared

template <class Name>
OpenRenames<Name> open_renames_of(const DeclaredRenames<Name>& declared) {
  std::set<std::pair<Name, Name>> cut;
  std::map<Name, Name> moves;
  const auto given = declared::targets(declared.moving);
  for (bool stable = false; !stable;) {
    stable = true;
    moves = declared::candidates(declared, cut);
    const auto filled = declared::targets(moves);
    for (const auto& [from, to] : moves) {
      const bool leaves_freely = !declared.want.contains(from) || filled.contains(from) || given.contains(from);
      const bool finds_room = !declared.have.contains(to) || moves.contains(to) || declared.moving.contains(to);
      if (leaves_freely && finds_room) continue;
      cut.emplace(from, to);
      stable = false;
    }
  }
  OpenRenames<Name> out{.moves = moves, .unclear = {}};
  std::set<Name> judged;
  for (const auto& [from, to] : moves) {
    const auto circle = judged.contains(from) ? std::map<Name, Name>() : declared::circle_from(moves, from);
    if (circle.empty()) continue;
    const auto state = declared.judge(circle);
    for (const auto& move : circle) {
      judged.insert(move.first);
      if (state != CircleState::open) out.moves.erase(move.first);
      if (state == CircleState::unclear) out.unclear.insert(move);
    }
  }
  return out;
}

}  // namespace schemac
