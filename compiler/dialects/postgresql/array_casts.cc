#include "dialects/postgresql/array_casts.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/expressions.h"

namespace schemac::postgresql {
namespace {

// Of tokens: `(` at `begin`, and what follows `[` `]` at `end`.
struct ArrayCast {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<std::string_view> elements;
  std::string_view type;
};

class ArrayCasts {
 public:
  explicit ArrayCasts(std::string_view sql) : sql_(sql), tokens_(sql_tokens(sql, postgresql_lexis())) {}

  // Each cast as `print` says it, and the rest as it was. `print` may begin earlier, and end later, than the cast.
  template <class Print>
  std::string rewritten(Print&& print) const {
    std::string out;
    std::size_t done = 0;  // of the text
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      auto cast = cast_at(at);
      if (!cast) continue;
      auto text = print(*cast);
      if (!text || tokens_[cast->begin].begin < done) continue;
      out += sql_.substr(done, tokens_[cast->begin].begin - done);
      out += *text;
      at = cast->end - 1;
      done = tokens_[at].end;
    }
    out += sql_.substr(done);
    return out;
  }

  bool is(std::size_t at, std::string_view text) const {
    return at < tokens_.size() && equal_ignoring_case(tokens_[at].text(sql_), text);
  }
  bool is_name(std::size_t at) const {
    return at < tokens_.size() &&
           (tokens_[at].kind == SqlTokenKind::word || tokens_[at].kind == SqlTokenKind::quoted_identifier);
  }
  std::string_view between(std::size_t begin, std::size_t end) const {
    return sql_.substr(tokens_[begin].begin, tokens_[end - 1].end - tokens_[begin].begin);
  }

 private:
  std::optional<ArrayCast> cast_at(std::size_t begin) const {
    if (!is(begin, "(") || !is(begin + 1, "array") || !is(begin + 2, "[")) return std::nullopt;
    ArrayCast cast{.begin = begin, .elements = {}, .type = {}};
    std::size_t at = begin + 3;
    std::size_t element = at;
    for (int depth = 0; at < tokens_.size() && (depth > 0 || !is(at, "]")); ++at) {
      if (is(at, "(") || is(at, "[")) ++depth;
      if (is(at, ")") || is(at, "]")) --depth;
      if (depth != 0 || !is(at, ",") || at == element) continue;
      cast.elements.push_back(between(element, at));
      element = at + 1;
    }
    if (at >= tokens_.size() || at == element) return std::nullopt;
    cast.elements.push_back(between(element, at));
    if (!is(at + 1, ")") || !is(at + 2, "::")) return std::nullopt;
    const auto type = at + 3;
    for (at = type; is_name(at) || is(at, ".") || is(at, "(") || is(at, ")") || is(at, ",") ||
                    (at < tokens_.size() && tokens_[at].kind == SqlTokenKind::number);)
      ++at;
    if (at == type || !is(at, "[") || !is(at + 1, "]")) return std::nullopt;
    cast.type = between(type, at);
    cast.end = at + 2;
    return cast;
  }

  std::string_view sql_;
  std::vector<SqlToken> tokens_;
};

constexpr std::string_view varying = "::character varying";

bool is_string_constant(std::string_view element) {
  return element.starts_with('\'') && element.ends_with(varying) &&
         element.find("::") == element.size() - varying.size();
}

}  // namespace

std::string with_casts_of_elements(std::string_view sql) {
  if (sql.find("])::") == std::string_view::npos) return std::string(sql);
  return ArrayCasts(sql).rewritten([](const ArrayCast& cast) -> std::optional<std::string> {
    std::vector<std::string> elements;
    for (const auto element : cast.elements) elements.push_back(fmt::format("({})::{}", element, cast.type));
    return fmt::format("ARRAY[{}]", fmt::join(elements, ", "));
  });
}

std::string rereadable(std::string_view canonical) {
  if (canonical.find("::character varying])::text[]") == std::string_view::npos) return std::string(canonical);
  const ArrayCasts casts(canonical);
  return casts.rewritten([&](ArrayCast& cast) -> std::optional<std::string> {
    // `ANY (` before, `)` behind
    if (cast.begin < 2 || !casts.is(cast.begin - 1, "(") || !casts.is(cast.end, ")") || cast.type != "text")
      return std::nullopt;
    const bool any = casts.is(cast.begin - 2, "any");
    if ((!any && !casts.is(cast.begin - 2, "all")) ||
        !std::all_of(cast.elements.begin(), cast.elements.end(), is_string_constant))
      return std::nullopt;
    // `(column)::text =` in front of that
    const bool column = cast.begin >= 8 && casts.is(cast.begin - 3, any ? "=" : "<>") &&
                        casts.is(cast.begin - 4, "text") && casts.is(cast.begin - 5, "::") &&
                        casts.is(cast.begin - 6, ")") && casts.is_name(cast.begin - 7) && casts.is(cast.begin - 8, "(");
    if (!column) return fmt::format("ARRAY[{}]", fmt::join(cast.elements, ", "));
    std::vector<std::string_view> values;
    for (const auto element : cast.elements) values.push_back(element.substr(0, element.size() - varying.size()));
    auto text = fmt::format("{} {} ({})", casts.between(cast.begin - 7, cast.begin - 6), any ? "IN" : "NOT IN",
                            fmt::join(values, ", "));
    cast.begin -= 8;
    ++cast.end;
    return text;
  });
}

}  // namespace schemac::postgresql
