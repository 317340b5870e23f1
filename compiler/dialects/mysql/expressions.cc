#include "dialects/mysql/expressions.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "dialects/mysql/constants.h"
#include "dialects/mysql/expression_tree.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/object_text.h"
#include "dialects/mysql/partitioning.h"
#include "dialects/mysql/references.h"
#include "dialects/mysql/reserved_words.h"
#include "dialects/mysql/types.h"

namespace schemac::mysql {
namespace {

struct SpelledWord {
  SqlTokenKind kind;
  std::string text;
};

std::vector<SpelledWord> words_of(std::string_view sql) {
  std::vector<SpelledWord> words;
  for (const auto& token : sql_tokens(sql, lexis)) words.push_back({token.kind, std::string(token.text(sql))});
  return words;
}

bool is_symbol(const SpelledWord& word, std::string_view text) {
  return word.kind == SqlTokenKind::symbol && word.text == text;
}

std::string without_outer_parentheses(std::string_view sql) {
  for (;;) {
    const auto tokens = sql_tokens(sql, lexis);
    if (tokens.size() < 3 || tokens.front().text(sql) != "(" || tokens.back().text(sql) != ")") return std::string(sql);
    int depth = 0;
    for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
      const auto text = tokens[at].text(sql);
      if (tokens[at].kind == SqlTokenKind::symbol) depth += text == "(" ? 1 : text == ")" ? -1 : 0;
      if (depth == 0) return std::string(sql);
    }
    sql = sql.substr(tokens[1].begin, tokens[tokens.size() - 2].end - tokens[1].begin);
  }
}

bool is_introducer(const std::vector<SpelledWord>& words, std::size_t at) {
  return words[at].kind == SqlTokenKind::word && lower(words[at].text).starts_with("_utf8") && at + 1 < words.size() &&
         words[at + 1].kind == SqlTokenKind::string;
}

// Functions of several names: the one that is compared.
std::string usual_name(std::string word) {
  static constexpr auto others =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"octet_length", "length"},
                                                                    {"current_date", "curdate"},
                                                                    {"current_time", "curtime"},
                                                                    {"lcase", "lower"},
                                                                    {"ucase", "upper"},
                                                                    {"substring", "substr"},
                                                                    {"character_length", "char_length"},
                                                                    {"power", "pow"},
                                                                    {"dayofmonth", "day"},
                                                                    {"current_timestamp", "now"}});
  const auto at = std::find_if(others.begin(), others.end(), [&](const auto& one) { return one.first == word; });
  return at == others.end() ? word : std::string(at->second);
}

// One word in the form in which it is compared.
std::string comparable(const SpelledWord& word) {
  switch (word.kind) {
    case SqlTokenKind::word: return usual_name(lower(word.text));
    case SqlTokenKind::number: return lower(word.text);
    case SqlTokenKind::quoted_identifier: return lower(unquoted(word.text));
    case SqlTokenKind::symbol:
      return word.text == "!=" ? "<>" : word.text == "||" ? "or" : word.text == "&&" ? "and" : word.text;
    case SqlTokenKind::string:
      return word.text.front() == '\'' || word.text.front() == '"' ? literal(literal_value(word.text))
                                                                   : lower(word.text);
    case SqlTokenKind::comment: return {};
  }
  return {};
}

std::vector<std::string> comparable(std::string_view sql) {
  const auto words = words_of(without_outer_parentheses(sql));
  std::vector<std::string> out;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (is_introducer(words, at)) continue;
    out.push_back(comparable(words[at]));
    // CURRENT_DATE is CURDATE()
    const bool called = at + 1 < words.size() && is_symbol(words[at + 1], "(");
    if (!called && words[at].kind == SqlTokenKind::word &&
        (out.back() == "curdate" || out.back() == "curtime" || out.back() == "now"))
      out.insert(out.end(), {"(", ")"});
  }
  return out;
}

bool is_plain_constant(const std::vector<SpelledWord>& words) {
  if (words.size() == 2 && (is_symbol(words[0], "-") || is_symbol(words[0], "+")))
    return words[1].kind == SqlTokenKind::number;
  if (words.size() != 1) return false;
  const auto word = lower(words[0].text);
  return words[0].kind == SqlTokenKind::number || words[0].kind == SqlTokenKind::string || word == "true" ||
         word == "false" || word == "null";
}

// Elsewhere, as of a DATE or with other digits than the column's, the moment is an expression like others.
bool is_moment_of(const Type& type, std::string_view sql) {
  const auto digits = type.arguments.empty() ? std::string() : fmt::format("({})", type.arguments[0]);
  return (type.name == "datetime" || type.name == "timestamp") && canonical_now(sql) == "CURRENT_TIMESTAMP" + digits;
}

bool is_partitioning_word(std::string_view word) {
  static constexpr auto words = std::to_array<std::string_view>(
      {"partition", "partitions", "values",  "less", "than",   "maxvalue", "in",   "range",   "list", "hash",
       "key",       "linear",     "columns", "by",   "engine", "comment",  "null", "to_days", "year", "month"});
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

// Before a text; before bytes it makes a text of them.
static bool is_usual_introducer(std::string_view word, std::string_view text) {
  return (text.starts_with('\'') || text.starts_with('"')) && equal_ignoring_case(word, "_utf8mb4");
}

std::string without_comments(std::string_view sql) {
  std::string out;
  std::size_t last = 0;
  for (const auto& token : sql_tokens(sql, lexis, true)) {
    if (token.kind != SqlTokenKind::comment) continue;
    out += sql.substr(last, token.begin - last);
    out += ' ';
    last = token.end;
  }
  if (last == 0) return std::string(sql);
  out += sql.substr(last);
  const auto begin = out.find_first_not_of(" \t\r\n");
  return begin == std::string::npos ? std::string() : out.substr(begin, out.find_last_not_of(" \t\r\n") + 1 - begin);
}

std::string without_usual_introducers(std::string_view sql) {
  const auto tokens = sql_tokens(sql, lexis);
  std::string out;
  std::size_t last = 0;
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    if (!is_usual_introducer(tokens[at].text(sql), tokens[at + 1].text(sql))) continue;
    out += sql.substr(last, tokens[at].begin - last);
    last = tokens[at + 1].begin;
  }
  return out + std::string(sql.substr(last));
}

// The text with what `replacement` says in place of each token that it says something for.
template <class Replacement>
static std::string with_tokens_replaced(std::string_view sql, const Replacement& replacement) {
  const auto tokens = sql_tokens(sql, lexis);
  const auto word = [&](std::size_t at) { return at < tokens.size() ? lower(tokens[at].text(sql)) : std::string(); };
  std::string out;
  std::size_t last = 0;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const std::optional<std::string> other = replacement(word, at);
    if (!other) continue;
    out += sql.substr(last, tokens[at].begin - last);
    out += *other;
    last = tokens[at].end;
  }
  return out + std::string(sql.substr(last));
}

// Whether the word is a condition by itself, however many parentheses it stands in: NOT above it makes TRUE 0, and 1
// `!1`.
template <class SpelledWord>
static bool is_condition_alone(const SpelledWord& word, std::size_t at) {
  static const std::string before = " and or xor not ! && || & | ( ", behind = " and or xor && || & | ) ";
  const auto among = [](const std::string& list, const std::string& one) {
    return one.empty() || list.find(" " + one + " ") != std::string::npos;
  };
  auto first = at, last = at;
  while (first > 0 && word(first - 1) == "(" && word(last + 1) == ")") --first, ++last;
  return (first == 0 || among(before, word(first - 1))) && among(behind, word(last + 1));
}

std::string with_numbers_for_truth(std::string_view sql) {
  return with_tokens_replaced(sql, [](const auto& word, std::size_t at) -> std::optional<std::string> {
    if (word(at) != "true" && word(at) != "false") return std::nullopt;
    if (at > 0 && word(at - 1) == "!") return std::nullopt;  // which MariaDB makes 0, and of !1 nothing
    const bool tested = at > 0 && (word(at - 1) == "is" || (at > 1 && word(at - 1) == "not" && word(at - 2) == "is"));
    if (tested || is_condition_alone(word, at)) return std::nullopt;
    return word(at) == "true" ? "1" : "0";
  });
}

// `Contains(p, q)` → `st_contains(p, q)`: the name that MariaDB shows of a function that has another, older one.
static std::optional<std::string> newer_geometry_name(std::string_view name) {
  static constexpr std::string_view prefixed =
      " area boundary buffer centroid contains convexhull crosses dimension endpoint envelope equals exteriorring "
      "geometryn interiorringn isclosed isempty isring issimple numgeometries numinteriorrings numpoints pointn "
      "pointonsurface startpoint touches within ";
  static const std::map<std::string_view, std::string_view> others = {{"disjoint", "mbrdisjoint"},
                                                                      {"intersects", "mbrintersects"},
                                                                      {"overlaps", "mbroverlaps"},
                                                                      {"mbrequal", "mbrequals"},
                                                                      {"glength", "st_length"}};
  if (const auto at = others.find(name); at != others.end()) return std::string(at->second);
  return prefixed.find(fmt::format(" {} ", name)) == std::string_view::npos ? std::nullopt
                                                                            : std::optional(fmt::format("st_{}", name));
}

std::string with_one_geometry_reader(std::string_view sql) {
  static const std::string kinds =
      " point line linestring poly polygon mpoint multipoint mline multilinestring mpoly multipolygon "
      "geometrycollection geomcoll ";
  return with_tokens_replaced(sql, [](const auto& word, std::size_t at) -> std::optional<std::string> {
    const auto whole = word(at);
    if (word(at + 1) != "(") return std::nullopt;
    if (!whole.ends_with("fromtext")) return newer_geometry_name(whole);
    auto kind = std::string_view(whole).substr(0, whole.size() - 8);
    if (kind.starts_with("st_")) kind.remove_prefix(3);
    return kinds.find(fmt::format(" {} ", kind)) == std::string::npos ? std::nullopt
                                                                      : std::optional("st_geometryfromtext");
  });
}

std::string canonical_now(std::string_view sql) {
  const auto inner = without_outer_parentheses(sql);
  const auto words = words_of(inner);
  static constexpr auto names =
      std::to_array<std::string_view>({"current_timestamp", "now", "localtime", "localtimestamp"});
  if (words.empty() || words[0].kind != SqlTokenKind::word ||
      std::find(names.begin(), names.end(), lower(words[0].text)) == names.end())
    return std::string(sql);
  if (words.size() == 1 || (words.size() == 3 && is_symbol(words[1], "("))) return "CURRENT_TIMESTAMP";
  if (words.size() == 4 && is_symbol(words[1], "(") && words[2].kind == SqlTokenKind::number)
    return words[2].text == "0" ? "CURRENT_TIMESTAMP" : fmt::format("CURRENT_TIMESTAMP({})", words[2].text);
  return std::string(sql);
}

std::vector<std::string> columns_named(std::string_view sql, const Table& table) {
  std::vector<std::string> out;
  for (const auto& reference : references_in_expression(sql, table))
    if (const auto& object = reference.object;
        object.kind == ObjectKind::column && std::find(out.begin(), out.end(), object.part) == out.end())
      out.push_back(object.part);
  return out;
}

Expression canonical(const Expression& expression, const Table& table) {
  Expression out{.sql = without_outer_parentheses(expression.sql)};
  if (out.sql.find('.') != std::string::npos)
    out.sql = without_database(out.sql, table.name.name);  // its own name says nothing
  out.sql = with_quoted_columns(out.sql, table);
  out.objects = expression.objects;
  out.columns = columns_named(out.sql, table);
  return out;
}

static bool is_beyond_first_plane(char c) { return (static_cast<unsigned char>(c) & 0xF8U) == 0xF0U; }

static std::string as_kept(std::string_view text, std::string_view for_each) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool beyond = is_beyond_first_plane(text[at]);
    out += beyond ? for_each : text.substr(at, 1);
    if (beyond) at += 3;
  }
  return out;
}

bool same_default_text(std::string_view a, std::string_view b) {
  return a == b || as_kept(a, "?") == as_kept(b, "?") || as_kept(a, "????") == as_kept(b, "????");
}

bool stands_in_parentheses(std::string_view sql) { return without_outer_parentheses(sql) != sql; }

static bool means_a_constant(std::string_view sql) {
  const auto tree = read_expression(sql);
  return tree && tree->kind == Term::constant;
}

static std::string canonical_constant(std::string_view sql, const Type& type, std::string_view collation,
                                      const Engine& engine) {
  // MySQL tells a constant or a moment in parentheses from one without
  const bool expression = stands_in_parentheses(sql) && !is_mariadb(engine);
  const auto inner = without_outer_parentheses(sql);
  if (is_moment_of(type, sql)) return expression ? fmt::format("({})", canonical_now(sql)) : canonical_now(sql);
  const auto words = words_of(inner);
  const bool plain = is_plain_constant(words);
  // `'x' COLLATE c` is an expression to both
  const bool collates = std::any_of(words.begin(), words.end(), [](const SpelledWord& one) {
    return one.kind == SqlTokenKind::word && equal_ignoring_case(one.text, "collate");
  });
  if (collates && stands_in_parentheses(sql)) return "(" + inner + ")";
  if (expression) return plain || means_a_constant(inner) ? "(" + inner + ")" : inner;
  if (words.size() == 1 && lower(words[0].text) == "null") return {};
  if (const auto stored = stored_constant(inner, type, collation, engine)) return *stored;
  if (!plain || words.size() > 1) return inner;
  const auto& only = words[0];
  const auto quote = only.text.find_first_of("'\"");
  const bool is_text =
      only.kind == SqlTokenKind::string && (quote == 0 || (quote == 1 && lower(only.text).front() == 'n'));
  return is_text ? literal(literal_value(std::string_view(only.text).substr(quote))) : lower(inner);
}

std::string canonical_default(std::string_view sql, const Type& type, std::string_view collation,
                              const Engine& engine) {
  auto out = canonical_constant(sql, type, collation, engine);
  // a TEXT of MySQL has an expression or nothing
  const bool in_parentheses = engine.major != 0 && !is_mariadb(engine) && (is_blob(type) || type.name == "json");
  return in_parentheses && !out.empty() && !stands_in_parentheses(out) && is_plain_constant(words_of(out))
             ? "(" + out + ")"
             : out;
}

std::string default_sql(const Column& column, const Engine& engine) {
  const auto& sql = column.default_value->sql;
  if (is_moment_of(column.type, sql) || is_plain_constant(words_of(sql))) {
    // a TEXT of MySQL has an expression or nothing
    const bool needs_expression = !is_mariadb(engine) && (is_blob(column.type) || column.type.name == "json");
    return needs_expression && !sql.starts_with('(') ? "(" + sql + ")" : sql;
  }
  return sql.starts_with('(') && without_outer_parentheses(sql) != sql ? sql : "(" + sql + ")";
}

// A statement that makes something, with the line before it that sets the mode.
static bool makes_an_object(std::string_view sql) {
  const auto words = sql_tokens(sql.substr(0, 40), lexis);
  if (words.size() < 2) return false;
  const auto first = lower(words[0].text(sql)), second = lower(words[1].text(sql));
  return first == "create" || (first == "set" && second == "session");
}

bool same_expression(std::string_view a, std::string_view b) {
  if (a != b && makes_an_object(a) && makes_an_object(b)) return same_object(a, b);
  if (a == b || comparable(a) == comparable(b)) return true;
  if (is_partitioning(a) && is_partitioning(b)) return same_partitioning(a, b);
  // question marks of the catalogue against what they stand for
  const bool marked = a.find('?') != std::string_view::npos || b.find('?') != std::string_view::npos;
  if (marked && (std::any_of(a.begin(), a.end(), is_beyond_first_plane) ||
                 std::any_of(b.begin(), b.end(), is_beyond_first_plane)))
    return same_expression(as_kept(a, "?"), as_kept(b, "?")) || same_expression(as_kept(a, "????"), as_kept(b, "????"));
  const auto left = meaning_of(a);
  return left && left == meaning_of(b);
}

std::string without_database(std::string_view sql, std::string_view database) {
  const auto tokens = sql_tokens(sql, lexis);
  std::string out;
  std::size_t last = 0;
  for (std::size_t at = 0; at + 2 < tokens.size(); ++at) {
    const bool named = tokens[at].kind == SqlTokenKind::quoted_identifier || tokens[at].kind == SqlTokenKind::word;
    const bool qualified = named && unquoted(tokens[at].text(sql)) == database && tokens[at + 1].text(sql) == "." &&
                           (at == 0 || tokens[at - 1].text(sql) != ".");
    if (!qualified) continue;
    out += sql.substr(last, tokens[at].begin - last);
    last = tokens[at + 2].begin;
  }
  return out + std::string(sql.substr(last));
}

std::string respelled(std::string_view sql, const Table& table) {
  std::string out;
  std::size_t last = 0;
  for (const auto& token : sql_tokens(sql, lexis)) {
    auto text = std::string(token.text(sql));
    if (token.kind == SqlTokenKind::word && names_column(table, text) &&
        !(token.end < sql.size() && sql[token.end] == '(')) {
      text = quote(text);
    } else if (token.kind == SqlTokenKind::quoted_identifier && !names_column(table, unquoted(text))) {
      const auto name = unquoted(text);
      const bool plain = !name.empty() &&
                         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos &&
                         !(name[0] >= '0' && name[0] <= '9') && !is_partitioning_word(name);
      text = plain ? name : quote(name);
    }
    if (!out.empty() && token.begin > last) out += " ";
    out += text;
    last = token.end;
  }
  return out;
}

}  // namespace schemac::mysql
