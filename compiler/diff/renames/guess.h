// Which objects that went are probably objects that came: the evidence weighed by the model, the whole paired at its
// likeliest.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "diff/renames/model.h"

namespace schemac {

template <class Name>
struct RenameGuess {
  Name from;
  Name to;
  double likelihood = 0;
  std::vector<std::string> reasons = {};
  bool needs_an_answer = false;  // however likely: a question, whatever counts as sure
};
using ColumnGuess = RenameGuess<std::string>;
using ObjectGuess = RenameGuess<QualifiedName>;

// False for a pair that somebody has ruled out.
template <class Name>
using MayBeOne = std::function<bool(const Name& from, const Name& to)>;

// How likely a pair must be.
struct LeastLikely {
  double pair;           // to be one
  double mention = 1.0;  // to be named where neither has a partner
};

// In the order in which the older side has them; those that are only to be mentioned come last.
std::vector<ColumnGuess> guess_columns(const TableStates& states, const RenameModel& model, const LeastLikely& least,
                                       const MayBeOne<std::string>& may_be = {});
std::vector<ObjectGuess> guess_tables(const TablesInDoubt& tables, const RenameModel& model, const LeastLikely& least,
                                      const MayBeOne<QualifiedName>& may_be = {});

}  // namespace schemac
