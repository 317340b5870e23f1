#include "sources/sql/postgresql/search_constants.h"

#include <optional>
#include <set>
#include <string_view>

namespace schemac::sql {
namespace {

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Words of a tsvector, with white space between them; nothing where one is quoted or has positions.
std::optional<std::set<std::string>> lexemes(std::string_view text) {
  std::set<std::string> out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_blank(text[at])) continue;
    const auto begin = at;
    while (at < text.size() && !is_blank(text[at])) ++at;
    const auto word = text.substr(begin, at - begin);
    if (word.find_first_of("'\\:") != std::string_view::npos) return std::nullopt;
    out.emplace(word);
  }
  return out;
}

// A tsquery as its output function prints it: `!a & (b | c)` is `!'a' & ( 'b' | 'c' )`, `a <-> b` is `'a' <-> 'b'`.
// Operators bind as the server's do: `!`, then `<->` and `<N>`, then `&`, then `|`; those of one kind from the left.
class SearchQuery {
 public:
  explicit SearchQuery(std::string_view text) : text_(text) {}

  std::optional<std::string> output() {
    auto query = binary(Binding::either);
    skip_space();
    if (!query || at_ != text_.size()) return std::nullopt;
    return std::move(query->text);
  }

 private:
  enum class Binding { either, both, phrase, negation, operand };
  struct Part {
    std::string text;
    Binding binding;
  };

  void skip_space() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  bool take(char c) {
    skip_space();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  static std::string within(const Part& part, Binding outer, bool behind_phrase = false) {
    const bool needs = part.binding < outer || (behind_phrase && part.binding == Binding::phrase);
    return needs ? "( " + part.text + " )" : part.text;
  }

  std::optional<Part> binary(Binding binding) {
    const auto operand = [&] { return binding == Binding::phrase ? prefixed() : binary(Binding(int(binding) + 1)); };
    auto left = operand();
    while (left) {
      const auto word = operator_of(binding);
      if (word.empty()) break;
      const auto right = operand();
      if (!right) return std::nullopt;
      left = Part{within(*left, binding) + " " + word + " " + within(*right, binding, binding == Binding::phrase),
                  binding};
    }
    return left;
  }

  std::string operator_of(Binding binding) {
    if (binding != Binding::phrase)
      return take(binding == Binding::either ? '|' : '&') ? (binding == Binding::either ? "|" : "&") : "";
    const auto before = at_;
    if (!take('<')) return {};
    const auto end = text_.find('>', at_);
    const auto inside = end == std::string_view::npos ? std::string_view() : text_.substr(at_, end - at_);
    const bool is_distance = !inside.empty() && inside.size() < 5 &&
                             inside.find_first_not_of("0123456789") == std::string_view::npos &&
                             (inside[0] != '0' || inside == "0");
    if (inside != "-" && !is_distance) {
      at_ = before;
      return {};
    }
    at_ = end + 1;
    return inside == "-" || inside == "1" ? "<->" : "<" + std::string(inside) + ">";
  }

  std::optional<Part> prefixed() {
    if (take('!')) {
      const auto inner = prefixed();
      return inner ? std::optional(Part{"!" + within(*inner, Binding::negation), Binding::negation}) : std::nullopt;
    }
    if (take('(')) {
      auto inner = binary(Binding::either);
      return take(')') ? std::move(inner) : std::nullopt;
    }
    return word();
  }

  std::optional<Part> word() {
    skip_space();
    const auto begin = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) &&
           std::string_view("!&|()<:'\\").find(text_[at_]) == std::string_view::npos)
      ++at_;
    const auto word = text_.substr(begin, at_ - begin);
    if (word.empty()) return std::nullopt;
    return Part{"'" + std::string(word) + "'" + weights_behind(), Binding::operand};
  }

  // `:*AB`: a prefix, and only words of these weights
  std::string weights_behind() {
    if (at_ == text_.size() || text_[at_] != ':') return "";
    bool prefix = false;
    std::set<char> weights;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_] >= 'a' && text_[at_] <= 'd' ? char(text_[at_] - 'a' + 'A') : text_[at_];
      if (c == '*')
        prefix = true;
      else if (c >= 'A' && c <= 'D')
        weights.insert(c);
      else
        break;
    }
    if (!prefix && weights.empty()) return "";
    return (prefix ? ":*" : ":") + std::string(weights.begin(), weights.end());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string tsvector_output(const std::string& text) {
  const auto words = lexemes(text);
  if (!words) return text;
  std::string out;
  for (const auto& word : *words) out += (out.empty() ? "'" : " '") + word + "'";
  return out;
}

std::string tsquery_output(const std::string& text) { return SearchQuery(text).output().value_or(text); }

std::string jsonpath_output(const std::string& text) {
  std::string out;
  std::size_t at = 0;
  if (text.empty() || text[0] != '$') return text;
  out += text[at++];
  while (at < text.size()) {
    if (text[at] == '[') {
      const auto close = text.find(']', at);
      const auto inside = close == std::string::npos ? std::string() : text.substr(at + 1, close - at - 1);
      if (inside != "*" && (inside.empty() || inside.find_first_not_of("0123456789") != std::string::npos)) return text;
      out += "[" + inside + "]";
      at = close + 1;
      continue;
    }
    if (text[at++] != '.' || at == text.size()) return text;
    if (text[at] == '*') {
      out += ".*";
      ++at;
      continue;
    }
    std::string word;
    while (at < text.size() && is_plain(text[at])) word += text[at++];
    if (word.empty() || (at < text.size() && text[at] == '(')) return text;
    out += ".\"" + word + "\"";
  }
  return out;
}

}  // namespace schemac::sql
