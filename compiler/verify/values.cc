#include "verify/values.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace schemac {
namespace {

struct Kind {
  std::string_view type;
  std::string_view value;  // {} is the row's number, from 1
};

// Types without a family of their own.
constexpr std::array other_types{
    Kind{"inet", "'10.0.0.{}'"},
    Kind{"cidr", "'10.0.{}.0/24'"},
    Kind{"macaddr", "'08:00:2b:01:02:0{}'"},
    Kind{"oid", "{}"},
    Kind{"money", "{}"},
    Kind{"xml", "'<a>{}</a>'"},
    Kind{"int4range", "'[{0},9{0})'"},
    Kind{"int8range", "'[{0},9{0})'"},
    Kind{"numrange", "'[{0},9{0})'"},
    Kind{"daterange", "'[2020-01-0{0},2021-01-0{0})'"},
    Kind{"tsrange", "'[2020-01-0{0},2021-01-0{0})'"},
    Kind{"tstzrange", "'[2020-01-0{0} 00:00+00,2021-01-0{0} 00:00+00)'"},
    Kind{"tsvector", "'word{}'"},
    Kind{"tsquery", "'word{}'"},
    Kind{"point", "'({0},{0})'"},
    Kind{"box", "'({0},{0}),(0,0)'"},
    Kind{"name", "'name{}'"},
    Kind{"\"char\"", "'{}'"},
    Kind{"citext", "'{}v'"},
    Kind{"hstore", "'k=>{}'"},
    Kind{"ltree", "'a.b{}'"},
    Kind{"jsonpath", "'$.a{}'"},
    Kind{"pg_lsn", "'0/{}'"},
};

// As much of a number's text as the type holds.
std::string short_text(const Type& type, std::size_t row) {
  auto text = fmt::format("{}v", row + 1);
  std::size_t limit = text.size();
  if (!type.arguments.empty())
    std::from_chars(type.arguments[0].data(), type.arguments[0].data() + type.arguments[0].size(), limit);
  else if (type.portable.family == TypeFamily::character)
    limit = 1;
  return string_literal(text.substr(0, std::max<std::size_t>(limit, 1)));
}

std::string bits(const Type& type, std::size_t row) {
  std::size_t length = 1;
  if (!type.arguments.empty())
    std::from_chars(type.arguments[0].data(), type.arguments[0].data() + type.arguments[0].size(), length);
  std::string out(length, '0');
  for (std::size_t at = 0; at < std::min<std::size_t>(length, 3); ++at)
    out[length - 1 - at] = (row + 1) >> at & 1 ? '1' : '0';
  return "B'" + out + "'";
}

std::string of_another_type(const Type& type, std::size_t row) {
  for (const auto& kind : other_types)
    if (kind.type == type.name) return fmt::format(fmt::runtime(kind.value), row + 1);
  if (type.name == "bit" || type.name == "bit varying") return bits(type, row);
  return {};
}

std::string of_family(const Type& type, std::size_t row, const Dialect& dialect) {
  const auto number = row + 1;
  const bool postgresql = dialect.traits().name == "postgresql";
  switch (type.portable.family) {
    case TypeFamily::boolean: return postgresql ? (row % 2 ? "false" : "true") : std::to_string(row % 2);
    case TypeFamily::integer: return std::to_string(number);
    case TypeFamily::decimal: {  // numeric(2, 2) holds less than one
      const bool fraction = type.arguments.size() == 2 && type.arguments[0] == type.arguments[1];
      return fraction ? fmt::format("0.{}", number) : std::to_string(number);
    }
    case TypeFamily::floating: return fmt::format("{}.5", number);
    case TypeFamily::varchar:
    case TypeFamily::character:
    case TypeFamily::text: return short_text(type, row);
    case TypeFamily::binary: return postgresql ? fmt::format("'\\x0{}'", number) : fmt::format("x'0{}'", number);
    case TypeFamily::date: return fmt::format("'2020-01-0{}'", number);
    case TypeFamily::time: return fmt::format("'0{}:00:00'", number);
    case TypeFamily::timestamp: return fmt::format("'2020-01-0{} 00:00:00'", number);
    case TypeFamily::interval: return fmt::format("'{} days'", number);
    case TypeFamily::json: return fmt::format("'{{\"k\": {}}}'", number);
    case TypeFamily::uuid: return fmt::format("'00000000-0000-0000-0000-{:012}'", number);
    case TypeFamily::enumeration:
    case TypeFamily::other: return of_another_type(type, row);
  }
  broken_invariant("a type has a family");
}

}  // namespace

std::string likely_value(const Column& column, std::size_t row, const Schema& schema, const Dialect& dialect) {
  if (column.type.array) return column.type.user_type ? "'{}'" : fmt::format("'{{{}}}'", row + 1);
  if (!column.type.user_type) return of_family(column.type, row, dialect);
  const auto* type = schema.enums.find(*column.type.user_type);
  return type && !type->labels.empty() ? string_literal(type->labels[row % type->labels.size()]) : "";
}

std::string spoken_value(const Table& table, const Column& column, std::size_t row, const Dialect& dialect) {
  std::vector<std::string> found;
  for (const auto& constraint : table.constraints) {
    const auto* check = std::get_if<Check>(&constraint.body);
    if (!check) continue;
    const auto& columns = check->expression.columns;
    if (!columns.empty() && std::find(columns.begin(), columns.end(), column.name) == columns.end()) continue;
    for (const auto& token : sql_tokens(check->expression.sql, dialect.traits().lexis))
      if (token.kind == SqlTokenKind::string || token.kind == SqlTokenKind::number)
        found.emplace_back(token.text(check->expression.sql));
  }
  return found.empty() ? "" : found[row % found.size()];
}

}  // namespace schemac
