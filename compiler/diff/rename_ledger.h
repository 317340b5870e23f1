// What is said about renames, by whom, and what becomes of it: orders and answers, refusals, declarations, and the
// account that is given of them.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "diff/declared.h"
#include "diff/diff.h"
#include "diff/rename_orders.h"
#include "diff/renames/guess.h"

namespace schemac {

// Who sent a name on its way to another.
struct Sent {
  RenameOrigin origin = RenameOrigin::declared;
  double likelihood = 1;
  std::vector<std::string> reasons = {};
};

template <class Name>
struct Moves {
  std::map<Name, Name> to;
  std::map<Name, Sent> sent;

  void add(const Name& from, const Name& name, Sent why) {
    to[from] = name;
    sent[from] = std::move(why);
  }
};

// Older names that somebody declared, or remembers; `settled` are the new names whose rename is carried out or asked
// about.
template <class Name>
struct Older {
  struct Who {
    RenameOrigin origin;
    RenameOrder* order;
  };
  std::map<Name, std::vector<Name>> names;
  std::map<std::pair<Name, Name>, Who> who;
  std::set<Name> settled;

  void add(const Name& name, const Name& was, RenameOrigin origin, RenameOrder* order = nullptr) {
    if (who.try_emplace({was, name}, Who{origin, order}).second) names[name].push_back(was);
  }
};

class RenameLedger {
 public:
  RenameLedger(const DiffInput& input, const DialectTraits& traits, const DiffOptions& options)
      : input_(input), traits_(traits), options_(options) {}

  Result<void> read();

  bool detects() const { return options_.renames == RenameMode::automatic; }
  bool says_something() const { return !input_.intents.empty() || !orders_.empty(); }
  std::vector<RenameOrder>& orders() { return orders_; }
  const std::vector<RenameOrder>& orders() const { return orders_; }
  const Intent* intent(const ObjectId& id) const;

  // Of columns and the like; `is_table` says whether an order's table is the one that is meant.
  using IsTable = std::function<bool(const QualifiedName& ordered)>;
  bool refused(const IsTable& is_table, const std::string& from, const std::string& name);
  bool refused(const QualifiedName& from, const QualifiedName& name);

  void note(const ObjectId& from, const ObjectId& to, RenameState state, Sent why);
  // Taken where it is sure enough and needs no answer, else a question; what is too unlikely for one the evidence
  // itself refuses.
  template <class Name>
  bool take_or_ask(const ObjectId& from, const ObjectId& to, const RenameGuess<Name>& guess) {
    return take_or_ask(from, to, {RenameOrigin::detected, guess.likelihood, guess.reasons}, guess.needs_an_answer);
  }
  bool take_or_ask(const ObjectId& from, const ObjectId& to, Sent why, bool needs_an_answer = false);
  // `was` that does nothing: the database has the new name already, or neither.
  void note_inert(const ObjectId& from, const ObjectId& to, bool new_is_there, bool old_is_there);

  // An order is one of the moves; an answer of earlier times may have been followed long ago.
  template <class Name>
  void follow(RenameOrder& order, const Name& from, const Name& name, Moves<Name>& moves, Older<Name>& older) {
    if (order.remembered) return older.add(name, from, RenameOrigin::remembered, &order);
    order.used = true;
    const auto before = moves.to.find(from);
    if (before != moves.to.end()) {
      if (before->second != name) contradict(order.text, "it is given another new name as well");
      return;
    }
    if (older.settled.contains(name)) return contradict(order.text, "the new name is given to another as well");
    moves.add(from, name, {.origin = RenameOrigin::ordered});
    older.settled.insert(name);
  }

  // What was declared, or answered before, joins the moves where it is still to be carried out.
  template <class Name, class Judge, class Id>
  void take_open(std::set<Name> have, std::set<Name> want, Older<Name>& older, const Judge& judge, Moves<Name>& moves,
                 const Id& id) {
    if (older.names.empty()) return;
    const auto open = open_renames_of<Name>({std::move(have), std::move(want), moves.to, older.names, judge});
    for (const auto& [from, name] : open.moves) {
      const auto& who = older.who.at({from, name});
      moves.add(from, name, {.origin = who.origin});
      if (who.order) who.order->used = true;
      older.settled.insert(name);
    }
    for (const auto& [from, name] : open.unclear) {
      const auto& who = older.who.at({from, name});
      if (who.order) continue;  // an answer that may have been followed: it is kept, and not asked for again
      note(id(from), id(name), RenameState::asked,
           {.origin = who.origin,
            .likelihood = 0.5,
            .reasons = {"declared", "but nothing tells whether it was carried out"}});
      older.settled.insert(name);
    }
  }

  // Once everything is matched: orders that match nothing are errors, answers that match nothing are noted. `is_there`
  // says whether the new name of one is in the present schema.
  Diagnostics account(const std::function<bool(const RenameOrder&)>& is_there);
  std::vector<FoundRename> found() && { return std::move(found_); }

 private:
  void contradict(const std::string& text, const std::string& why);
  Result<void> parse(const std::vector<std::string>& texts, bool remembered, std::vector<RenameOrder>& into);
  void note_order(const RenameOrder& order, RenameState state);

  const DiffInput& input_;
  const DialectTraits& traits_;
  const DiffOptions& options_;
  std::vector<RenameOrder> orders_;
  std::vector<RenameOrder> refusals_;
  std::vector<FoundRename> found_;
  Diagnostics errors_;
};

// By how much the things agree under their new names, and under the old ones.
inline CircleState state_of_circle(std::size_t moved, std::size_t kept) {
  return moved > kept ? CircleState::open : moved < kept ? CircleState::done : CircleState::unclear;
}

template <class Map>
auto names_of(const Map& objects) {
  std::set<std::remove_cvref_t<decltype(objects.begin()->first)>> names;
  for (const auto& [name, object] : objects) names.insert(name);
  return names;
}

}  // namespace schemac
