#include "dialects/postgresql/names.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <unordered_set>

#include "base/sql_tokens.h"
#include "dialects/postgresql/expressions.h"

namespace schemac::postgresql {
namespace {

// Everything but the unreserved keywords of 18, which is what the engine's own quoting leaves bare in no version.
const std::unordered_set<std::string_view>& keywords() {
  static const std::unordered_set<std::string_view> words = {"all",
                                                             "analyse",
                                                             "analyze",
                                                             "and",
                                                             "any",
                                                             "array",
                                                             "as",
                                                             "asc",
                                                             "asymmetric",
                                                             "authorization",
                                                             "between",
                                                             "bigint",
                                                             "binary",
                                                             "bit",
                                                             "boolean",
                                                             "both",
                                                             "case",
                                                             "cast",
                                                             "char",
                                                             "character",
                                                             "check",
                                                             "coalesce",
                                                             "collate",
                                                             "collation",
                                                             "column",
                                                             "concurrently",
                                                             "constraint",
                                                             "create",
                                                             "cross",
                                                             "current_catalog",
                                                             "current_date",
                                                             "current_role",
                                                             "current_schema",
                                                             "current_time",
                                                             "current_timestamp",
                                                             "current_user",
                                                             "dec",
                                                             "decimal",
                                                             "default",
                                                             "deferrable",
                                                             "desc",
                                                             "distinct",
                                                             "do",
                                                             "else",
                                                             "end",
                                                             "except",
                                                             "exists",
                                                             "extract",
                                                             "false",
                                                             "fetch",
                                                             "float",
                                                             "for",
                                                             "foreign",
                                                             "freeze",
                                                             "from",
                                                             "full",
                                                             "grant",
                                                             "greatest",
                                                             "group",
                                                             "grouping",
                                                             "having",
                                                             "ilike",
                                                             "in",
                                                             "initially",
                                                             "inner",
                                                             "inout",
                                                             "int",
                                                             "integer",
                                                             "intersect",
                                                             "interval",
                                                             "into",
                                                             "is",
                                                             "isnull",
                                                             "join",
                                                             "json",
                                                             "json_array",
                                                             "json_arrayagg",
                                                             "json_exists",
                                                             "json_object",
                                                             "json_objectagg",
                                                             "json_query",
                                                             "json_scalar",
                                                             "json_serialize",
                                                             "json_table",
                                                             "json_value",
                                                             "lateral",
                                                             "leading",
                                                             "least",
                                                             "left",
                                                             "like",
                                                             "limit",
                                                             "localtime",
                                                             "localtimestamp",
                                                             "merge_action",
                                                             "national",
                                                             "natural",
                                                             "nchar",
                                                             "none",
                                                             "normalize",
                                                             "not",
                                                             "notnull",
                                                             "null",
                                                             "nullif",
                                                             "numeric",
                                                             "offset",
                                                             "on",
                                                             "only",
                                                             "or",
                                                             "order",
                                                             "out",
                                                             "outer",
                                                             "overlaps",
                                                             "overlay",
                                                             "placing",
                                                             "position",
                                                             "precision",
                                                             "primary",
                                                             "real",
                                                             "references",
                                                             "returning",
                                                             "right",
                                                             "row",
                                                             "select",
                                                             "session_user",
                                                             "setof",
                                                             "similar",
                                                             "smallint",
                                                             "some",
                                                             "substring",
                                                             "symmetric",
                                                             "system_user",
                                                             "table",
                                                             "tablesample",
                                                             "then",
                                                             "time",
                                                             "timestamp",
                                                             "to",
                                                             "trailing",
                                                             "treat",
                                                             "trim",
                                                             "true",
                                                             "union",
                                                             "unique",
                                                             "user",
                                                             "using",
                                                             "values",
                                                             "varchar",
                                                             "variadic",
                                                             "verbose",
                                                             "when",
                                                             "where",
                                                             "window",
                                                             "with",
                                                             "xmlattributes",
                                                             "xmlconcat",
                                                             "xmlelement",
                                                             "xmlexists",
                                                             "xmlforest",
                                                             "xmlnamespaces",
                                                             "xmlparse",
                                                             "xmlpi",
                                                             "xmlroot",
                                                             "xmlserialize",
                                                             "xmltable"};
  return words;
}

bool is_bare(std::string_view identifier) {
  if (identifier.empty() || !(std::islower(static_cast<unsigned char>(identifier[0])) || identifier[0] == '_'))
    return false;
  return std::all_of(identifier.begin(), identifier.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }) &&
         !keywords().contains(identifier);
}

// The longest start of `text` of at most `limit` bytes that ends where a character ends.
std::size_t clipped(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text.size();
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return limit;
}

}  // namespace

std::string quote(std::string_view identifier) {
  if (is_bare(identifier)) return std::string(identifier);
  std::string out = "\"";
  for (const char c : identifier) {
    out += c;
    if (c == '"') out += c;
  }
  return out + "\"";
}

std::string quote(const QualifiedName& name) {
  return name.schema.empty() ? quote(name.name) : quote(name.schema) + "." + quote(name.name);
}

std::string quote_list(const std::vector<std::string>& identifiers) {
  std::string out;
  for (const auto& identifier : identifiers) out += (out.empty() ? "" : ", ") + quote(identifier);
  return out;
}

std::string joined_name(std::string part1, std::string part2, std::string_view label) {
  const std::size_t overhead = (label.empty() ? 0 : label.size() + 1) + (part2.empty() ? 0 : 1);
  const std::size_t available = identifier_limit - overhead;
  std::size_t size1 = part1.size();
  std::size_t size2 = part2.size();
  while (size1 + size2 > available) (size1 > size2 ? size1 : size2)--;
  part1.resize(clipped(part1, size1));
  part2.resize(clipped(part2, size2));
  std::string out = part1;
  if (!part2.empty()) (out += '_') += part2;
  if (!label.empty()) (out += '_') += label;
  return out;
}

std::string free_name(const std::string& part1, const std::string& part2, std::string_view label,
                      const std::function<bool(const std::string&)>& taken) {
  auto name = joined_name(part1, part2, label);
  for (int number = 1; taken(name); ++number)
    name = joined_name(part1, part2, std::string(label) + std::to_string(number));
  return name;
}

std::string columns_part(const std::vector<std::string>& columns) {
  std::string out;
  for (const auto& column : columns) {
    if (!out.empty()) out += '_';
    out += column;
    if (out.size() > identifier_limit) break;
  }
  return out;
}

std::string expression_part(std::string_view sql) {
  const auto text = without_outer_parentheses(sql);
  const auto tokens = sql_tokens(text, postgresql_lexis());
  const auto is = [&](std::size_t at, std::string_view symbol) {
    return at < tokens.size() && tokens[at].text(text) == symbol;
  };
  const auto identifier = [&](std::size_t at) {
    return tokens[at].kind == SqlTokenKind::quoted_identifier ? unquoted(tokens[at].text(text))
                                                              : lower(tokens[at].text(text));
  };
  const auto is_name = [&](std::size_t at) {
    return at < tokens.size() &&
           (tokens[at].kind == SqlTokenKind::word || tokens[at].kind == SqlTokenKind::quoted_identifier);
  };
  if (tokens.empty()) return "expr";
  // a cast is called like what it casts, or like its type where that has no name
  for (std::size_t at = tokens.size(), depth = 0; at-- > 0;) {
    if (is(at, ")") || is(at, "]")) ++depth;
    if (is(at, "(") || is(at, "[")) --depth;
    if (depth != 0 || !is(at, "::")) continue;
    for (std::size_t rest = at + 1; rest < tokens.size(); ++rest)
      if (!is_name(rest) && !is(rest, "(") && !is(rest, ")") && !is(rest, ".") && !is(rest, "[") && !is(rest, "]") &&
          tokens[rest].kind != SqlTokenKind::number)
        return "expr";
    const auto inner = expression_part(text.substr(0, tokens[at].begin));
    return inner == "expr" && is_name(at + 1) ? identifier(at + 1) : inner;
  }
  if (!is_name(0)) return "expr";
  if (equal_ignoring_case(tokens[0].text(text), "case")) return "case";
  std::size_t at = 0;
  while (is(at + 1, ".") && is_name(at + 2)) at += 2;
  if (at + 1 == tokens.size()) return identifier(at);
  if (!is(at + 1, "(")) return "expr";
  std::size_t depth = 0;
  for (std::size_t end = at + 1; end < tokens.size(); ++end) {
    if (is(end, "(")) ++depth;
    if (is(end, ")") && --depth == 0) return end + 1 == tokens.size() ? identifier(at) : "expr";
  }
  return "expr";
}

}  // namespace schemac::postgresql
