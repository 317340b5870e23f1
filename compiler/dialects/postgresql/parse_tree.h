// PostgreSQL's own parse tree of a statement (libpg_query), seen through one small lens: nodes by kind, fields by name.
// The library's headers are included by tree.cc alone.
//
// Kinds and fields are called as in the server's parsenodes.h, fields in snake_case: `CreateStmt`, `table_elts`. A
// field that a kind does not have is a broken invariant: the name is misspelled.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace schemac::postgresql {

class Node {
 public:
  Node() = default;  // nothing: what an absent field gives
  // A value in a tree, of a kind as the library describes it (a ProtobufCMessageDescriptor).
  Node(const void* kind, const void* value);

  explicit operator bool() const { return kind_ != nullptr; }
  std::string_view kind() const;
  bool is(std::string_view kind) const { return kind_ && this->kind() == kind; }

  bool has_field(std::string_view field) const;
  Node child(std::string_view field) const;
  std::vector<Node> list(std::string_view field) const;
  std::string text(std::string_view field) const;
  std::int64_t integer(std::string_view field) const;
  bool flag(std::string_view field) const { return integer(field) != 0; }
  std::string_view word(
      std::string_view field) const;  // of an enumeration: `CONSTR_PRIMARY`; lives as long as the tree

  // Visits every node that hangs directly on this one, in the order of the kind's fields.
  void each_child(const std::function<void(const Node&)>& visit) const;

  // Of String, Integer, Float, Boolean, A_Const, TypeName, A_Star: what it says, as a text.
  std::string value() const;
  // The texts of a list of Strings.
  std::vector<std::string> values(std::string_view field) const;

 private:
  const void* kind_ = nullptr;  // never a `Node` of the library's: those are looked through
  const void* value_ = nullptr;
};

// A parsed statement; its nodes live as long as it does.
class Parsed {
 public:
  explicit Parsed(void* result) : result_(result, &Parsed::free) {}
  std::vector<Node> statements() const;

 private:
  static void free(void* result);
  std::unique_ptr<void, void (*)(void*)> result_;
};

struct SyntaxError {
  std::string message;
  std::size_t at = 0;  // bytes from the start
};

std::expected<Parsed, SyntaxError> parse(const std::string& text);

// Runs the work on a thread whose stack is large enough for the parser and for walks over its trees: both descend once
// for every level of parentheses, and for every term of a long sum.
void with_large_stack(const std::function<void()>& work);

}  // namespace schemac::postgresql
