// What differs between two schemas whose objects bear the same names, as operations.
#pragma once

#include <set>
#include <vector>

#include "diff/diff.h"
#include "diff/names_in_the_way.h"

namespace schemac {

struct Compared {
  std::vector<Operation> operations;  // renames of indexes and constraints stand in the order in which they run
  std::vector<std::string> notes;
};

struct CompareInput {
  const Schema& from;  // after the renames
  const Schema& to;
  const Coverage& coverage;
  const Intents& intents;
  const Dialect& dialect;
  NamesInTheWay in_the_way = {};
};

Compared compare(const CompareInput& input);

// One table that both sides have (compare_table.cc). `changed_enums` have other labels on the two sides.
void compare_table(const CompareInput& input, const Table& from, const Table& to,
                   const std::set<QualifiedName>& changed_enums, Compared& out);

// (compare_column.cc)
void compare_column(const CompareInput& input, const Table& table, const Column& from, const Column& to,
                    const std::set<QualifiedName>& changed_enums, Compared& out);

}  // namespace schemac
