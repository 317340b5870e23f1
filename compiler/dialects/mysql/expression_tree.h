// What an expression means, without how it is spelled. The servers keep another text than they are given: they drop
// parentheses that people write or write all of them, call functions by other names, push NOT inwards, compare with 0
// what is no condition.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schemac::mysql {

// The bytes of the text that a term was read from; of one that a rule made, of what it was made from. Takes no part in
// comparing.
struct Place {
  std::size_t begin = 0, end = 0;
  bool operator==(const Place&) const { return true; }
};

// A call of `head` (a function's name in lower case, an operator such as `+`, `and`, `is null`), or a leaf.
struct Term {
  enum Kind { call, name, constant, keyword } kind = call;
  std::string head;
  std::vector<Term> parts = {};
  Place place = {};

  bool is(std::string_view what) const { return kind == call && head == what; }
  bool operator==(const Term&) const = default;
};

// nullopt for what is no expression of the usual kinds.
std::optional<Term> read_expression(std::string_view sql);

// Two texts with one meaning are one text: `NOT (a = 1 OR b)` and `(a <> 1) and (0 = b)`.
std::optional<std::string> meaning_of(std::string_view sql);

std::string printed(const Term& term);

}  // namespace schemac::mysql
