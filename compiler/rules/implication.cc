#include "rules/implication.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace schemac {
namespace {

using Words = std::vector<std::string>;

// Deeper ones are compared word by word.
constexpr int deepest = 40;

// `::text` and `::character varying[]`, which PostgreSQL writes where a column's type needs them: they change no value.
// The number of words at `at` that are one.
std::size_t text_cast(const Words& words, std::size_t at) {
  const auto is = [&](std::size_t ahead, std::string_view word) {
    return at + ahead < words.size() && words[at + ahead] == word;
  };
  if (!is(0, "::")) return 0;
  const std::size_t end = is(1, "text") ? 2 : is(1, "character") && is(2, "varying") ? 3 : 0;
  if (end == 0 || is(end, "(")) return 0;
  return is(end, "[") && is(end + 1, "]") ? end + 2 : end;
}

Words without_text_casts(const Words& words) {
  Words out;
  for (std::size_t at = 0; at < words.size();) {
    if (const auto length = text_cast(words, at)) {
      at += length;
      continue;
    }
    out.push_back(words[at++]);
  }
  return out;
}

// `((a) > 0)` of `((a)::text > 0)`. What stands behind a name is a call or a list.
Words without_lone_parentheses(const Words& words) {
  static constexpr auto before = std::to_array<std::string_view>(
      {"(", ",", "=", "<", ">", "<=", ">=", "<>", "and", "or", "not", "[", "+", "-", "*", "/", "||"});
  Words out;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const bool may = out.empty() || std::find(before.begin(), before.end(), out.back()) != before.end();
    if (may && words[at] == "(" && at + 2 < words.size() && words[at + 2] == ")" && words[at + 1] != "(" &&
        words[at + 1] != ")") {
      out.push_back(words[at + 1]);
      at += 2;
    } else {
      out.push_back(words[at]);
    }
  }
  return out;
}

Words words_of(std::string_view sql, const SqlLexis& lexis) {
  Words out;
  for (const auto& token : sql_tokens(sql, lexis)) {
    const auto text = token.text(sql);
    out.push_back(token.kind == SqlTokenKind::word ? lower(text)
                  : text == "!="                   ? "<>"
                  : text == "=="                   ? "="
                                                   : std::string(text));
  }
  return without_lone_parentheses(without_text_casts(out));
}

bool opens(const std::string& word) { return word == "(" || word == "[" || word == "case"; }
bool closes(const std::string& word) { return word == ")" || word == "]" || word == "end"; }

// A stretch of words; copied freely.
struct Part {
  const Words* words;
  std::size_t begin, end;

  std::size_t size() const { return end - begin; }
  const std::string& operator[](std::size_t at) const { return (*words)[begin + at]; }
  bool is(std::string_view word) const { return size() == 1 && (*this)[0] == word; }
  Part from(std::size_t at) const { return {words, begin + at, end}; }
  Part until(std::size_t at) const { return {words, begin, begin + at}; }
  bool operator==(const Part& other) const {
    return std::equal(words->begin() + static_cast<std::ptrdiff_t>(begin),
                      words->begin() + static_cast<std::ptrdiff_t>(end),
                      other.words->begin() + static_cast<std::ptrdiff_t>(other.begin),
                      other.words->begin() + static_cast<std::ptrdiff_t>(other.end));
  }
};

// The place behind the bracket that closes what opens at the beginning; 0: none does.
std::size_t end_of_group(const Part& part) {
  int depth = 0;
  for (std::size_t at = 0; at < part.size(); ++at) {
    depth += opens(part[at]) ? 1 : closes(part[at]) ? -1 : 0;
    if (depth == 0) return at + 1;
  }
  return 0;
}

Part without_parentheses(Part part) {
  while (part.size() > 2 && part[0] == "(" && end_of_group(part) == part.size())
    part = {part.words, part.begin + 1, part.end - 1};
  return part;
}

// `a AND b` at `and`. The AND of BETWEEN is none, and an XOR makes everything one part.
std::vector<Part> split(const Part& part, std::string_view word) {
  std::vector<Part> out;
  std::size_t begin = 0;
  int depth = 0;
  bool between = false;
  for (std::size_t at = 0; at < part.size(); ++at) {
    depth += opens(part[at]) ? 1 : closes(part[at]) ? -1 : 0;
    if (depth != 0) continue;
    if (part[at] == "xor") return {part};
    if (part[at] == "between") between = true;
    const bool parts = part[at] == word && !(between && word == "and");
    if (part[at] == "and") between = false;
    if (!parts) continue;
    out.push_back(part.from(begin).until(at - begin));
    begin = at + 1;
  }
  out.push_back(part.from(begin));
  return out;
}

// `5`, `-5`, `(5)::numeric`
std::optional<std::int64_t> whole_number(const Part& part) {
  std::string text;
  bool behind_cast = false;
  for (std::size_t at = 0; at < part.size(); ++at) {
    behind_cast = behind_cast || part[at] == "::";
    if (!behind_cast && part[at] != "(" && part[at] != ")") text += part[at];
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

struct Comparison {
  Part left;
  std::string relation;  // `<`, `<=`, `>`, `>=`, `=`, `<>`, `in`, `any`
  Part right;
};

// What turns it round (NOT, IS FALSE) makes it none.
std::optional<Comparison> comparison(const Part& part) {
  const auto with_list = [&](std::size_t at, std::string_view relation, std::size_t list) -> std::optional<Comparison> {
    const auto right = part.from(list);
    if (end_of_group(right) != right.size()) return std::nullopt;
    return Comparison{part.until(at), std::string(relation), right};
  };
  int depth = 0;
  for (std::size_t at = 0; at + 1 < part.size(); ++at) {
    depth += opens(part[at]) ? 1 : closes(part[at]) ? -1 : 0;
    if (depth != 0) continue;
    const auto& word = part[at];
    if (word == "not" || word == "is" || word == "like" || word == "between" || word == "xor") return std::nullopt;
    if (word == "in") return with_list(at, "in", at + 1);
    if (word == "=" && part[at + 1] == "any") return with_list(at, "any", at + 2);
    if (word == "<" || word == "<=" || word == ">" || word == ">=" || word == "=" || word == "<>")
      return Comparison{part.until(at), word, part.from(at + 1)};
  }
  return std::nullopt;
}

// Of `a > 5` and `a >= 3`.
bool implies_bound(const Comparison& narrow, const Comparison& wide) {
  const auto a = whole_number(narrow.right), b = whole_number(wide.right);
  if (!a || !b) return false;
  const auto& [is, wanted] = std::pair(narrow.relation, wide.relation);
  if (wanted == ">") return is == ">" ? *a >= *b : (is == ">=" || is == "=") && *a > *b;
  if (wanted == ">=") return (is == ">" || is == ">=" || is == "=") && *a >= *b;
  if (wanted == "<") return is == "<" ? *a <= *b : (is == "<=" || is == "=") && *a < *b;
  if (wanted == "<=") return (is == "<" || is == "<=" || is == "=") && *a <= *b;
  if (wanted != "<>") return false;
  return (is == "=" && *a != *b) || (is == ">" && *a >= *b) || (is == ">=" && *a > *b) || (is == "<" && *a <= *b) ||
         (is == "<=" && *a < *b);
}

// `('a', 'b')` and `(ARRAY['a'::text, 'b'::text])` as what stands in front, the elements, and what stands behind.
struct Elements {
  Part front, behind;
  std::vector<Part> list;
};

std::optional<Elements> elements(Part part, std::string_view bracket) {
  if (bracket == "[") part = without_parentheses(part);
  for (std::size_t at = 0; at < part.size(); ++at) {
    if (part[at] != bracket) continue;
    const auto length = end_of_group(part.from(at));
    if (length < 2) return std::nullopt;
    return Elements{part.until(at), part.from(at + length), split(part.from(at + 1).until(length - 2), ",")};
  }
  return std::nullopt;
}

bool is_among(const Part& element, const std::vector<Part>& list) {
  return std::any_of(list.begin(), list.end(), [&](const Part& other) { return element == other; });
}

bool implies_membership(const Comparison& narrow, const Comparison& wide) {
  const auto bracket = wide.relation == "in" ? "(" : "[";
  const auto all = elements(wide.right, bracket);
  if (!all) return false;
  if (narrow.relation == "=") return is_among(without_parentheses(narrow.right), all->list);
  const auto some = narrow.relation == wide.relation ? elements(narrow.right, bracket) : std::nullopt;
  return some && some->front == all->front && some->behind == all->behind &&
         std::all_of(some->list.begin(), some->list.end(),
                     [&](const Part& element) { return is_among(element, all->list); });
}

bool implies_comparison(const Part& narrow, const Part& wide) {
  const auto is = comparison(narrow), wanted = comparison(wide);
  if (!is || !wanted || !(without_parentheses(is->left) == without_parentheses(wanted->left))) return false;
  return wanted->relation == "in" || wanted->relation == "any" ? implies_membership(*is, *wanted)
                                                               : implies_bound(*is, *wanted);
}

bool implies_part(Part narrow, Part wide, int depth) {
  narrow = without_parentheses(narrow);
  wide = without_parentheses(wide);
  if (narrow == wide || wide.is("true") || narrow.is("false")) return true;
  if (depth > deepest) return false;
  const auto either = split(narrow, "or");
  if (either.size() > 1)
    return std::all_of(either.begin(), either.end(),
                       [&](const Part& one) { return implies_part(one, wide, depth + 1); });
  const auto choices = split(wide, "or");
  if (choices.size() == 1) {
    const auto demands = split(wide, "and");
    if (demands.size() > 1)
      return std::all_of(demands.begin(), demands.end(),
                         [&](const Part& one) { return implies_part(narrow, one, depth + 1); });
  }
  const auto facts = split(narrow, "and");
  if (facts.size() > 1 &&
      std::any_of(facts.begin(), facts.end(), [&](const Part& one) { return implies_part(one, wide, depth + 1); }))
    return true;
  if (choices.size() > 1 && std::any_of(choices.begin(), choices.end(),
                                        [&](const Part& one) { return implies_part(narrow, one, depth + 1); }))
    return true;
  return facts.size() == 1 && choices.size() == 1 && implies_comparison(narrow, wide);
}

// --- the same predicate on values that compare in another way

using Names = std::set<std::string>;

bool names_one_of(const Part& part, const Names& names) {
  for (std::size_t at = 0; at < part.size(); ++at) {
    auto word = part[at];
    if (word.size() > 2 && (word[0] == '"' || word[0] == '`' || word[0] == '[')) word = word.substr(1, word.size() - 2);
    if (names.contains(lower(word))) return true;
  }
  return false;
}

// A column, a constant, or a list of such, perhaps by a function that does no more than spell it: nothing in it
// compares by itself.
bool is_plain_operand(const Part& part) {
  static constexpr auto functions =
      std::to_array<std::string_view>({"lower", "upper", "trim", "btrim", "rtrim", "ltrim", "array", "any", "all"});
  static constexpr auto comparing =
      std::to_array<std::string_view>({"case", "select", "is", "not", "in", "like", "ilike", "between", "similar"});
  static constexpr auto words =
      std::to_array<std::string_view>({"(", ")", "[", "]", ",", ".", "::", "varying", "collate", "character", "row"});
  for (std::size_t at = 0; at < part.size(); ++at) {
    const auto& word = part[at];
    if (std::ranges::find(words, word) != words.end()) continue;
    const bool is_name_or_constant = std::isalnum(static_cast<unsigned char>(word[0])) || word[0] == '_' ||
                                     word[0] == '\'' || word[0] == '"' || word[0] == '`';
    const bool calls = at + 1 < part.size() && part[at + 1] == "(";
    const bool may_call = std::ranges::find(functions, word) != functions.end() || (at > 0 && part[at - 1] == "::") ||
                          word == "character" || word == "varying";
    const bool compares = std::ranges::find(comparing, word) != comparing.end();
    if (!is_name_or_constant || compares || (calls && !may_call)) return false;
  }
  return true;
}

// How the part compares: `=` (also IN, = ANY, IS NOT DISTINCT FROM), `<>`, `null`, or `?` for anything else.
std::string kind_of_comparison(const Part& part) {
  int depth = 0;
  for (std::size_t at = 1; at + 1 < part.size(); ++at) {
    depth += opens(part[at - 1]) ? 1 : closes(part[at - 1]) ? -1 : 0;
    if (depth != 0) continue;
    const auto& word = part[at];
    const bool negated = (word == "is" && part[at + 1] == "not") || (word == "not" && part[at + 1] == "in");
    auto right = at + (negated ? 2U : 1U);
    if (word == "is" && right < part.size() && part[right] == "null")
      return right + 1 == part.size() && is_plain_operand(part.until(at)) ? "null" : "?";
    const bool distinct = word == "is" && right + 1 < part.size() && part[right] == "distinct";
    if (distinct) right += 2;
    const bool compares = word == "is" || word == "in" || word == "=" || word == "<>" || (word == "not" && negated);
    if (word == "<" || word == ">" || word == "<=" || word == ">=" || word == "between" || word == "like") return "?";
    if (!compares) continue;
    if (!is_plain_operand(part.until(at)) || !is_plain_operand(part.from(right))) return "?";
    return (word == "<>") != (negated != distinct) ? "<>" : "=";
  }
  return "?";
}

// Whether it may be true of more rows, or else of fewer.
bool may_change(Part part, const Names& names, Compared change, bool more, int depth) {
  part = without_parentheses(part);
  if (!names_one_of(part, names)) return false;
  if (depth > deepest) return true;
  for (const auto* word : {"or", "and"})
    if (const auto parts = split(part, word); parts.size() > 1)
      return std::ranges::any_of(parts,
                                 [&](const Part& one) { return may_change(one, names, change, more, depth + 1); });
  if (part[0] == "not") return may_change(part.from(1), names, change, !more, depth + 1);
  const auto kind = kind_of_comparison(part);
  if (kind == "null") return false;
  if (kind == "?") return part.size() > 1;
  return change == Compared::more_apart && (kind == "<>") == more;
}

bool may_change(std::string_view predicate, const Names& names, Compared change, bool more, const Spelling& spelling) {
  const auto words = words_of(predicate, spelling.lexis);
  return may_change({&words, 0, words.size()}, names, change, more, 0);
}

}  // namespace

bool may_pass_more(std::string_view predicate, const std::set<std::string>& names, Compared change,
                   const Spelling& spelling) {
  return may_change(predicate, names, change, true, spelling);
}

bool may_pass_fewer(std::string_view predicate, const std::set<std::string>& names, Compared change,
                    const Spelling& spelling) {
  return may_change(predicate, names, change, false, spelling);
}

bool names_any(std::string_view sql, const std::set<std::string>& names, const Spelling& spelling) {
  const auto words = words_of(sql, spelling.lexis);
  return names_one_of({&words, 0, words.size()}, names);
}

bool implies(std::string_view narrow, std::string_view wide, const Spelling& spelling) {
  if (narrow == wide || (spelling.same && spelling.same(narrow, wide))) return true;
  const auto a = words_of(narrow, spelling.lexis), b = words_of(wide, spelling.lexis);
  return implies_part({&a, 0, a.size()}, {&b, 0, b.size()}, 0);
}

}  // namespace schemac
