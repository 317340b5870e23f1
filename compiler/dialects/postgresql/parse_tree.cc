#include "dialects/postgresql/parse_tree.h"

#include <pg_query.h>
#include <protobuf-c/protobuf-c.h>
#include <pthread.h>

#include <array>
#include <cstring>
#include <memory_resource>

#include <pg_query/pg_query.pb-c.h>

#include "base/source_text.h"

namespace schemac::postgresql {
namespace {

const ProtobufCMessage& message_of(const void* message) { return *static_cast<const ProtobufCMessage*>(message); }

template <class T>
const T& member(const void* message, unsigned offset) {
  return *reinterpret_cast<const T*>(static_cast<const char*>(message) + offset);
}

// Null when the kind has no such field. The library's own look-up wants a string that ends in a zero.
const ProtobufCFieldDescriptor* find_field(const ProtobufCMessageDescriptor& kind, std::string_view name) {
  const auto* begin = kind.fields_sorted_by_name;
  const auto* end = begin + kind.n_fields;
  const auto* at = std::lower_bound(begin, end, name, [&](unsigned field, std::string_view sought) { return kind.fields[field].name < sought; });
  return at != end && kind.fields[*at].name == name ? &kind.fields[*at] : nullptr;
}

// The fields last asked for. Names are nearly always literals, so that the address of one and its kind say where it would stand; the name
// itself is compared, for a literal it need not be.
const ProtobufCFieldDescriptor& field_of(const void* message, std::string_view name) {
  struct Known {
    const ProtobufCMessageDescriptor* kind;
    const ProtobufCFieldDescriptor* field;
  };
  static thread_local std::array<Known, 1024> known{};
  const auto* kind = message_of(message).descriptor;
  const auto mixed = reinterpret_cast<std::uintptr_t>(kind) / sizeof(void*) * 31 + reinterpret_cast<std::uintptr_t>(name.data());
  auto& slot = known[mixed % known.size()];
  if (slot.kind == kind && slot.field->name == name) return *slot.field;
  const auto* field = find_field(*kind, name);
  if (!field) broken_invariant("a parse tree has the field that is asked for: " + std::string(kind->short_name) + "." + std::string(name));
  slot = {kind, field};
  return *field;
}

// Of a oneof, whether it is this field that is set.
bool is_set(const void* message, const ProtobufCFieldDescriptor& field) {
  const bool one_of_several = (field.flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
  return !one_of_several || member<std::uint32_t>(message, field.quantifier_offset) == field.id;
}

// The message that a `Node` of the library's stands for.
const void* looked_through(const void* message) {
  while (message && message_of(message).descriptor == &pg_query__node__descriptor) {
    const auto which = member<std::uint32_t>(message, offsetof(PgQuery__Node, node_case));
    const auto* field = protobuf_c_message_descriptor_get_field(&pg_query__node__descriptor, which);
    message = field ? member<const void*>(message, field->offset) : nullptr;
  }
  return message;
}

// libpg_query counts characters from 1.
std::size_t byte_of_character(std::string_view text, int position) {
  std::size_t at = 0;
  for (int character = 1; character < position && at < text.size(); ++character) at += std::max<std::size_t>(utf8_length(text, at), 1);
  return at;
}

// An unpacked tree and the memory it stands in, which goes at once: a tree is thousands of small pieces.
struct Tree {
  explicit Tree(std::size_t packed_size) : memory(packed_size * 8) {}

  std::pmr::monotonic_buffer_resource memory;
  ProtobufCAllocator allocator{
      .alloc = [](void* memory_, std::size_t size) { return static_cast<std::pmr::memory_resource*>(memory_)->allocate(size); },
      .free = [](void*, void*) {},
      .allocator_data = static_cast<std::pmr::memory_resource*>(&memory)};
  const PgQuery__ParseResult* result = nullptr;
};

}  // namespace

Node::Node(const void* message) : message_(looked_through(message)) {}

std::string_view Node::kind() const {
  if (!message_) return {};
  constexpr std::string_view package = "pg_query.";  // of every kind: `pg_query.CreateStmt`
  return message_of(message_).descriptor->name + package.size();
}

bool Node::has_field(std::string_view field) const { return message_ && find_field(*message_of(message_).descriptor, field) != nullptr; }

Node Node::child(std::string_view name) const {
  if (!message_) return {};
  const auto& field = field_of(message_, name);
  return is_set(message_, field) ? Node(member<const void*>(message_, field.offset)) : Node();
}

std::vector<Node> Node::list(std::string_view name) const {
  if (!message_) return {};
  const auto& field = field_of(message_, name);
  const auto count = member<std::size_t>(message_, field.quantifier_offset);
  const auto* items = member<const void* const*>(message_, field.offset);
  std::vector<Node> out;
  out.reserve(count);
  for (std::size_t at = 0; at < count; ++at) out.emplace_back(items[at]);
  return out;
}

std::string Node::text(std::string_view name) const {
  if (!message_) return {};
  const auto* text = member<const char*>(message_, field_of(message_, name).offset);
  return text ? text : "";
}

std::int64_t Node::integer(std::string_view name) const {
  if (!message_) return 0;
  const auto& field = field_of(message_, name);
  if (!is_set(message_, field)) return 0;
  if (field.type == PROTOBUF_C_TYPE_UINT32) return member<std::uint32_t>(message_, field.offset);
  return member<std::int32_t>(message_, field.offset);
}

std::string_view Node::word(std::string_view name) const {
  if (!message_) return {};
  const auto& field = field_of(message_, name);
  const auto* value = protobuf_c_enum_descriptor_get_value(static_cast<const ProtobufCEnumDescriptor*>(field.descriptor),
                                                           member<std::int32_t>(message_, field.offset));
  return value ? value->name : "";
}

void Node::each_child(const std::function<void(const Node&)>& visit) const {
  if (!message_) return;
  const auto& descriptor = *message_of(message_).descriptor;
  for (unsigned at = 0; at < descriptor.n_fields; ++at) {
    const auto& field = descriptor.fields[at];
    if (field.type != PROTOBUF_C_TYPE_MESSAGE || !is_set(message_, field)) continue;
    if (field.label != PROTOBUF_C_LABEL_REPEATED) {
      if (const Node child(member<const void*>(message_, field.offset)); child) visit(child);
      continue;
    }
    const auto count = member<std::size_t>(message_, field.quantifier_offset);
    const auto* items = member<const void* const*>(message_, field.offset);
    for (std::size_t i = 0; i < count; ++i)
      if (const Node child(items[i]); child) visit(child);
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
  for (const auto& raw : Node(static_cast<const Tree*>(result_.get())->result).list("stmts")) out.push_back(raw.child("stmt"));
  return out;
}

void Parsed::free(void* tree) { delete static_cast<Tree*>(tree); }

std::expected<Parsed, SyntaxError> parse(const std::string& text) {
  auto answer = pg_query_parse_protobuf(text.c_str());
  const std::unique_ptr<PgQueryProtobufParseResult, void (*)(PgQueryProtobufParseResult*)> owner(
      &answer, [](PgQueryProtobufParseResult* result) { pg_query_free_protobuf_parse_result(*result); });
  if (answer.error) return std::unexpected(SyntaxError{answer.error->message, byte_of_character(text, answer.error->cursorpos)});
  auto tree = std::make_unique<Tree>(answer.parse_tree.len);
  tree->result =
      pg_query__parse_result__unpack(&tree->allocator, answer.parse_tree.len, reinterpret_cast<const std::uint8_t*>(answer.parse_tree.data));
  if (!tree->result) broken_invariant("a parse tree can be unpacked");
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
