#include "dialects/mysql/proof.h"

#include <algorithm>

#include <fmt/format.h>

#include "dialects/mysql/names.h"
#include "dialects/mysql/parameters.h"
#include "dialects/mysql/sql_objects.h"

namespace schemac::mysql {
namespace {

class ProofReader {
 public:
  ProofReader(std::string_view sql, std::string_view mode) : sql_(sql), tokens_(tokens_in_mode(sql, mode)) {}

  // The lines in front about the session: `SET SESSION sql_mode = '…';`. What they set is what schemac itself writes
  // there.
  std::optional<SqlFault> settings() {
    while (is("set")) {
      const bool known = is("session", 1) && (is("sql_mode", 2) || is("collation_connection", 2)) && is("=", 3) &&
                         is_text(4) && is(";", 5);
      if (!known) return fault("begins with a setting that no object has, expected `SET SESSION sql_mode = '…';`");
      at_ += 6;
    }
    return std::nullopt;
  }

  // `CREATE DEFINER=me SQL SECURITY INVOKER VIEW v`
  std::optional<SqlFault> head(const SqlObject& object) {
    if (!accept("create")) return std::nullopt;  // schemac writes the head
    while (!done() && !is_object(object.kind)) {
      if (accept("sql")) {
        if (accept("security") && !done()) ++at_;  // DEFINER, INVOKER
      } else if (accept("definer") || accept("algorithm")) {
        accept("=");
        ++at_;
        if (accept("@")) ++at_;
        if (accept("(")) accept(")");  // CURRENT_USER()
      } else if (!accept("or") && !accept("replace") && !accept("aggregate")) {
        break;
      }
    }
    if (!is_object(object.kind)) return fault(fmt::format("is not a statement that creates this {}", object.kind));
    at_ += object.kind == "package body" ? 2 : 1;
    if (accept("if") && accept("not")) accept("exists");
    const auto name = done() ? std::string() : unquoted(text());
    if (!equal_ignoring_case(name, object.name.name) || is(".", 1))
      return fault(fmt::format("is about `{}{}`", name, is(".", 1) ? "." : ""));
    if (!done()) ++at_;
    return std::nullopt;
  }

  // What stands behind the name, of which the server reads on: `(a int) RETURNS int …`, `AS … END`.
  std::optional<SqlFault> beginning(const std::string& kind) {
    const auto start = at_;
    const bool fits = kind == "view"        ? begins_view()
                      : kind == "trigger"   ? begins_trigger()
                      : kind == "function"  ? begins_routine() && has_word("return", "returns")
                      : kind == "procedure" ? begins_routine()
                      : kind == "event"     ? is("on") && is("schedule", 1)
                                            : begins_package();
    at_ = start;
    if (fits) return std::nullopt;
    return fault(fmt::format("is no {}, expected {}", kind, expected_of(kind)));
  }

  // Behind a semicolon outside of BEGIN and END, IF and END IF and their kin nothing follows.
  std::optional<SqlFault> body(const SqlObject& object) {
    int depth = object.kind.starts_with("package") ? 1 : 0;  // its last END has no BEGIN
    for (; !done(); ++at_) {
      if (!tokens_[at_].closed) return fault(fmt::format("holds `{}`, which is never closed", text().substr(0, 12)));
      if (text().find_first_not_of('$') == std::string_view::npos)
        return fault(fmt::format("holds `{}`, which is a delimiter of a client and no SQL", text()));
      if (is(";") && depth <= 0 && at_ + 1 < tokens_.size()) return fault("goes on behind a `;`");
      if (object.kind != "view") depth += opened();
    }
    return std::nullopt;
  }

 private:
  static std::string_view expected_of(std::string_view kind) {
    if (kind == "view") return "a query";
    if (kind == "trigger") return "`BEFORE` or `AFTER`, `INSERT`, `UPDATE` or `DELETE`, `ON`, a table, `FOR EACH ROW`";
    if (kind == "function") return "its arguments in parentheses, `RETURNS` and a body";
    if (kind == "procedure") return "its arguments in parentheses and a body";
    if (kind == "event") return "`ON SCHEDULE`";
    return "`AS`, its routines and `END`";
  }

  bool skip_group() {
    if (!is("(")) return false;
    for (int depth = 0; !done(); ++at_) {
      depth += is("(") ? 1 : is(")") ? -1 : 0;
      if (depth == 0) return ++at_, true;
    }
    return false;
  }
  bool begins_view() {
    if (is("(") && !is("select", 1) && !is("with", 1) && !is("(", 1)) {
      if (!skip_group() || !is("as")) return false;
    }
    accept("as");
    return is("select") || is("with") || is("values") || is("table") || is("(");
  }
  bool begins_trigger() {
    if (!accept("before") && !accept("after")) return false;
    if (!accept("insert") && !accept("update") && !accept("delete")) return false;
    if (!accept("on") || done()) return false;
    ++at_;
    if (accept(".") && !done()) ++at_;
    return is("for") && is("each", 1) && is("row", 2) && has(3);
  }
  bool begins_routine() { return skip_group() && !done(); }
  // Of the arguments' types nothing is known here: that a word stands behind them is enough.
  bool has_word(std::string_view one, std::string_view other) {
    for (; !done(); ++at_)
      if (is(one) || is(other)) return has(1);
    return false;
  }
  bool begins_package() {
    while (!done() && !is("as") && !is("is")) {
      if (!is("sql") && !is("security") && !is("definer") && !is("invoker") && !is("current_user") && !is("comment") &&
          !is_text(0))
        return false;
      ++at_;
    }
    auto last = tokens_.size();
    while (last > 0 && tokens_[last - 1].text(sql_) == ";") --last;
    return !done() && last > at_ + 1 && ends_package(last);
  }
  // END, or END and the package's name
  bool ends_package(std::size_t last) const {
    return equal_ignoring_case(tokens_[last - 1].text(sql_), "end") ||
           (last > 1 && equal_ignoring_case(tokens_[last - 2].text(sql_), "end"));
  }

  bool done() const { return at_ >= tokens_.size(); }
  std::string_view text(std::size_t ahead = 0) const { return tokens_[at_ + ahead].text(sql_); }
  bool has(std::size_t ahead) const { return at_ + ahead < tokens_.size(); }
  bool is(std::string_view word, std::size_t ahead = 0) const {
    const bool plain = has(ahead) && (tokens_[at_ + ahead].kind == SqlTokenKind::word ||
                                      tokens_[at_ + ahead].kind == SqlTokenKind::symbol);
    return plain && equal_ignoring_case(text(ahead), word);
  }
  bool is_text(std::size_t ahead) const {
    return has(ahead) && tokens_[at_ + ahead].kind == SqlTokenKind::string && tokens_[at_ + ahead].closed;
  }
  bool accept(std::string_view word) {
    if (!is(word)) return false;
    ++at_;
    return true;
  }
  bool is_object(std::string_view kind) const {
    return kind == "package body" ? is("package") && is("body", 1) : is(kind) && !is("body", 1);
  }
  SqlFault fault(std::string message) const { return {std::move(message), done() ? sql_.size() : tokens_[at_].begin}; }

  bool is_before(std::string_view word) const {
    return at_ > 0 && tokens_[at_ - 1].kind != SqlTokenKind::string &&
           equal_ignoring_case(tokens_[at_ - 1].text(sql_), word);
  }

  // IF of a statement has a THEN behind its condition; IF() and IF NOT EXISTS have none.
  bool is_if_statement() const {
    int depth = 0;
    for (auto ahead = std::size_t{1}; has(ahead) && !is(";", ahead); ++ahead) {
      depth += is("(", ahead) ? 1 : is(")", ahead) ? -1 : 0;
      if (depth < 0) return false;
      if (depth == 0 && is("then", ahead)) return true;
      if (depth == 0 && is(",", ahead)) return false;
    }
    return false;
  }

  // What the word here opens or closes: CASE … END, CASE … END CASE, BEGIN, and the loops by their END.
  int opened() const {
    if (is_before("end") || is_before(".")) return 0;
    if (is("begin") || is("case")) return 1;
    if (is("end")) return -1;
    if (is("if")) return is_if_statement() ? 1 : 0;
    const bool starts = at_ == 0 || is_before(";") || is_before("begin") || is_before("then") || is_before("else") ||
                        is_before("do") || is_before("loop") || is_before("repeat") || is_before(":") ||
                        is_before("row") || is_before(")");
    return starts && ((is("loop") || is("while") || is("for")) || (is("repeat") && !is("(", 1))) ? 1 : 0;
  }

  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
};

// `/*! … */` is SQL to the servers, and no client of theirs shows where it ends.
std::optional<SqlFault> fault_of_comments(std::string_view sql) {
  for (const auto& token : sql_tokens(sql, lexis, true)) {
    const auto text = token.text(sql);
    const bool is_executed =
        token.kind == SqlTokenKind::comment && (text.starts_with("/*!") || text.starts_with("/*M!"));
    if (is_executed && text.find(';') != std::string_view::npos)
      return SqlFault{"holds a statement in a comment that MySQL and MariaDB take for SQL", token.begin};
  }
  return std::nullopt;
}

}  // namespace

std::optional<SqlFault> fault_of_parameter(const ParameterPlace& place, std::string_view key, std::string_view value) {
  auto fault = fault_of_key(place, key);
  if (!fault) fault = fault_of_value(place.owner, key, value);
  return fault ? std::optional(SqlFault{std::move(*fault), 0}) : std::nullopt;
}

std::optional<SqlFault> fault_of_word(std::string_view word, SqlWord what) {
  static constexpr std::string_view methods[] = {"btree", "hash", "fulltext", "spatial", "rtree", "vector"};
  if (what == SqlWord::index_method && std::ranges::find(methods, word) == std::end(methods))
    return SqlFault{"is none of MySQL's, expected btree, hash, fulltext, spatial or vector", 0};
  if (!is_plain_word(word)) return SqlFault{"is no name of one, expected one word of letters, digits and `_`", 0};
  return std::nullopt;
}

std::optional<SqlFault> fault_of(const SqlObject& object) {
  if (auto fault = fault_of_comments(object.definition)) return fault;
  static constexpr std::string_view kinds[] = {"view",  "trigger", "function",    "procedure",
                                               "event", "package", "package body"};
  if (std::ranges::find(kinds, object.kind) == std::end(kinds))
    return SqlFault{
        "is of a kind that is not given as SQL, expected view, trigger, function, procedure, event, package "
        "or package body",
        0};
  ProofReader reader(object.definition, sql_mode_of(object.definition));
  if (auto fault = reader.settings()) return fault;
  if (auto fault = reader.head(object)) return fault;
  if (auto fault = reader.beginning(object.kind)) return fault;
  return reader.body(object);
}

}  // namespace schemac::mysql
