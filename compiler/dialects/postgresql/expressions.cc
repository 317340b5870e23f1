#include "dialects/postgresql/expressions.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <unordered_set>

#include "dialects/postgresql/array_casts.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/types.h"
#include "operations/object_ids.h"

namespace schemac::postgresql {
namespace {

const std::unordered_set<std::string_view>& upper_words() {
  static const std::unordered_set<std::string_view> words = {"all",
                                                             "and",
                                                             "any",
                                                             "array",
                                                             "asymmetric",
                                                             "at",
                                                             "between",
                                                             "both",
                                                             "case",
                                                             "cast",
                                                             "coalesce",
                                                             "collate",
                                                             "current_catalog",
                                                             "current_date",
                                                             "current_role",
                                                             "current_schema",
                                                             "current_time",
                                                             "current_timestamp",
                                                             "current_user",
                                                             "distinct",
                                                             "else",
                                                             "end",
                                                             "escape",
                                                             "exists",
                                                             "extract",
                                                             "for",
                                                             "from",
                                                             "greatest",
                                                             "ilike",
                                                             "in",
                                                             "is",
                                                             "isnull",
                                                             "leading",
                                                             "least",
                                                             "like",
                                                             "localtime",
                                                             "localtimestamp",
                                                             "not",
                                                             "notnull",
                                                             "null",
                                                             "nullif",
                                                             "or",
                                                             "overlaps",
                                                             "placing",
                                                             "row",
                                                             "session_user",
                                                             "similar",
                                                             "some",
                                                             "symmetric",
                                                             "then",
                                                             "trailing",
                                                             "using",
                                                             "when",
                                                             "where",
                                                             "with"};
  return words;
}

std::string upper(std::string_view word) {
  std::string out(word);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

// `time zone` is upper behind `AT` and lower in a type's name.
std::string cased(std::string_view word, std::string_view before) {
  const auto folded = lower(word);
  if (upper_words().contains(folded)) {
    const bool in_type_name = folded == "with" && (before == "timestamp" || before == "time" || before == ")");
    return in_type_name ? folded : upper(word);
  }
  if ((folded == "time" && before == "AT") || (folded == "zone" && before == "TIME") ||
      (folded == "to" && before == "SIMILAR"))
    return upper(word);
  return folded;
}

bool is_number(std::string_view text) {
  double value = 0;
  if (text.empty() || std::isspace(static_cast<unsigned char>(text[0]))) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() &&
         std::isdigit(static_cast<unsigned char>(text.back()));
}

// The type that `base` names is the column's, leaving lengths and precisions aside: a constant's cast has none.
bool is_type_of(std::string_view cast, const Type& type) {
  const auto parsed = parse_type(cast);
  if (!parsed || parsed->array != type.array) return false;
  if (!parsed->arguments.empty() && parsed->arguments != type.arguments) return false;
  if (type.user_type) {
    if (!parsed->user_type || parsed->user_type->name != type.user_type->name) return false;
    const auto& schema = parsed->user_type->schema;
    return schema.empty() || type.user_type->schema.empty() || schema == type.user_type->schema;
  }
  if (parsed->user_type) return false;
  const auto plain = [](const std::string& name) { return name == "bpchar" ? std::string("character") : name; };
  if (plain(type.name).starts_with("interval") && parsed->name.starts_with("interval")) return true;
  if (const auto integer = serial_integer(type.name); !integer.empty()) return parsed->name == integer;
  return plain(parsed->name) == plain(type.name);
}

// A string constant that the engine prints as a bare number.
std::string bare_number(std::string_view value, std::string_view type) {
  if (!is_number(value)) return {};
  if (type == "integer" && value.find_first_of(".eE") == std::string_view::npos) return std::string(value);
  if (type == "numeric" && value.find('.') != std::string_view::npos) return std::string(value);
  return {};
}

std::string boolean_word(std::string_view value) {
  static constexpr std::array<std::string_view, 5> yes = {"t", "true", "y", "yes", "on"};
  static constexpr std::array<std::string_view, 5> no = {"f", "false", "n", "no", "off"};
  const auto word = lower(value);
  if (std::find(yes.begin(), yes.end(), word) != yes.end() || word == "1") return "true";
  if (std::find(no.begin(), no.end(), word) != no.end() || word == "0") return "false";
  return {};
}

// `'value'`, or a constant with one cast behind it.
struct Constant {
  std::string_view literal;
  std::string_view cast;
};

std::optional<Constant> constant_of(std::string_view sql) {
  const auto tokens = sql_tokens(sql, postgresql_lexis());
  if (tokens.empty()) return std::nullopt;
  std::size_t at = 0;
  if (tokens[0].text(sql) == "(") {  // `(-1)::integer`
    while (at < tokens.size() && tokens[at].text(sql) != ")") ++at;
    if (at > 3 || at == tokens.size()) return std::nullopt;
  } else if (tokens[0].kind == SqlTokenKind::symbol && tokens[0].text(sql) == "-") {
    at = 1;
  } else if (tokens[0].kind == SqlTokenKind::word && !equal_ignoring_case(tokens[0].text(sql), "null")) {
    return std::nullopt;
  }
  if (at >= tokens.size()) return std::nullopt;
  const auto literal = sql.substr(tokens[0].begin, tokens[at].end - tokens[0].begin);
  if (at + 1 == tokens.size()) return Constant{literal, {}};
  if (tokens[at + 1].text(sql) != "::") return std::nullopt;
  const auto cast = sql.substr(tokens[at + 1].end);
  if (cast.find("::") != std::string_view::npos || !parse_type(cast)) return std::nullopt;
  return Constant{literal, cast};
}

// Redundant parentheses around a single operand: `(a) > 0`; those of calls, lists and operators stay.
std::vector<std::string> comparable_tokens(std::string_view sql) {
  const auto text = with_casts_of_elements(canonical_expression(sql));
  std::vector<std::string> out;
  for (const auto& token : sql_tokens(text, postgresql_lexis())) {
    auto word = std::string(token.text(text));
    if (word == "!=") word = "<>";
    if (word == ")" && out.size() >= 2 && out[out.size() - 2] == "(") {
      const bool is_call = out.size() >= 3 && (std::isalnum(static_cast<unsigned char>(out[out.size() - 3].back())) ||
                                               out[out.size() - 3].back() == '"' || out[out.size() - 3].back() == '_');
      if (!is_call) {
        out.erase(out.end() - 2);
        continue;
      }
    }
    out.push_back(std::move(word));
  }
  return out;
}

}  // namespace

SqlLexis postgresql_lexis() { return {.dollar_quotes = true}; }

std::string_view without_outer_parentheses(std::string_view sql) {
  const auto tokens = sql_tokens(sql, postgresql_lexis());
  std::size_t first = 0;
  std::size_t last = tokens.size();
  while (last - first >= 2 && tokens[first].text(sql) == "(" && tokens[last - 1].text(sql) == ")") {
    int depth = 0;
    std::size_t at = first;
    for (; at < last; ++at) {
      if (tokens[at].text(sql) == "(") ++depth;
      if (tokens[at].text(sql) == ")" && --depth == 0) break;
    }
    if (at + 1 != last) break;
    ++first;
    --last;
  }
  return last > first ? sql.substr(tokens[first].begin, tokens[last - 1].end - tokens[first].begin)
                      : std::string_view();
}

std::string canonical_expression(std::string_view sql) {
  const auto text = without_outer_parentheses(sql);
  std::string out;
  std::string before;
  std::size_t end = 0;
  for (const auto& token : sql_tokens(text, postgresql_lexis())) {
    if (!out.empty() && token.begin > end) out += ' ';
    before = token.kind == SqlTokenKind::word ? cased(token.text(text), before) : std::string(token.text(text));
    out += before;
    end = token.end;
  }
  return out;
}

namespace {

// `nextval('numbers')` is stored, and printed, as a call on the sequence itself: `nextval('public.numbers'::regclass)`.
std::optional<std::string> canonical_nextval(std::string_view sql) {
  const auto tokens = sql_tokens(sql, postgresql_lexis());
  const auto is = [&](std::size_t at, std::string_view text) {
    return at < tokens.size() && equal_ignoring_case(tokens[at].text(sql), text);
  };
  if (!is(0, "nextval") || !is(1, "(") || tokens.size() < 4 || tokens[2].kind != SqlTokenKind::string)
    return std::nullopt;
  const bool bare = tokens.size() == 4 && is(3, ")");
  const bool cast = tokens.size() == 6 && is(3, "::") && is(4, "regclass") && is(5, ")");
  if (!bare && !cast) return std::nullopt;
  return fmt::format("nextval({}::regclass)", string_literal(quote(qualified_name(string_value(tokens[2].text(sql))))));
}

}  // namespace

std::string canonical_default(std::string_view sql, const Type& type) {
  auto text = canonical_expression(sql);
  if (auto sequence = canonical_nextval(text)) return *sequence;
  const auto constant = constant_of(text);
  if (!constant) return text;
  const auto literal = without_outer_parentheses(constant->literal);
  if (equal_ignoring_case(literal, "null")) return constant->cast.empty() ? std::string() : text;
  if (!literal.starts_with('\'')) {
    const bool redundant = constant->cast.empty() ||
                           (is_type_of(constant->cast, type) && type.name != "bigint" && type.name != "smallint");
    return redundant ? std::string(literal) : text;
  }
  const auto value = string_value(literal);
  const auto cast_type = constant->cast.empty() ? Result<Type>(type) : parse_type(constant->cast);
  if (cast_type && !cast_type->array && !cast_type->user_type)
    if (auto number = bare_number(value, cast_type->name); !number.empty()) return number;
  if (!constant->cast.empty() && !is_type_of(constant->cast, type)) return text;
  if (type.name == "boolean" && !type.array)
    if (auto word = boolean_word(value); !word.empty()) return word;
  return std::string(literal);
}

std::string default_sql(std::string_view canonical) {
  static const std::unordered_set<std::string_view> binding = {"AND",     "AT", "BETWEEN",  "COLLATE", "ILIKE",
                                                               "IN",      "IS", "ISNULL",   "LIKE",    "NOT",
                                                               "NOTNULL", "OR", "OVERLAPS", "SIMILAR"};
  int depth = 0;
  for (const auto& token : sql_tokens(canonical, postgresql_lexis())) {
    const auto text = token.text(canonical);
    if (text == "(") ++depth;
    if (text == ")") --depth;
    if (depth == 0 && token.kind == SqlTokenKind::word && binding.contains(upper(text)))
      return "(" + std::string(canonical) + ")";
  }
  return std::string(canonical);
}

bool same_expression(std::string_view a, std::string_view b) {
  return a == b || comparable_tokens(a) == comparable_tokens(b);
}

std::vector<std::string> named_columns(std::string_view sql, const NamedList<Column>& columns) {
  const auto tokens = sql_tokens(sql, postgresql_lexis());
  std::vector<std::string> out;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const auto& token = tokens[at];
    if (token.kind != SqlTokenKind::word && token.kind != SqlTokenKind::quoted_identifier) continue;
    const bool call = at + 1 < tokens.size() && tokens[at + 1].text(sql) == "(" && token.kind == SqlTokenKind::word;
    const bool cast = at > 0 && tokens[at - 1].text(sql) == "::";
    if (cast) continue;
    const auto name = token.kind == SqlTokenKind::word ? lower(token.text(sql)) : unquoted(token.text(sql));
    // `in (…)` and the like are no calls, but a column can be called nothing of that kind
    if (call && !upper_words().contains(name)) continue;
    if (columns.find(name) && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<bool> keys_with_collation(std::string_view index_definition) {
  std::vector<bool> keys = {false};
  bool behind_using = false;
  int depth = 0;
  for (const auto& token : sql_tokens(index_definition, postgresql_lexis())) {
    const auto text = token.text(index_definition);
    if (token.kind == SqlTokenKind::word && equal_ignoring_case(text, "using")) behind_using = true;
    if (!behind_using) continue;
    if (text == "(") ++depth;
    if (text == ")" && --depth == 0) break;  // INCLUDE, WITH and WHERE follow
    if (depth != 1) continue;
    if (text == ",") keys.push_back(false);
    if (token.kind == SqlTokenKind::word && equal_ignoring_case(text, "collate")) keys.back() = true;
  }
  return keys;
}

QualifiedName qualified_name(std::string_view text) {
  const auto tokens = sql_tokens(text, postgresql_lexis());
  std::vector<std::string> parts;
  for (const auto& token : tokens) {
    if (token.kind == SqlTokenKind::word) parts.push_back(lower(token.text(text)));
    if (token.kind == SqlTokenKind::quoted_identifier) parts.push_back(unquoted(token.text(text)));
  }
  if (parts.empty()) return {};
  return {parts.size() > 1 ? parts[parts.size() - 2] : "public", parts.back()};
}

std::vector<ObjectId> named_objects(std::string_view sql, const std::vector<const Type*>& column_types) {
  std::vector<ObjectId> out;
  const auto add = [&](ObjectId id) {
    if (std::find(out.begin(), out.end(), id) == out.end()) out.push_back(std::move(id));
  };
  const auto add_type = [&](const Type& type) {
    if (!type.user_type) return;
    auto name = *type.user_type;
    if (name.schema.empty()) name.schema = "public";
    add({ObjectKind::type, std::move(name)});
  };
  for (const auto* type : column_types) add_type(*type);
  const auto tokens = sql_tokens(sql, postgresql_lexis());
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const auto text = tokens[at].text(sql);
    if (equal_ignoring_case(text, "nextval") && at + 2 < tokens.size() && tokens[at + 2].kind == SqlTokenKind::string)
      add({ObjectKind::sequence, qualified_name(string_value(tokens[at + 2].text(sql)))});
    if (const bool call = text == "(" && at >= 3 && tokens[at - 2].text(sql) == "."; call)
      add(routine_id({unquoted(tokens[at - 3].text(sql)), unquoted(tokens[at - 1].text(sql))}));
    if (text != "::") continue;
    if (at + 1 == tokens.size()) break;
    std::size_t end =
        at +
        2;  // a user type is one name, with a schema or without; built-in types of several words do not matter here
    while (end + 1 < tokens.size() && tokens[end].text(sql) == ".") end += 2;
    if (const auto type = parse_type(sql.substr(tokens[at + 1].begin, tokens[end - 1].end - tokens[at + 1].begin)))
      add_type(*type);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace schemac::postgresql
