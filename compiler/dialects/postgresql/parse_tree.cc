#include "dialects/postgresql/parse_tree.h"

#include <pg_query.h>
#include <protobuf-c/protobuf-c.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <deque>
#include <unordered_map>

#include <pg_query/pg_query.pb-c.h>

#include "base/source_text.h"

namespace schemac::postgresql {
namespace {

using Kind = ProtobufCMessageDescriptor;
using Field = ProtobufCFieldDescriptor;

const Kind& kind_of(const void* kind) { return *static_cast<const Kind*>(kind); }

// Null when the kind has no such field. The library's own look-up wants a string that ends in a zero.
const Field* find_field(const Kind& kind, std::string_view name) {
  const auto* begin = kind.fields_sorted_by_name;
  const auto* end = begin + kind.n_fields;
  const auto* at = std::lower_bound(
      begin, end, name, [&](unsigned field, std::string_view sought) { return kind.fields[field].name < sought; });
  return at != end && kind.fields[*at].name == name ? &kind.fields[*at] : nullptr;
}

// Fields are called alike in the library's description (`table_elts`) and in its JSON (`tableElts`) but for underscores
// and letter case.
std::uint32_t name_hash(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name)
    if (c != '_') hash = (hash ^ (static_cast<unsigned char>(c) | 0x20U)) * 16777619U;
  return hash;
}

bool same_name(std::string_view a, std::string_view b) {
  std::size_t at = 0;
  for (const char c : a) {
    if (c == '_') continue;
    while (at < b.size() && b[at] == '_') ++at;
    if (at == b.size() || ((static_cast<unsigned char>(b[at]) ^ static_cast<unsigned char>(c)) & ~0x20U) != 0)
      return false;
    ++at;
  }
  return b.find_first_not_of('_', at) == std::string_view::npos;
}

// A field, and how its name is sought among those of an object.
struct Sought {
  const Kind* kind = nullptr;
  const Field* field = nullptr;
  std::uint32_t hash = 0;
};

// The fields last asked for. Names are nearly always literals, so that the address of one and its kind say where it
// would stand; the name itself is compared, for a literal it need not be.
const Sought& field_of(const void* of, std::string_view name) {
  static thread_local std::array<Sought, 1024> known{};
  const auto* kind = &kind_of(of);
  const auto mixed =
      reinterpret_cast<std::uintptr_t>(kind) / sizeof(void*) * 31 + reinterpret_cast<std::uintptr_t>(name.data());
  auto& slot = known[mixed % known.size()];
  if (slot.kind == kind && slot.field->name == name) return slot;
  const auto* field = find_field(*kind, name);
  if (!field)
    broken_invariant("a parse tree has the field that is asked for: " + std::string(kind->short_name) + "." +
                     std::string(name));
  slot = {kind, field, name_hash(name)};
  return slot;
}

// A value of JSON. What an object or a list holds stands right behind it.
struct Value {
  enum class Form : std::uint8_t { object, list, text, bare };  // bare: a number, true, false

  std::string_view key = {};   // in an object
  std::string_view text = {};  // of a text what stands between its quotes
  std::uint32_t key_hash = 0;
  std::uint32_t size = 1;  // with what it holds, in values
  Form form = Form::bare;
  bool has_escapes = false;

  const Value* begin() const { return this + 1; }
  const Value* end() const { return this + size; }
};

const Value& value_of(const void* value) { return *static_cast<const Value*>(value); }

// Cuts JSON that the library wrote into values.
class JsonReader {
 public:
  explicit JsonReader(std::string_view json) : json_(json) { values_.reserve(json.size() / 12 + 8); }

  std::vector<Value> run() {
    for (; at_ < json_.size(); ++at_) step(json_[at_]);
    if (!open_.empty() || values_.empty()) broken_invariant("a parse tree is JSON");
    return std::move(values_);
  }

 private:
  void step(char c) {
    switch (c) {
      case '{': return open(Value::Form::object);
      case '[': return open(Value::Form::list);
      case '}':
      case ']': return close();
      case '"': return text();
      case ',':
      case ':':
      case ' ': return;
      default: return bare();
    }
  }

  Value& add(Value::Form form) {
    values_.push_back({.key = key_, .key_hash = key_hash_, .form = form});
    key_ = {};
    return values_.back();
  }
  void open(Value::Form form) {
    open_.push_back(values_.size());
    add(form);
  }
  void close() {
    if (open_.empty()) broken_invariant("a parse tree is JSON");
    values_[open_.back()].size = static_cast<std::uint32_t>(values_.size() - open_.back());
    open_.pop_back();
  }
  void text() {
    bool has_escapes = false;
    const auto* const begin = json_.data() + at_ + 1;
    const auto* const last = json_.data() + json_.size();
    const auto* end = begin;
    for (; end < last && *end != '"'; ++end)
      if (*end == '\\') {
        has_escapes = true;
        ++end;
      }
    end = std::min(end, last);
    const std::string_view content(begin, static_cast<std::size_t>(end - begin));
    at_ += content.size() + 1;
    const bool is_key = end + 1 < last && end[1] == ':';
    if (is_key) {
      key_ = content == "base" ? "base_stmt" : content;  // the one that has another name: of CreateForeignTableStmt
      key_hash_ = name_hash(key_);
      return;
    }
    auto& value = add(Value::Form::text);
    value.text = content;
    value.has_escapes = has_escapes;
  }
  void bare() {
    const auto begin = at_;
    while (at_ + 1 < json_.size() && json_[at_ + 1] != ',' && json_[at_ + 1] != ']' && json_[at_ + 1] != '}') ++at_;
    add(Value::Form::bare).text = json_.substr(begin, at_ + 1 - begin);
  }

  std::string_view json_;
  std::size_t at_ = 0;
  std::vector<Value> values_;
  std::vector<std::size_t> open_;
  std::string_view key_;
  std::uint32_t key_hash_ = 0;
};

std::string_view name_of(const Kind& kind) {
  constexpr std::string_view package = "pg_query.";  // of every kind: `pg_query.CreateStmt`
  return kind.name + package.size();
}

// The fields of a packed message, one after the other.
class Fields {
 public:
  explicit Fields(std::string_view packed) : rest_(packed) {}

  // Moves to the next field; false behind the last one.
  bool next() {
    if (rest_.empty()) return false;
    const auto tag = varint();
    id_ = static_cast<std::uint32_t>(tag >> 3U);
    switch (tag & 7U) {
      case PROTOBUF_C_WIRE_TYPE_VARINT: number_ = varint(); return true;
      case PROTOBUF_C_WIRE_TYPE_64BIT: take(8); return true;
      case PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED: bytes_ = take(varint()); return true;
      case PROTOBUF_C_WIRE_TYPE_32BIT: take(4); return true;
      default: broken_invariant("a parse tree is packed as protocol buffers are");
    }
  }
  std::uint32_t id() const { return id_; }
  std::uint64_t number() const { return number_; }
  std::string_view bytes() const { return bytes_; }  // of a text or a message

 private:
  std::uint64_t varint() {
    std::uint64_t out = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      out |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80U) break;
    }
    return out;
  }
  std::string_view take(std::size_t size) {
    const auto out = rest_.substr(0, size);
    rest_.remove_prefix(out.size());
    return out;
  }

  std::string_view rest_;
  std::uint32_t id_ = 0;
  std::uint64_t number_ = 0;
  std::string_view bytes_;
};

// The same values from a tree that is packed as protocol buffers.
class PackedReader {
 public:
  explicit PackedReader(std::deque<std::string>& numbers) : numbers_(numbers) {}

  std::vector<Value> run(std::string_view packed) {
    message(pg_query__parse_result__descriptor, packed, {});
    return std::move(values_);
  }

 private:
  std::size_t add(std::string_view key, Value::Form form, std::string_view text = {}) {
    values_.push_back({.key = key, .text = text, .key_hash = name_hash(key), .form = form});
    return values_.size() - 1;
  }
  void close(std::size_t at) { values_[at].size = static_cast<std::uint32_t>(values_.size() - at); }

  void message(const Kind& kind, std::string_view packed, std::string_view key) {
    const auto whole = add(key, Value::Form::object);
    Fields fields(packed);
    for (bool more = fields.next(); more;) {
      const auto* field = protobuf_c_message_descriptor_get_field(&kind, fields.id());
      if (!field) broken_invariant("a parse tree has the fields that the library describes");
      if (field->label != PROTOBUF_C_LABEL_REPEATED) {
        one(*field, fields, &kind == &pg_query__node__descriptor);
        more = fields.next();
        continue;
      }
      const auto list = add(field->name, Value::Form::list);
      do
        if (field->type == PROTOBUF_C_TYPE_MESSAGE) message(kind_of(field->descriptor), fields.bytes(), {});
      while ((more = fields.next()) && fields.id() == field->id);
      close(list);
    }
    close(whole);
  }

  void one(const Field& field, const Fields& fields, bool is_kind) {
    if (field.type == PROTOBUF_C_TYPE_MESSAGE)
      return message(kind_of(field.descriptor), fields.bytes(),
                     is_kind ? name_of(kind_of(field.descriptor)) : std::string_view(field.name));
    if (field.type == PROTOBUF_C_TYPE_STRING) return void(add(field.name, Value::Form::text, fields.bytes()));
    const auto number = static_cast<std::int32_t>(fields.number());
    if (field.type == PROTOBUF_C_TYPE_ENUM) {
      const auto* value =
          protobuf_c_enum_descriptor_get_value(static_cast<const ProtobufCEnumDescriptor*>(field.descriptor), number);
      return void(add(field.name, Value::Form::text, value ? value->name : ""));
    }
    numbers_.push_back(field.type == PROTOBUF_C_TYPE_UINT32 ? std::to_string(static_cast<std::uint32_t>(number))
                                                            : std::to_string(number));
    add(field.name, Value::Form::bare, numbers_.back());
  }

  std::deque<std::string>& numbers_;
  std::vector<Value> values_;
};

// Null when the object does not have it: what says nothing (zero, false, empty) is left out.
const Value* find_value(const void* object, std::string_view name, std::uint32_t hash) {
  const auto& whole = value_of(object);
  if (whole.form != Value::Form::object) return nullptr;
  for (const auto *value = whole.begin(), *end = whole.end(); value != end; value = value->end())
    if (value->key_hash == hash && same_name(value->key, name)) return value;
  return nullptr;
}

std::string text_of(const Value& value) {
  if (!value.has_escapes) return std::string(value.text);
  std::string out;
  for (std::size_t at = 0; at < value.text.size(); ++at) {
    if (value.text[at] != '\\' || at + 1 == value.text.size()) {
      out += value.text[at];
      continue;
    }
    switch (const char escaped = value.text[++at]) {
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case 'n': out += '\n'; break;
      case 'r': out += '\r'; break;
      case 't': out += '\t'; break;
      case 'u': {  // the library escapes single bytes alone
        unsigned code = 0;
        const auto digits = value.text.substr(at + 1, 4);
        std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        out += static_cast<char>(code);
        at += digits.size();
        break;
      }
      default: out += escaped;
    }
  }
  return out;
}

std::int64_t number_of(const Value& value) {
  if (value.text == "true") return 1;
  std::int64_t number = 0;
  std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
  return number;
}

// The kind that the library calls so.
const Kind* kind_named(std::string_view name) {
  static const auto kinds = [] {
    std::unordered_map<std::string_view, const Kind*> out;
    for (unsigned at = 0; at < pg_query__node__descriptor.n_fields; ++at) {
      const auto* kind = static_cast<const Kind*>(pg_query__node__descriptor.fields[at].descriptor);
      out.emplace(name_of(*kind), kind);
    }
    return out;
  }();
  const auto at = kinds.find(name);
  if (at == kinds.end()) broken_invariant("a parse tree has nodes of the library's kinds: " + std::string(name));
  return at->second;
}

// libpg_query counts characters from 1.
std::size_t byte_of_character(std::string_view text, int position) {
  std::size_t at = 0;
  for (int character = 1; character < position && at < text.size(); ++character)
    at += std::max<std::size_t>(utf8_length(text, at), 1);
  return at;
}

// What the library answered. Its trees come as JSON or as protocol buffers. The latter take it seven times as long as
// parsing does, and the former lack every negative integer: those that are written, and -1 for the bounds of `int[]`
// and in an aggregate's arguments, which nobody asks for.
struct Tree {
  Tree() = default;
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  ~Tree() {
    pg_query_free_parse_result(json);
    pg_query_free_protobuf_parse_result(packed);
  }

  PgQueryParseResult json = {};
  PgQueryProtobufParseResult packed = {};
  std::deque<std::string> numbers = {};  // of a packed tree, as digits
  std::vector<Value> values = {};
};

// Whether a minus may stand before an integer: `->` is none.
bool may_negate(std::string_view sql) {
  for (auto at = sql.find('-'); at != std::string_view::npos; at = sql.find('-', at + 1))
    if (at + 1 == sql.size() || sql[at + 1] != '>') return true;
  return false;
}

}  // namespace

// `{"CreateStmt": {…}}` where any kind may stand; `{}` is no node.
Node::Node(const void* kind, const void* value) : kind_(kind), value_(value) {
  if (kind_ != &pg_query__node__descriptor) return;
  const auto& whole = value_of(value);
  const bool is_there = whole.size > 1;
  kind_ = is_there ? kind_named(whole.begin()->key) : nullptr;
  value_ = is_there ? whole.begin() : nullptr;
}

std::string_view Node::kind() const { return kind_ ? name_of(kind_of(kind_)) : std::string_view(); }

bool Node::has_field(std::string_view field) const { return kind_ && find_field(kind_of(kind_), field) != nullptr; }

Node Node::child(std::string_view name) const {
  if (!kind_) return {};
  const auto& sought = field_of(kind_, name);
  const auto* value = find_value(value_, name, sought.hash);
  return value ? Node(sought.field->descriptor, value) : Node();
}

std::vector<Node> Node::list(std::string_view name) const {
  std::vector<Node> out;
  if (!kind_) return out;
  const auto& sought = field_of(kind_, name);
  if (const auto* whole = find_value(value_, name, sought.hash); whole && whole->form == Value::Form::list)
    for (const auto* item = whole->begin(); item != whole->end(); item = item->end())
      out.emplace_back(sought.field->descriptor, item);
  return out;
}

std::string Node::text(std::string_view name) const {
  if (!kind_) return {};
  const auto* value = find_value(value_, name, field_of(kind_, name).hash);
  return value ? text_of(*value) : std::string();
}

std::int64_t Node::integer(std::string_view name) const {
  if (!kind_) return 0;
  const auto* value = find_value(value_, name, field_of(kind_, name).hash);
  return value ? number_of(*value) : 0;
}

std::string_view Node::word(std::string_view name) const {
  if (!kind_) return {};
  const auto* value = find_value(value_, name, field_of(kind_, name).hash);
  return value ? value->text : std::string_view();
}

void Node::each_child(const std::function<void(const Node&)>& visit) const {
  if (!kind_) return;
  const auto& kind = kind_of(kind_);
  const auto see = [&](const Field& field, const Value& value) {
    if (const Node child(field.descriptor, &value); child) visit(child);
  };
  for (unsigned at = 0; at < kind.n_fields; ++at) {
    const auto& field = kind.fields[at];
    const auto* value =
        field.type == PROTOBUF_C_TYPE_MESSAGE ? find_value(value_, field.name, name_hash(field.name)) : nullptr;
    if (!value) continue;
    if (value->form != Value::Form::list)
      see(field, *value);
    else
      for (const auto* item = value->begin(); item != value->end(); item = item->end()) see(field, *item);
  }
}

std::string Node::value() const {
  if (is("String")) return text("sval");
  if (is("Integer")) return std::to_string(integer("ival"));
  if (is("Float")) return text("fval");
  if (is("Boolean")) return flag("boolval") ? "true" : "false";
  if (is("BitString")) return text("bsval");
  if (is("A_Star")) return "*";
  if (is("A_Const")) {
    for (const char* which : {"ival", "fval", "boolval", "sval", "bsval"})
      if (const auto held = child(which)) return held.value();
    return {};
  }
  if (is("TypeName")) return list("names").empty() ? std::string() : list("names").back().value();
  if (is("List")) return list("items").empty() ? std::string() : list("items").front().value();
  return {};
}

std::vector<std::string> Node::values(std::string_view field) const {
  std::vector<std::string> out;
  for (const auto& item : list(field)) out.push_back(item.value());
  return out;
}

std::vector<Node> Parsed::statements() const {
  std::vector<Node> out;
  const Node root(&pg_query__parse_result__descriptor, static_cast<const Tree*>(result_.get())->values.data());
  for (const auto& raw : root.list("stmts")) out.push_back(raw.child("stmt"));
  return out;
}

void Parsed::free(void* tree) { delete static_cast<Tree*>(tree); }

std::expected<Parsed, SyntaxError> parse(const std::string& text) {
  auto tree = std::make_unique<Tree>();
  const bool is_packed = may_negate(text);
  if (is_packed)
    tree->packed = pg_query_parse_protobuf(text.c_str());
  else
    tree->json = pg_query_parse(text.c_str());
  if (const auto* error = is_packed ? tree->packed.error : tree->json.error)
    return std::unexpected(SyntaxError{error->message, byte_of_character(text, error->cursorpos)});
  tree->values = is_packed
                     ? PackedReader(tree->numbers).run({tree->packed.parse_tree.data, tree->packed.parse_tree.len})
                     : JsonReader(tree->json.parse_tree).run();
  return Parsed(tree.release());
}

void with_large_stack(const std::function<void()>& work) {
  constexpr std::size_t stack_size = 512UL << 20U;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack_size);
  pthread_t thread{};
  const auto run = [](void* argument) -> void* {
    (*static_cast<const std::function<void()>*>(argument))();
    return nullptr;
  };
  const int started = pthread_create(&thread, &attributes, run, const_cast<std::function<void()>*>(&work));
  pthread_attr_destroy(&attributes);
  if (started != 0) return work();
  pthread_join(thread, nullptr);
}

}  // namespace schemac::postgresql
