#include "dialects/mysql/pipes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "dialects/mysql/names.h"

namespace schemac::mysql {
namespace {

// What both operands of `||` reach to, in tokens.
class PipeReader {
 public:
  explicit PipeReader(std::string_view sql) : sql_(sql), tokens_(sql_tokens(sql, lexis)), partners_(tokens_.size()) {
    std::vector<std::size_t> open, cases;
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      if (is(at, "(") || is(at, "{")) open.push_back(at);
      if (is(at, "case")) cases.push_back(at);
      if ((is(at, ")") || is(at, "}")) && !open.empty()) pair(open, at);
      if (is(at, "end") && !cases.empty()) pair(cases, at);
    }
  }

  std::string as_or() const {
    std::map<std::size_t, std::string> words;
    for (std::size_t at = 0; at < tokens_.size(); ++at)
      if (is_pipe(at)) words[at] = "or";
    return written(words, {}, {}, " ");
  }

  std::string as_calls() const {
    std::map<std::size_t, std::size_t> opened, closed;  // how many calls begin in front of a token, end behind one
    std::map<std::size_t, std::size_t> starts;          // of the chain that a pipe stands in
    std::map<std::size_t, std::string> words;
    for (std::size_t at = 1; at + 1 < tokens_.size(); ++at) {
      if (!is_pipe(at)) continue;
      auto start = first_of_operand(at - 1);
      if (start > 0 && is_pipe(start - 1) && starts.contains(start - 1)) start = starts[start - 1];
      starts[at] = start;
      ++opened[start];
      ++closed[last_of_operand(at + 1)];
      words[at] = ",";
    }
    return written(words, opened, closed, "");
  }

 private:
  void pair(std::vector<std::size_t>& open, std::size_t at) {
    partners_[at] = open.back();
    partners_[open.back()] = at;
    open.pop_back();
  }
  std::string_view text(std::size_t at) const {
    return at < tokens_.size() ? tokens_[at].text(sql_) : std::string_view();
  }
  bool is(std::size_t at, std::string_view word) const {
    return at < tokens_.size() && tokens_[at].kind != SqlTokenKind::quoted_identifier &&
           equal_ignoring_case(text(at), word);
  }
  bool is_pipe(std::size_t at) const { return at < tokens_.size() && text(at) == "||"; }
  bool is_string(std::size_t at) const { return at < tokens_.size() && tokens_[at].kind == SqlTokenKind::string; }

  // A word that a function's arguments or a value may not follow: `NOT (a)`, `THEN -1`.
  bool is_operator_word(std::size_t at) const {
    static constexpr std::string_view words =
        " not and or xor is in like between div mod regexp rlike escape case when then else select distinct where "
        "having "
        "on by as return sounds interval from for using binary limit set default do if until while ";
    return at < tokens_.size() && tokens_[at].kind == SqlTokenKind::word &&
           words.find(" " + lower(text(at)) + " ") != std::string_view::npos;
  }
  bool names_function(std::size_t at) const {
    if (at >= tokens_.size()) return false;
    const bool named = tokens_[at].kind == SqlTokenKind::word || tokens_[at].kind == SqlTokenKind::quoted_identifier;
    const bool called_so = (is(at, "mod") || is(at, "if") || is(at, "default")) && is(at + 1, "(");
    return named && (!is_operator_word(at) || called_so);
  }
  bool ends_operand(std::size_t at) const {
    if (at >= tokens_.size()) return false;
    if (tokens_[at].kind == SqlTokenKind::symbol) return is(at, ")") || is(at, "}");
    return !is_operator_word(at);
  }
  bool is_sign(std::size_t at) const {
    return is(at, "+") || is(at, "-") || is(at, "~") || is(at, "!") || is(at, "binary");
  }

  // `_latin1`, DATE and their like in front of a text.
  bool introduces_text(std::size_t at) const {
    return at < tokens_.size() && tokens_[at].kind == SqlTokenKind::word &&
           (text(at).starts_with('_') || is(at, "date") || is(at, "time") || is(at, "timestamp") || is(at, "n"));
  }

  std::size_t first_of_operand(std::size_t at) const {
    while (at >= 2) {
      if (is(at - 1, "collate") || is(at - 1, "->") || is(at - 1, "->>"))
        at -= 2;
      else
        break;
    }
    at = first_of_value(at);
    while (at > 0 && is_sign(at - 1) && (is(at - 1, "binary") || at == 1 || !ends_operand(at - 2))) --at;
    return at;
  }

  std::size_t first_of_value(std::size_t at) const {
    if ((is(at, ")") || is(at, "}") || is(at, "end")) && partners_[at]) {
      const bool calls = is(at, ")");
      at = *partners_[at];
      if (!calls || at == 0 || !names_function(at - 1)) return at;
      --at;
      // `sum(a) OVER (…)`, `MATCH (a) AGAINST ('x')`
      if ((is(at, "over") || is(at, "against")) && at > 0) return first_of_value(at - 1);
    } else if (is_string(at)) {
      while (at > 0 && is_string(at - 1)) --at;
      return at > 0 && introduces_text(at - 1) ? at - 1 : at;
    } else if (at >= 1 && is(at - 1, "over")) {
      return at >= 2 ? first_of_value(at - 2) : at;
    }
    while (at >= 2 && is(at - 1, ".")) at -= 2;
    while (at >= 1 && is(at - 1, "@")) --at;
    return at;
  }

  std::size_t last_of_operand(std::size_t at) const {
    while (is_sign(at)) ++at;
    at = last_of_value(std::min(at, tokens_.size() - 1));
    while (at + 2 < tokens_.size() && (is(at + 1, "collate") || is(at + 1, "->") || is(at + 1, "->>"))) at += 2;
    return at;
  }

  std::size_t last_of_value(std::size_t at) const {
    if ((is(at, "(") || is(at, "{") || is(at, "case")) && partners_[at]) return *partners_[at];
    if (introduces_text(at) && is_string(at + 1)) ++at;
    if (is_string(at)) {
      while (is_string(at + 1)) ++at;
      return at;
    }
    while (is(at, "@") && at + 1 < tokens_.size()) ++at;
    while (at + 2 < tokens_.size() && is(at + 1, ".")) at += 2;
    while (is(at + 1, "(") && partners_[at + 1]) {
      at = *partners_[at + 1];
      if (is(at + 1, "over") || is(at + 1, "against")) ++at;
      if (is(at, "over") && !is(at + 1, "(")) return std::min(at + 1, tokens_.size() - 1);
    }
    return at;
  }

  std::string written(const std::map<std::size_t, std::string>& words, const std::map<std::size_t, std::size_t>& opened,
                      const std::map<std::size_t, std::size_t>& closed, std::string_view around) const {
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      out += sql_.substr(copied, tokens_[at].begin - copied);
      if (const auto calls = opened.find(at); calls != opened.end())
        for (std::size_t n = 0; n < calls->second; ++n) out += "concat(";
      if (const auto word = words.find(at); word != words.end()) {
        if (!around.empty() && !out.ends_with(' ')) out += around;
        out += word->second;
        if (!around.empty() && sql_.substr(tokens_[at].end, 1) != " ") out += around;
      } else {
        out += text(at);
      }
      if (const auto calls = closed.find(at); calls != closed.end()) out += std::string(calls->second, ')');
      copied = tokens_[at].end;
    }
    return out + std::string(sql_.substr(copied));
  }

  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  std::vector<std::optional<std::size_t>> partners_;  // of parentheses, braces, CASE and END
};

}  // namespace

bool has_pipes(std::string_view sql) {
  if (sql.find("||") == std::string_view::npos) return false;
  return std::ranges::any_of(sql_tokens(sql, lexis), [&](const SqlToken& token) { return token.text(sql) == "||"; });
}

std::string without_pipes(std::string_view sql, bool joins_texts) {
  if (!has_pipes(sql)) return std::string(sql);
  const PipeReader reader(sql);
  return joins_texts ? reader.as_calls() : reader.as_or();
}

}  // namespace schemac::mysql
