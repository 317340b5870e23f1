#include "sources/prisma/print_types.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "sources/prisma/engine_defaults.h"
#include "sources/prisma/native_types.h"
#include "sources/prisma/print_mysql.h"
#include "sources/prisma/sql_defaults.h"

namespace schemac::prisma {
namespace {

constexpr std::array scalars = {Scalar::string,      Scalar::boolean,  Scalar::integer,
                                Scalar::big_integer, Scalar::floating, Scalar::decimal,
                                Scalar::date_time,   Scalar::json,     Scalar::bytes};

PrintedType unsupported(const Type& type, const Dialect& dialect) {
  Type single = type;
  single.array = false;
  // as Prisma does on SQLite: in lower case, and nothing for a column without a type
  const bool sqlite = dialect.traits().name == "sqlite";
  const auto name = !sqlite               ? dialect.type_short(single)
                    : single.name.empty() ? std::string()
                                          : lower(dialect.type_short(single));
  return {fmt::format("Unsupported({})", quoted(name)), "", {}, {}, true};
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
    if (!bare || bare->name != single.name || (single.user_type && entry.name != "Citext") ||
        single.arguments.size() > entry.most)
      continue;
    const auto scalar =
        *std::find_if(scalars.begin(), scalars.end(), [&](Scalar candidate) { return entry.allows(candidate); });
    auto arguments = single.arguments.empty() ? std::string() : fmt::format("({})", fmt::join(single.arguments, ", "));
    // the catalogue says 6 where nobody said anything, but of a list's elements nothing
    if (arguments.empty() && !type.array && single.name.starts_with("time")) arguments = "(6)";
    return {std::string(name_of(scalar)), fmt::format("@db.{}{}", entry.name, arguments), scalar};
  }
  return unsupported(type, dialect);
}

PrintedType sqlite_type(const Type& type, const Dialect& dialect) {
  const auto scalar = sqlite_scalar(type);
  return scalar ? PrintedType{std::string(name_of(*scalar)), "", scalar} : unsupported(type, dialect);
}

// One value in Prisma's words, when the SQL is a plain literal.
std::optional<std::string> literal(std::string_view sql, const PrintedType& type, const PrintNames& names) {
  const bool string = sql.size() >= 2 && sql.front() == '\'';
  if (type.enumeration) {
    if (!string) return std::nullopt;
    return names.has_label(*type.enumeration, string_value(sql))
               ? std::optional(names.label(*type.enumeration, string_value(sql)))
               : std::nullopt;
  }
  if (!type.scalar) return std::nullopt;
  switch (*type.scalar) {
    case Scalar::string:
    case Scalar::json: return string ? std::optional(quoted(string_value(sql))) : std::nullopt;
    case Scalar::boolean: {
      const auto word = lower(string ? string_value(sql) : sql);  // a list's are `t` and `f`
      if (word == "true" || word == "t" || word == "1") return "true";
      return word == "false" || word == "f" || word == "0" ? std::optional<std::string>("false") : std::nullopt;
    }
    case Scalar::integer:
    case Scalar::big_integer:
    case Scalar::floating:
    case Scalar::decimal: {
      const auto value =
          string ? string_value(sql) : std::string(sql);  // a number too large for an integer stands in quotes
      const std::string_view digits = std::string_view(value).substr(value.starts_with('-') ? 1 : 0);
      const bool whole = *type.scalar == Scalar::integer || *type.scalar == Scalar::big_integer;
      const bool number = !digits.empty() &&
                          digits.find_first_not_of(whole ? "0123456789" : "0123456789.") == std::string_view::npos &&
                          digits.front() != '.' && digits.back() != '.';
      return number ? std::optional(value) : std::nullopt;
    }
    case Scalar::bytes: {
      const auto value = string ? string_value(sql) : std::string();
      const auto bytes =
          value.starts_with("\\x") ? bytes_from_hexadecimal(std::string_view(value).substr(2)) : std::nullopt;
      return bytes ? std::optional(quoted(base64(*bytes))) : std::nullopt;
    }
    case Scalar::date_time: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string> list_literal(std::string_view sql, const PrintedType& type, const Dialect& dialect,
                                        const PrintNames& names) {
  const auto elements = list_elements(sql, dialect);
  if (!elements || (type.scalar == Scalar::bytes && sql.starts_with('\''))) return std::nullopt;
  std::vector<std::string> items;
  for (const auto& element : *elements) {
    auto item = literal(element, type, names);
    if (!item) return std::nullopt;
    items.push_back(std::move(*item));
  }
  return fmt::format("[{}]", fmt::join(items, ", "));
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
  if (type.user_type && names.has_enumeration(*type.user_type))
    return {names.enumeration(*type.user_type), "", {}, *type.user_type};
  if (provider == Provider::mysql) return mysql_type(type, dialect);
  return provider == Provider::sqlite ? sqlite_type(type, dialect) : postgresql_type(type, dialect);
}

std::string printed_default(const Column& column, const PrintedType& type, const Dialect& dialect,
                            const PrintNames& names) {
  if (dialect.traits().name == "mysql") return mysql_default(column, type, names);
  if (column.identity && (type.scalar == Scalar::integer || type.scalar == Scalar::big_integer))
    return "@default(autoincrement())";
  // as Prisma does: it cannot tell a computed column from a default
  if (column.generated && dialect.traits().name == "postgresql")
    return fmt::format("@default(dbgenerated({}))", quoted(catalogue_text(column.generated->expression.sql, dialect)));
  if (!column.default_value) return {};
  const auto& sql = column.default_value->sql;
  const auto generated = fmt::format("@default(dbgenerated({}))", quoted(catalogue_text(column, dialect)));
  if (type.unsupported || type.native == "@db.Uuid") return generated;
  if (type.scalar == Scalar::date_time && !column.type.array && is_now(sql)) return "@default(now())";
  if (column.type.array) {
    const auto list = list_literal(sql, type, dialect, names);
    return list ? fmt::format("@default({})", *list) : generated;
  }
  const auto constant = without_cast(sql, dialect);
  const auto value = is_constant(constant, dialect) ? literal(constant, type, names) : std::nullopt;
  return value ? fmt::format("@default({})", *value) : generated;
}

}  // namespace schemac::prisma
