// schema.prisma as it is written: blocks, their items, and where each stands. Nothing is looked up and nothing is
// checked here.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"

namespace schemac::prisma {

// Bytes of the block's source, which is at most language::largest_text long.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Argument;

struct Value {
  enum class Kind : std::uint8_t { string, number, word, call, list, object };

  Kind kind = Kind::word;
  std::string text;  // of a string what it means; of a call its name
  Range where;
  std::vector<Argument> arguments;  // of a call, entries of an object
  std::vector<Value> items;         // of a list
};

struct Argument {
  std::string name;  // empty: by place
  Value value;
  Range where;
};

struct Attribute {
  std::string name;  // `id`, `db.VarChar`
  std::vector<Argument> arguments;
  Range where;  // with its sign
  bool on_block = false;
};

struct Doc {
  std::string_view text;  // behind the three slashes
  Range where;
};

enum class Arity : std::uint8_t { required, optional, list };

struct Field {
  std::string name;
  std::string type;  // of an unsupported type the engine's own words
  Arity arity = Arity::required;
  bool unsupported = false;
  Range name_at;
  Range type_at;
  Range where;
  std::vector<Attribute> attributes;
  std::vector<Doc> docs;
};

struct EnumValue {
  std::string name;
  Range where;
  std::vector<Attribute> attributes;
  std::vector<Doc> docs;
};

struct Setting {
  std::string name;
  Value value;
  Range where;
};

enum class BlockKind : std::uint8_t { datasource, generator, model, view, type, enumeration };

struct Block {
  BlockKind kind = BlockKind::model;
  std::string name;
  std::shared_ptr<const SourceText> source;
  Range name_at;
  Range head;   // its first line
  Range where;  // all of it
  std::vector<Doc> docs;
  std::vector<Field> fields;          // model, view, type
  std::vector<EnumValue> values;      // enumeration
  std::vector<Setting> settings;      // datasource, generator
  std::vector<Attribute> attributes;  // @@…

  Span span(Range range) const { return {source, range.begin, range.end}; }
};

std::string_view keyword(BlockKind kind);

}  // namespace schemac::prisma
