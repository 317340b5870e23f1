// A schema in the making: what the generator of random pairs builds, changes and makes smaller.
//
// Everything has a number that stays when its name changes, and refers to others by their numbers, so that renaming,
// removing and going back to the older form are one assignment each. What is removed takes what depends on it along.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/laws/laws.h"

namespace schemac::test {

using Number = int;

struct SketchColumn {
  Number number = 0;
  std::string name;
  std::size_t type = 0;    // of the type pool
  Number enumeration = 0;  // when not 0: this enum instead
  bool array = false;
  bool not_null = false;
  std::string default_value = {};  // as the language writes it
  std::string identity = {};       // `identity`, `identity always`, `autoincrement`
  std::string generated = {};      // ends in `stored` or `virtual`; $N is column N
  std::vector<Number> reads = {};  // of `generated`
  std::string collation = {};
  std::string comment = {};

  bool operator==(const SketchColumn&) const = default;
};

enum class ItemKind { primary_key, unique, check, foreign_key, index };

// A constraint or an index.
struct SketchItem {
  Number number = 0;
  ItemKind kind = ItemKind::check;
  std::string name = {};  // empty: the engine's
  std::vector<Number> columns = {};
  std::string expression = {};  // of a check or an index key; $N is column N
  std::string where = {};       // of an index
  bool unique = false;          // of an index
  bool descending = false;
  Number target = 0;  // of a foreign key: table
  std::vector<Number> target_columns = {};
  std::string actions = {};

  bool operator==(const SketchItem&) const = default;
};

struct SketchTable {
  Number number = 0;
  std::string space = {};  // the schema; empty: the default one
  std::string name;
  std::string comment = {};
  std::vector<SketchColumn> columns = {};
  std::vector<SketchItem> items = {};

  bool operator==(const SketchTable&) const = default;
};

struct SketchEnum {
  Number number = 0;
  std::string name;
  std::vector<std::string> labels;

  bool operator==(const SketchEnum&) const = default;
};

struct SketchSequence {
  Number number = 0;
  std::string name;
  std::string options = {};

  bool operator==(const SketchSequence&) const = default;
};

struct Sketch {
  std::string dialect;
  std::vector<std::string> spaces = {};
  std::vector<SketchTable> tables = {};
  std::vector<SketchEnum> enums = {};
  std::vector<SketchSequence> sequences = {};

  bool operator==(const Sketch&) const = default;
};

struct SketchPair {
  Sketch from;
  Sketch to;
};

template <class T>
auto* by_number(std::vector<T>& all, Number number) {
  for (auto& one : all)
    if (one.number == number) return &one;
  return static_cast<T*>(nullptr);
}
template <class T>
const auto* by_number(const std::vector<T>& all, Number number) {
  for (const auto& one : all)
    if (one.number == number) return &one;
  return static_cast<const T*>(nullptr);
}

// Whatever has this number, with everything that cannot be without it.
void remove(Sketch& sketch, Number number);
// Every number in it, tables before what they hold.
std::vector<Number> numbers_of(const Sketch& sketch);

// Both as schema texts. What changed its name says so: `was` where that is enough, `--rename` where names change
// places.
LawCase written(const SketchPair& pair);

}  // namespace schemac::test
