#include "tests/laws/shrink.h"

#include <algorithm>
#include <set>

namespace schemac::test {
namespace {

// Takes the older form back, so that the change is gone but the object stays.
template <class T>
void take_back(std::vector<T>& to, const std::vector<T>& from, Number number) {
  auto* now = by_number(to, number);
  const auto* before = by_number(from, number);
  if (now && before) *now = *before;
}

SketchPair without(SketchPair pair, Number number) {
  remove(pair.from, number);
  remove(pair.to, number);
  return pair;
}

// A change of the table itself goes back; its columns and items stay as they are.
SketchPair unchanged(SketchPair pair, Number number) {
  take_back(pair.to.enums, pair.from.enums, number);
  take_back(pair.to.sequences, pair.from.sequences, number);
  for (auto& table : pair.to.tables) {
    const auto* before = by_number(pair.from.tables, table.number);
    if (!before) continue;
    if (table.number == number) {
      table.name = before->name;
      table.space = before->space;
      table.comment = before->comment;
    }
    take_back(table.columns, before->columns, number);
    take_back(table.items, before->items, number);
  }
  return pair;
}

SketchPair without_in_to(SketchPair pair, Number number) {
  remove(pair.to, number);
  return pair;
}

// The plainest column that still has this number.
SketchPair plain(SketchPair pair, Number number) {
  for (auto* sketch : {&pair.from, &pair.to})
    for (auto& table : sketch->tables)
      if (auto* column = by_number(table.columns, number)) {
        column->default_value.clear();
        column->comment.clear();
        column->collation.clear();
        column->not_null = false;
      }
  return pair;
}

bool differs(const SketchPair& a, const SketchPair& b) { return !(a.from == b.from && a.to == b.to); }

std::set<Number> all_numbers(const SketchPair& pair) {
  std::set<Number> out;
  for (const auto* sketch : {&pair.from, &pair.to})
    for (const Number number : numbers_of(*sketch)) out.insert(number);
  return out;
}

}  // namespace

SketchPair shrunk(SketchPair pair, const StillFails& still_fails) {
  static constexpr SketchPair (*steps[])(SketchPair, Number) = {without, unchanged, without_in_to, plain};
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (const auto step : steps)
      for (const Number number : all_numbers(pair)) {
        auto candidate = step(pair, number);
        if (!differs(candidate, pair) || !still_fails(candidate)) continue;
        pair = std::move(candidate);
        smaller = true;
      }
  }
  return pair;
}

}  // namespace schemac::test
