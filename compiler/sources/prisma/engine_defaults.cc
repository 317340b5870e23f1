#include "sources/prisma/engine_defaults.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/sql_tokens.h"

namespace schemac::prisma {
namespace {

// Walks over the tokens of one expression.
class Walk {
 public:
  Walk(std::string_view sql, const SqlLexis& lexis) : sql_(sql), tokens_(sql_tokens(sql, lexis)) {}

  std::size_t size() const { return tokens_.size(); }
  bool done() const { return at_ >= tokens_.size(); }
  bool is(std::string_view text) const { return !done() && equal_ignoring_case(tokens_[at_].text(sql_), text); }
  bool is(SqlTokenKind kind) const { return !done() && tokens_[at_].kind == kind; }
  std::string_view text() const { return tokens_[at_].text(sql_); }
  std::size_t begin() const { return done() ? sql_.size() : tokens_[at_].begin; }
  std::size_t end_of_last() const { return at_ == 0 ? 0 : tokens_[at_ - 1].end; }
  void next() { ++at_; }
  bool take(std::string_view text) {
    if (!is(text)) return false;
    next();
    return true;
  }

  // From an opening bracket to behind its partner.
  void bracket() {
    int depth = 0;
    do {
      if (is("(") || is("[")) ++depth;
      if (is(")") || is("]")) --depth;
      next();
    } while (depth > 0 && !done());
  }

  // A name, perhaps with its schema, perhaps called.
  void name() {
    const bool array = is("array");
    next();
    while (take(".")) next();
    if (is("(") || (array && is("["))) bracket();
  }

  // `::timestamp(3) without time zone`
  void casts() {
    while (take("::"))
      while (!done() && !is("::") &&
             (is(SqlTokenKind::word) || is(SqlTokenKind::quoted_identifier) || is(".") || is("(") || is("["))) {
        if (is("(") || is("["))
          bracket();
        else if (is("at"))
          return;
        else
          next();
      }
  }

 private:
  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
};

// A constant, a call, a keyword or something in brackets, and the casts behind it: what the catalogue leaves without
// parentheses.
bool is_operand(std::string_view sql, const Dialect& dialect) {
  Walk walk(sql, dialect.traits().lexis);
  if (walk.done()) return true;
  if (walk.is("case")) return equal_ignoring_case(sql.substr(sql.size() - std::min<std::size_t>(3, sql.size())), "end");
  if (walk.is("-")) walk.next();
  if (walk.is("(")) {
    walk.bracket();
  } else if (walk.is("not")) {
    return false;
  } else if (walk.is(SqlTokenKind::word) || walk.is(SqlTokenKind::quoted_identifier)) {
    walk.name();
  } else {
    walk.next();
  }
  walk.casts();
  return walk.done();
}

// How the catalogue names a type in a cast: without length or precision.
std::string cast_name(const Type& type, const Dialect& dialect) {
  Type bare = type;
  bare.arguments.clear();
  bare.array = false;
  const auto name = bare.name == "character"            ? std::string("bpchar")
                    : bare.name == "bit"                ? std::string("\"bit\"")
                    : bare.name.starts_with("interval") ? std::string("interval")
                                                        : dialect.type_sql(bare);
  return name + (type.array ? "[]" : "");
}

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.front() != '.' && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// `'5000000000'` and `5000000000` are one number.
std::string bare(std::string_view literal) {
  if (literal.starts_with('\'') && is_number(string_value(literal))) return string_value(literal);
  return std::string(literal);
}

// `{a,"b c",3}`: one level, without nulls.
std::optional<std::vector<std::string>> braced_elements(std::string_view text) {
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string element;
    const bool quoted = text[at] == '"';
    if (quoted) ++at;
    for (; at < text.size() && (quoted ? text[at] != '"' : text[at] != ','); ++at) {
      if (!quoted && (text[at] == '{' || text[at] == '"')) return std::nullopt;
      if (text[at] == '\\') ++at;
      if (at < text.size()) element += text[at];
    }
    if (!quoted && (equal_ignoring_case(element, "null") || element.empty())) return std::nullopt;
    out.push_back(string_literal(element));
    if (quoted && ++at < text.size() && text[at] != ',') return std::nullopt;
  }
  return out;
}

bool is_truth(const Type& type) { return type.portable.family == TypeFamily::boolean; }

std::string element_value(std::string_view literal, const Type& type) {
  auto value = literal.starts_with('\'') ? string_value(literal) : std::string(literal);
  if (!is_truth(type)) return value;
  value = lower(value);
  return value == "t" || value == "1" ? "true" : value == "f" || value == "0" ? "false" : value;
}

}  // namespace

std::string without_cast(std::string_view sql, const Dialect& dialect) {
  Walk walk(sql, dialect.traits().lexis);
  if (walk.is("-")) walk.next();
  if (!walk.is(SqlTokenKind::string) && !walk.is(SqlTokenKind::number) && !walk.is(SqlTokenKind::word))
    return std::string(sql);
  walk.next();
  const auto end = walk.end_of_last();
  if (!walk.done() && !walk.is("::")) return std::string(sql);
  walk.casts();
  return std::string(walk.done() ? sql.substr(0, end) : sql);
}

bool is_constant(std::string_view sql, const Dialect& dialect) {
  return sql_tokens(sql, dialect.traits().lexis).size() == (sql.starts_with('-') ? 2U : 1U);
}

std::string catalogue_text(std::string_view sql, const Dialect& dialect) {
  const bool bare = dialect.traits().name != "postgresql" || is_operand(sql, dialect);
  return bare ? std::string(sql) : fmt::format("({})", sql);
}

std::string catalogue_text(const Column& column, const Dialect& dialect) {
  const auto& sql = column.default_value->sql;
  const bool literal = dialect.traits().name == "postgresql" && is_constant(sql, dialect) && sql.starts_with('\'');
  return literal ? sql + "::" + cast_name(column.type, dialect) : catalogue_text(sql, dialect);
}

bool is_now(std::string_view sql) {
  return equal_ignoring_case(sql, "now()") || equal_ignoring_case(sql, "current_timestamp");
}

std::optional<std::vector<std::string>> list_elements(std::string_view sql, const Dialect& dialect) {
  Walk walk(sql, dialect.traits().lexis);
  if (walk.is(SqlTokenKind::string)) {
    const auto literal = without_cast(sql, dialect);
    return literal.ends_with('\'') ? braced_elements(string_value(literal)) : std::nullopt;
  }
  if (!walk.take("array") || !walk.take("[")) return std::nullopt;
  std::vector<std::string> out;
  while (!walk.is("]")) {
    const auto begin = walk.begin();
    while (!walk.done() && !walk.is(",") && !walk.is("]")) {
      if (walk.is("(") || walk.is("["))
        walk.bracket();
      else
        walk.next();
    }
    if (walk.done()) return std::nullopt;
    const auto element = without_cast(sql.substr(begin, walk.end_of_last() - begin), dialect);
    if (!is_constant(element, dialect)) return std::nullopt;
    out.push_back(element);
    walk.take(",");
  }
  walk.next();
  walk.casts();
  return walk.done() ? std::optional(std::move(out)) : std::nullopt;
}

bool reads_alike(const Column& present, const Column& wanted, const Dialect& dialect) {
  if (!present.default_value || !wanted.default_value) return false;
  const auto &have = present.default_value->sql, &want = wanted.default_value->sql;
  if (is_now(have) && is_now(want)) return true;
  if (present.type.array && wanted.type.array) {
    auto a = list_elements(have, dialect), b = list_elements(want, dialect);
    if (!a || !b || a->size() != b->size()) return false;
    return std::equal(a->begin(), a->end(), b->begin(), [&](const std::string& x, const std::string& y) {
      const auto plain = [&](const std::string& literal) { return element_value(literal, present.type); };
      return plain(x) == plain(y);
    });
  }
  const auto a = bare(without_cast(have, dialect)), b = bare(without_cast(want, dialect));
  return (is_number(a) && a == b) || (is_truth(present.type) && is_truth(wanted.type) &&
                                      element_value(a, present.type) == element_value(b, wanted.type));
}

}  // namespace schemac::prisma
