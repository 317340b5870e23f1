#include "sources/prisma/print_types.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "sources/prisma/native_types.h"
#include "sources/prisma/sql_defaults.h"

namespace schemac::prisma {
namespace {

constexpr std::array scalars = {Scalar::string,  Scalar::boolean,   Scalar::integer, Scalar::big_integer, Scalar::floating,
                                Scalar::decimal, Scalar::date_time, Scalar::json,    Scalar::bytes};

PrintedType unsupported(const Type& type, const Dialect& dialect) {
  Type single = type;
  single.array = false;
  return {fmt::format("Unsupported({})", quoted(dialect.type_short(single))), "", {}, {}, true};
}

std::optional<Type> parsed(const Dialect& dialect, const std::string& text) {
  auto type = dialect.parse_type(text);
  return type ? std::optional(std::move(*type)) : std::nullopt;
}

PrintedType postgresql_type(const Type& type, const Dialect& dialect) {
  Type single = type;
  single.array = false;
  for (const auto scalar : scalars)
    if (const auto standard = parsed(dialect, std::string(standard_type(Provider::postgresql, scalar)));
        standard && dialect.same_type(*standard, single))
      return {std::string(name_of(scalar)), "", scalar};
  for (const auto& entry : native_types(Provider::postgresql)) {
    const auto bare = parsed(dialect, std::string(entry.sql));
    if (!bare || bare->name != single.name || (single.user_type && entry.name != "Citext") || single.arguments.size() > entry.most) continue;
    const auto scalar = *std::find_if(scalars.begin(), scalars.end(), [&](Scalar candidate) { return entry.allows(candidate); });
    const auto arguments = single.arguments.empty() ? std::string() : fmt::format("({})", fmt::join(single.arguments, ", "));
    return {std::string(name_of(scalar)), fmt::format("@db.{}{}", entry.name, arguments), scalar};
  }
  return unsupported(type, dialect);
}

PrintedType sqlite_type(const Type& type, const Dialect& dialect) {
  const auto scalar = sqlite_scalar(type);
  return scalar ? PrintedType{std::string(name_of(*scalar)), "", scalar} : unsupported(type, dialect);
}

// What the column would be if the file said so.
bool says(const Column& column, const std::optional<Expression>& value, const Dialect& dialect) {
  Column other = column;
  other.default_value = value;
  return value && dialect.same_default(column, other);
}

std::string generated(const std::string& sql) { return fmt::format("@default(dbgenerated({}))", quoted(sql)); }

// One value in Prisma's words, when the SQL is a plain literal.
std::optional<std::string> literal(std::string_view sql, const PrintedType& type, const PrintNames& names) {
  const bool string = sql.size() >= 2 && sql.front() == '\'';
  if (type.enumeration) {
    if (!string) return std::nullopt;
    return names.has_label(*type.enumeration, string_value(sql)) ? std::optional(names.label(*type.enumeration, string_value(sql))) : std::nullopt;
  }
  if (!type.scalar) return std::nullopt;
  switch (*type.scalar) {
    case Scalar::string:
    case Scalar::json: return string ? std::optional(quoted(string_value(sql))) : std::nullopt;
    case Scalar::boolean: {
      const auto word = lower(sql);
      if (word == "true" || word == "1") return "true";
      return word == "false" || word == "0" ? std::optional<std::string>("false") : std::nullopt;
    }
    case Scalar::integer:
    case Scalar::big_integer:
    case Scalar::floating:
    case Scalar::decimal: {
      const auto digits = sql.substr(sql.starts_with('-') ? 1 : 0);
      const bool whole = *type.scalar == Scalar::integer || *type.scalar == Scalar::big_integer;
      const bool number = !digits.empty() && digits.find_first_not_of(whole ? "0123456789" : "0123456789.") == std::string_view::npos &&
                          digits.front() != '.' && digits.back() != '.';
      return number ? std::optional(std::string(sql)) : std::nullopt;
    }
    case Scalar::date_time:
    case Scalar::bytes: return std::nullopt;
  }
  return std::nullopt;
}

// `'x'::text` → `'x'`
std::string without_cast(const std::string& sql, const Dialect& dialect) {
  const auto tokens = sql_tokens(sql, dialect.traits().lexis);
  if (tokens.empty()) return sql;
  const bool negative = tokens[0].text(sql) == "-" && tokens.size() > 1;
  const auto& value = tokens[negative ? 1 : 0];
  const auto next = tokens.size() > (negative ? 2U : 1U) ? tokens[negative ? 2 : 1].text(sql) : std::string_view();
  const bool plain = value.kind == SqlTokenKind::string || value.kind == SqlTokenKind::number || value.kind == SqlTokenKind::word;
  if (!plain || (!next.empty() && next != "::")) return sql;
  return (negative ? "-" : "") + std::string(value.text(sql));
}

// `ARRAY['a'::text, 'b'::text]`, or the same with a cast behind it.
std::optional<std::string> list_literal(std::string_view sql, const PrintedType& type, const Dialect& dialect, const PrintNames& names) {
  const auto tokens = sql_tokens(sql, dialect.traits().lexis);
  if (tokens.size() < 3 || !equal_ignoring_case(tokens[0].text(sql), "array") || tokens[1].text(sql) != "[") return std::nullopt;
  std::vector<std::string> items;
  std::size_t begin = tokens[1].end, at = 2;
  int depth = 1;
  for (; at < tokens.size() && depth > 0; ++at) {
    const auto word = tokens[at].text(sql);
    if (word == "[" || word == "(") ++depth;
    if (word == "]" || word == ")") --depth;
    const bool ends = depth == 0 || (depth == 1 && word == ",");
    if (!ends || (depth == 0 && items.empty() && at == 2)) continue;
    const auto first = sql.find_first_not_of(' ', begin);
    const auto value = literal(without_cast(std::string(sql.substr(first, tokens[at].begin - first)), dialect), type, names);
    if (!value) return std::nullopt;
    items.push_back(*value);
    begin = tokens[at].end;
  }
  const bool whole = depth == 0 && (at == tokens.size() || tokens[at].text(sql) == "::");
  return whole ? std::optional(fmt::format("[{}]", fmt::join(items, ", "))) : std::nullopt;
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

PrintedType printed_type(const Type& type, Provider provider, const Dialect& dialect, const PrintNames& names) {
  if (type.user_type && names.has_enumeration(*type.user_type)) return {names.enumeration(*type.user_type), "", {}, *type.user_type};
  return provider == Provider::sqlite ? sqlite_type(type, dialect) : postgresql_type(type, dialect);
}

std::string printed_default(const Column& column, const PrintedType& type, Provider provider, const Dialect& dialect, const PrintNames& names) {
  if (column.identity && (type.scalar == Scalar::integer || type.scalar == Scalar::big_integer)) return "@default(autoincrement())";
  if (!column.default_value) return {};
  const auto& sql = column.default_value->sql;
  if (type.unsupported) return generated(sql);
  if (type.scalar == Scalar::date_time && !column.type.array && says(column, Expression{"CURRENT_TIMESTAMP"}, dialect)) return "@default(now())";
  if (column.type.array) {
    if (sql.starts_with("'{}'")) return "@default([])";
    const auto list = list_literal(sql, type, dialect, names);
    return list ? fmt::format("@default({})", *list) : generated(sql);
  }
  const auto bare = without_cast(sql, dialect);
  const auto value = literal(bare, type, names);
  const auto cast = sql.rfind("::");
  const bool own_cast = cast != std::string::npos && unquoted(sql.substr(cast + 2)) == column.type.name;
  if (value && (provider == Provider::sqlite || own_cast || says(column, Expression{bare}, dialect))) return fmt::format("@default({})", *value);
  return generated(sql);
}

}  // namespace schemac::prisma
