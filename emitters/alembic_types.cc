#include "emitters/alembic_types.h"
#include "emitters/left_out_schema.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "base/sql_tokens.h"

namespace schemac::alembic {
namespace {

using python::call;
using python::Expression;
using python::keyword;
using python::word;

// How the arguments of a type are said: PostgreSQL's and SQLite's `numeric(10,2)` is `Numeric(precision=10, scale=2)`.
enum class Arguments { none, length, numeric, precision, zoned, unzoned };

struct Entry {
  std::string_view dialect;  // empty: any
  std::string_view name;     // the engine's, in lower case
  std::string_view python;
  Arguments arguments;
};

constexpr auto text_types =
    std::to_array<std::string_view>({"sa.String", "sa.Text", "sa.CHAR", "sa.VARCHAR", "sa.NCHAR", "sa.NVARCHAR"});

constexpr auto entries = std::to_array<Entry>({
    {"", "boolean", "sa.Boolean", Arguments::none},
    {"", "smallint", "sa.SmallInteger", Arguments::none},
    {"", "integer", "sa.Integer", Arguments::none},
    {"", "bigint", "sa.BigInteger", Arguments::none},
    {"", "numeric", "sa.Numeric", Arguments::numeric},
    {"", "real", "sa.REAL", Arguments::none},
    {"", "text", "sa.Text", Arguments::none},
    {"", "date", "sa.Date", Arguments::none},
    {"postgresql", "double precision", "postgresql.DOUBLE_PRECISION", Arguments::none},
    {"postgresql", "character varying", "sa.String", Arguments::length},
    {"postgresql", "character", "sa.CHAR", Arguments::length},
    {"postgresql", "bytea", "sa.LargeBinary", Arguments::none},
    {"postgresql", "timestamp without time zone", "postgresql.TIMESTAMP", Arguments::unzoned},
    {"postgresql", "timestamp with time zone", "postgresql.TIMESTAMP", Arguments::zoned},
    {"postgresql", "time without time zone", "postgresql.TIME", Arguments::unzoned},
    {"postgresql", "time with time zone", "postgresql.TIME", Arguments::zoned},
    {"postgresql", "interval", "postgresql.INTERVAL", Arguments::precision},
    {"postgresql", "json", "postgresql.JSON", Arguments::none},
    {"postgresql", "jsonb", "postgresql.JSONB", Arguments::none},
    {"postgresql", "uuid", "postgresql.UUID", Arguments::none},
    {"postgresql", "inet", "postgresql.INET", Arguments::none},
    {"postgresql", "cidr", "postgresql.CIDR", Arguments::none},
    {"postgresql", "macaddr", "postgresql.MACADDR", Arguments::none},
    {"postgresql", "money", "postgresql.MONEY", Arguments::none},
    {"postgresql", "oid", "postgresql.OID", Arguments::none},
    {"postgresql", "tsvector", "postgresql.TSVECTOR", Arguments::none},
    {"postgresql", "int4range", "postgresql.INT4RANGE", Arguments::none},
    {"postgresql", "int8range", "postgresql.INT8RANGE", Arguments::none},
    {"postgresql", "numrange", "postgresql.NUMRANGE", Arguments::none},
    {"postgresql", "daterange", "postgresql.DATERANGE", Arguments::none},
    {"postgresql", "tsrange", "postgresql.TSRANGE", Arguments::none},
    {"postgresql", "tstzrange", "postgresql.TSTZRANGE", Arguments::none},
    {"sqlite", "varchar", "sa.String", Arguments::length},
    {"sqlite", "char", "sa.CHAR", Arguments::length},
    {"sqlite", "nvarchar", "sa.NVARCHAR", Arguments::length},
    {"sqlite", "nchar", "sa.NCHAR", Arguments::length},
    {"sqlite", "decimal", "sa.DECIMAL", Arguments::numeric},
    {"sqlite", "float", "sa.Float", Arguments::none},
    {"sqlite", "blob", "sa.LargeBinary", Arguments::none},
    {"sqlite", "time", "sa.Time", Arguments::none},
    {"sqlite", "datetime", "sa.DateTime", Arguments::none},
    {"sqlite", "timestamp", "sa.TIMESTAMP", Arguments::none},
    {"sqlite", "json", "sa.JSON", Arguments::none},
});

bool is_number(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::vector<Expression>> spelled(Arguments style, const std::vector<std::string>& given) {
  if (!std::ranges::all_of(given, is_number)) return std::nullopt;
  const auto named = [&](std::string_view name, std::size_t at) { return word(fmt::format("{}={}", name, given[at])); };
  const bool zoned = style == Arguments::zoned;
  switch (style) {
    case Arguments::none: return given.empty() ? std::optional(std::vector<Expression>{}) : std::nullopt;
    case Arguments::length:
      if (given.size() > 1) return std::nullopt;
      return given.empty() ? std::vector<Expression>{} : std::vector{named("length", 0)};
    case Arguments::numeric:
      if (given.size() > 2) return std::nullopt;
      if (given.empty()) return std::vector<Expression>{};
      return given.size() == 1 ? std::vector{named("precision", 0)}
                               : std::vector{named("precision", 0), named("scale", 1)};
    case Arguments::precision:
      if (given.size() > 1) return std::nullopt;
      return given.empty() ? std::vector<Expression>{} : std::vector{named("precision", 0)};
    case Arguments::zoned:
    case Arguments::unzoned: {
      if (given.size() > 1) return std::nullopt;
      std::vector<Expression> arguments;
      if (zoned || !given.empty()) arguments.push_back(keyword("timezone", zoned));
      if (!given.empty()) arguments.push_back(named("precision", 0));
      return arguments;
    }
  }
  return std::nullopt;
}

// An enum is made and dropped by steps of its own, so that the column's type never makes one.
Expression user_type(const QualifiedName& name) {
  std::vector<Expression> arguments{keyword("name", python::text(name.name))};
  if (!is_left_out(name.schema)) arguments.push_back(keyword("schema", python::text(name.schema)));
  arguments.push_back(keyword("create_type", false));
  return call("postgresql.ENUM", std::move(arguments));
}

std::optional<Expression> element(const Type& type, const std::string& dialect,
                                  const std::optional<std::string>& collation) {
  if (type.user_type) {
    const bool is_enum = dialect == "postgresql" && type.portable.family == TypeFamily::enumeration;
    return is_enum && !collation ? std::optional(user_type(*type.user_type)) : std::nullopt;
  }
  const auto name = lower(type.name);
  const auto entry = std::ranges::find_if(
      entries, [&](const Entry& e) { return e.name == name && (e.dialect.empty() || e.dialect == dialect); });
  if (entry == entries.end()) return std::nullopt;
  auto arguments = spelled(entry->arguments, type.arguments);
  if (!arguments) return std::nullopt;
  if (collation) {
    // Anything else might be more than one identifier.
    if (!std::ranges::all_of(*collation, [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; }))
      return std::nullopt;
    if (std::ranges::find(text_types, entry->python) == text_types.end()) return std::nullopt;
    arguments->push_back(keyword("collation", python::text(*collation)));
  }
  return call(std::string(entry->python), std::move(*arguments));
}

}  // namespace

std::optional<Expression> type_call(const Type& type, const std::string& dialect,
                                    const std::optional<std::string>& collation) {
  auto inner = element(type, dialect, collation);
  if (!inner || !type.array) return inner;
  if (dialect != "postgresql" || collation) return std::nullopt;
  return call("postgresql.ARRAY", {std::move(*inner)});
}

}  // namespace schemac::alembic
