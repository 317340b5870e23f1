#include "sources/prisma/print_mysql.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/mysql/names.h"
#include "sources/prisma/mysql_words.h"
#include "sources/prisma/native_types.h"
#include "sources/prisma/sql_defaults.h"

namespace schemac::prisma {
namespace {

constexpr std::array scalars = {Scalar::string,      Scalar::boolean,  Scalar::integer,
                                Scalar::big_integer, Scalar::floating, Scalar::decimal,
                                Scalar::date_time,   Scalar::json,     Scalar::bytes};

std::vector<std::string> labels_of(const Type& type) {
  std::vector<std::string> out;
  for (const auto& argument : type.arguments) out.push_back(mysql::literal_value(argument));
  return out;
}

// Prisma has no label without a character.
bool is_sayable_enum(const Type& type) {
  const auto labels = labels_of(type);
  return type.name == "enum" && !labels.empty() && std::ranges::none_of(labels, &std::string::empty);
}

std::string scalar_name(const NativeTypeEntry& entry, const Type& type) {
  if (entry.allows(Scalar::integer)) return "Int";  // of TINYINT with another width than 1
  if (entry.name == "Bit") return type.arguments == std::vector<std::string>{"1"} ? "Boolean" : "Bytes";
  return std::string(name_of(*std::ranges::find_if(scalars, [&](Scalar scalar) { return entry.allows(scalar); })));
}

// `12`, `-1.5`: without the digits that the type adds.
std::optional<std::string> number(std::string_view sql, bool whole) {
  const auto digits = sql.substr(sql.starts_with('-') ? 1 : 0);
  if (digits.empty() || digits.front() == '.' ||
      digits.find_first_not_of(whole ? "0123456789" : "0123456789.") != std::string_view::npos)
    return {};
  return shortest(std::string(sql));
}

std::optional<std::string> value(std::string_view sql, const PrintedType& type, const PrintNames& names) {
  const auto tokens = sql_tokens(sql, mysql::lexis);
  const bool string = tokens.size() == 1 && sql.front() == '\'';
  const auto text = string ? mysql::literal_value(sql) : std::string();
  if (type.enumeration) {
    const bool known = string && names.has_label(*type.enumeration, text);
    return known ? std::optional(names.label(*type.enumeration, text)) : std::nullopt;
  }
  if (!type.scalar) return std::nullopt;
  switch (*type.scalar) {
    case Scalar::string: return string ? std::optional(quoted(text)) : std::nullopt;
    case Scalar::boolean:
      if (sql == "1" || sql == "b'1'") return "true";
      return sql == "0" || sql == "b'0'" ? std::optional<std::string>("false") : std::nullopt;
    case Scalar::integer:
    case Scalar::big_integer: return number(sql, true);
    case Scalar::floating:
    case Scalar::decimal: return number(sql, false);
    case Scalar::date_time:
    case Scalar::json:
    case Scalar::bytes: return std::nullopt;
  }
  return std::nullopt;
}

// As it stands behind DEFAULT: what is neither a constant nor the moment stands in parentheses.
std::string behind_default(const std::string& sql) {
  const auto tokens = sql_tokens(sql, mysql::lexis);
  const bool constant =
      tokens.size() == 1 || (tokens.size() == 2 && sql.starts_with('-')) || sql.starts_with("CURRENT_TIMESTAMP");
  return constant || sql.starts_with('(') ? sql : fmt::format("({})", sql);
}

}  // namespace

Schema with_enums(const Schema& schema, const std::map<ColumnKey, QualifiedName>& known) {
  Schema out = schema;
  const auto add = [&](const QualifiedName& name, const std::vector<std::string>& labels) {
    const auto* there = out.enums.find(name);
    if (!there) out.enums.set(name, EnumType{name, labels, {}});
    return !there || there->labels == labels;
  };
  const auto lifted = [&](const Table& table, const Column& column) {
    const auto labels = labels_of(column.type);
    if (const auto at = known.find({table.name, column.name}); at != known.end() && add(at->second, labels))
      return at->second;
    const QualifiedName own{"", fmt::format("{}_{}", table.name.name, column.name)};
    auto name = own;
    for (int number = 2; !add(name, labels); ++number) name.name = fmt::format("{}_{}", own.name, number);
    return name;
  };
  std::vector<QualifiedName> tables;
  for (const auto& [name, table] : schema.tables)
    if (std::ranges::any_of(table->columns, [](const Column& column) { return is_sayable_enum(column.type); }))
      tables.push_back(name);
  for (const auto& name : tables)
    out.tables.change(name, [&](Table& table) {
      for (auto& column : table.columns)
        if (is_sayable_enum(column.type)) column.type.user_type = lifted(table, column);
    });
  return out;
}

PrintedType mysql_type(const Type& type, const Dialect& dialect) {
  const auto parsed = [&](std::string_view text) { return dialect.parse_type(text); };
  const auto read = as_prisma_reads(type);
  for (const auto scalar : scalars)
    if (const auto standard = parsed(standard_type(Provider::mysql, scalar)); standard && *standard == read)
      return {std::string(name_of(scalar)), "", scalar};
  for (const auto& entry : native_types(Provider::mysql)) {
    const auto bare = parsed(entry.sql);
    if (!bare || bare->name != read.name || read.user_type || read.arguments.size() > entry.most ||
        read.arguments.size() < entry.least)
      continue;
    auto arguments = read.arguments.empty() ? std::string() : fmt::format("({})", fmt::join(read.arguments, ", "));
    if (arguments.empty() && (entry.name == "DateTime" || entry.name == "Timestamp" || entry.name == "Time"))
      arguments = "(0)";
    const auto name = scalar_name(entry, read);
    return {name, fmt::format("@db.{}{}", entry.name, arguments), scalar_named(name)};
  }
  return {fmt::format("Unsupported({})", quoted(dialect.type_short(type))), "", {}, {}, true};
}

std::string mysql_default(const Column& column, const PrintedType& type, const PrintNames& names) {
  if (column.identity && (type.scalar == Scalar::integer || type.scalar == Scalar::big_integer))
    return "@default(autoincrement())";
  if (!column.default_value || type.scalar == Scalar::json) return {};
  const auto& sql = column.default_value->sql;
  if (type.scalar == Scalar::date_time && sql.starts_with("CURRENT_TIMESTAMP")) return "@default(now())";
  if (const auto found = value(sql, type, names)) return fmt::format("@default({})", *found);
  return fmt::format("@default(dbgenerated({}))", quoted(behind_default(sql)));
}

std::vector<std::string> unsaid_of_mysql(const Column& column) {
  std::vector<std::string> out;
  if (column.attributes.contains("on_update")) out.emplace_back("ON UPDATE of");
  if (column.default_value && column.type.name == "json") out.emplace_back("default of");
  return out;
}

}  // namespace schemac::prisma
