#include "emitters/knex_columns.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "emitters/engine_words.h"
#include "emitters/javascript.h"
#include "emitters/left_out_schema.h"

namespace schemac::knex {
namespace {

using javascript::literal;

bool is_plain_word(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 10 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string method(std::string_view name, const std::string& column, const std::vector<std::string>& arguments = {}) {
  auto out = fmt::format("table.{}({}", name, literal(column));
  for (const auto& argument : arguments) out += ", " + argument;
  return out + ")";
}

// Types that Knex has exactly one word for on the engine, by the engine's name in lower case.
struct Word {
  std::string_view type;
  std::string_view method;
};

constexpr auto postgresql_words = std::to_array<Word>({
    {"boolean", "boolean"},
    {"smallint", "smallint"},
    {"integer", "integer"},
    {"bigint", "bigInteger"},
    {"real", "float"},
    {"double precision", "double"},
    {"text", "text"},
    {"bytea", "binary"},
    {"date", "date"},
    {"uuid", "uuid"},
    {"json", "json"},
    {"jsonb", "jsonb"},
});

constexpr auto sqlite_words = std::to_array<Word>({
    {"boolean", "boolean"},
    {"integer", "integer"},
    {"bigint", "bigInteger"},
    {"tinyint", "tinyint"},
    {"float", "float"},
    {"text", "text"},
    {"blob", "binary"},
    {"date", "date"},
    {"time", "time"},
    {"datetime", "datetime"},
    {"json", "json"},
});

// What specificType() takes; nullopt where this room cannot spell the type.
std::optional<std::string> postgresql_type(const Type& type) {
  static constexpr auto spelled =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"character varying", "varchar"},
                                                                    {"character", "char"},
                                                                    {"timestamp without time zone", "timestamp"},
                                                                    {"timestamp with time zone", "timestamptz"},
                                                                    {"time without time zone", "time"},
                                                                    {"time with time zone", "timetz"},
                                                                    {"bit varying", "varbit"},
                                                                    {"double precision", "double precision"}});
  std::string out;
  if (type.user_type) {
    if (!is_safe_name(type.user_type->name) || !is_safe_name(type.user_type->schema) || !type.arguments.empty())
      return std::nullopt;
    out = is_left_out(type.user_type->schema)
              ? fmt::format("\"{}\"", type.user_type->name)
              : fmt::format("\"{}\".\"{}\"", type.user_type->schema, type.user_type->name);
  } else {
    const auto at = std::ranges::find(spelled, type.name, &std::pair<std::string_view, std::string_view>::first);
    if (at == spelled.end() && !is_plain_word(type.name)) return std::nullopt;
    if (!std::ranges::all_of(type.arguments, is_number)) return std::nullopt;
    out = at == spelled.end() ? type.name : std::string(at->second);
    if (!type.arguments.empty()) out += fmt::format("({})", fmt::join(type.arguments, ", "));
  }
  return out + (type.array ? "[]" : "");
}

std::optional<std::string> sqlite_type(const Type& type) {
  if (type.name.empty() || type.array || !std::ranges::all_of(type.name, [](char c) {
        return is_plain_word({&c, 1}) || c == ' ';
      }))
    return std::nullopt;
  if (!std::ranges::all_of(type.arguments, is_number)) return std::nullopt;
  return type.arguments.empty() ? type.name : fmt::format("{}({})", type.name, fmt::join(type.arguments, ", "));
}

template <std::size_t N>
const Word* find_word(const std::array<Word, N>& words, std::string_view type) {
  const auto at = std::ranges::find(words, type, &Word::type);
  return at == words.end() ? nullptr : &*at;
}

std::optional<std::string> postgresql_word(const Column& column) {
  const auto& type = column.type;
  if (type.array || type.user_type || !std::ranges::all_of(type.arguments, is_number)) return std::nullopt;
  if (type.arguments.empty())
    if (const auto* word = find_word(postgresql_words, type.name)) return method(word->method, column.name);
  if (type.name == "character varying" && type.arguments.size() == 1)
    return method("string", column.name, type.arguments);
  if (type.name == "numeric" && type.arguments.size() == 2) return method("decimal", column.name, type.arguments);
  if (type.name == "numeric" && type.arguments.empty()) return method("decimal", column.name, {"null"});
  if (type.name == "time without time zone" && type.arguments.empty()) return method("time", column.name);
  const bool zoned = type.name == "timestamp with time zone";
  if (!zoned && type.name != "timestamp without time zone") return std::nullopt;
  // A project may set another precision for every timestamp that states none.
  if (type.arguments.empty()) return std::nullopt;
  return method("timestamp", column.name, {fmt::format("{{ useTz: {}, precision: {} }}", zoned, type.arguments[0])});
}

std::optional<std::string> sqlite_word(const Column& column) {
  const auto name = lower(column.type.name);
  if (column.type.arguments.empty())
    if (const auto* word = find_word(sqlite_words, name)) return method(word->method, column.name);
  if (name == "varchar" && column.type.arguments.size() == 1 && is_number(column.type.arguments[0]))
    return method("string", column.name, column.type.arguments);
  return std::nullopt;
}

std::optional<std::string> serial_call(const QualifiedName& table, const Column& column) {
  if (!is_plain_serial(table, column) || column.collation) return std::nullopt;
  if (column.type.name == "integer") return method("increments", column.name, {"{ primaryKey: false }"});
  if (column.type.name == "bigint") return method("bigIncrements", column.name, {"{ primaryKey: false }"});
  return std::nullopt;
}

// What follows the type inside specificType(); empty for a column that needs none of it.
std::optional<std::string> suffix(const QualifiedName& table, const Column& column, Target target) {
  std::string out;
  if (column.collation) {
    if (!is_safe_name(*column.collation)) return std::nullopt;
    out += fmt::format(" COLLATE \"{}\"", *column.collation);
  }
  if (column.generated) {
    if (!is_safe_text(column.generated->expression.sql)) return std::nullopt;
    out += fmt::format(" GENERATED ALWAYS AS ({}) {}", column.generated->expression.sql,
                       column.generated->stored ? "STORED" : "VIRTUAL");
  }
  if (column.identity) {
    if (target == Target::sqlite) return std::nullopt;
    const auto clause = plain_identity_clause(table, column);
    if (!clause) return std::nullopt;
    out += " " + *clause;
  }
  return out;
}

bool is_quoted_text(std::string_view sql) {
  const auto tokens = sql_tokens(sql, {});
  return tokens.size() == 1 && tokens[0].kind == SqlTokenKind::string && tokens[0].closed && sql.front() == '\'';
}

std::string default_argument(const Column& column, Target target) {
  const auto& sql = column.default_value->sql;
  // Knex drops an empty text on SQLite, and takes any text for true on a boolean.
  const bool plain = is_quoted_text(sql) && sql != "''" && sql.find('\n') == std::string::npos &&
                     !equal_ignoring_case(column.type.name, "boolean");
  if (plain) return literal(string_value(sql));
  if (equal_ignoring_case(sql, "current_timestamp")) return "knex.fn.now()";
  if (target == Target::sqlite) return fmt::format("knex.raw({})", literal(default_words(sql, "sqlite")));
  if (column.type.name == "boolean" && (sql == "true" || sql == "false")) return sql;
  // Knex writes a number as a text, and the engine keeps its cast for every other type.
  const bool whole = column.type.name == "integer";
  if (whole && !column.type.array && is_number(sql)) return sql;
  return fmt::format("knex.raw({})", literal(default_words(sql, "postgresql")));
}

}  // namespace

bool is_safe_name(std::string_view name) {
  if (name.empty() || name.front() == ' ' || name.back() == ' ') return false;
  if (lower(name).find(" as ") != std::string::npos) return false;
  return std::ranges::all_of(name, [](char c) {
    return is_plain_word({&c, 1}) || c == '$' || c == '-' || c == ' ' || static_cast<unsigned char>(c) >= 0x80;
  });
}

bool are_safe_names(const std::vector<std::string>& names) { return std::ranges::all_of(names, is_safe_name); }

bool is_safe_text(std::string_view sql) { return sql.find_first_of("?\\") == std::string_view::npos; }

bool is_safe_comment(std::string_view text) {
  return !text.empty() && text.find_first_of("?\\'") == std::string_view::npos;
}

std::optional<std::string> typed_column(const QualifiedName& table, const Column& column, Target target) {
  if (!is_safe_name(column.name) || !column.attributes.empty()) return std::nullopt;
  const bool serial = column.identity && column.identity->kind == IdentityKind::serial;
  if (serial) return target == Target::postgresql ? serial_call(table, column) : std::nullopt;
  const auto more = suffix(table, column, target);
  if (!more) return std::nullopt;
  if (more->empty())
    if (auto word = target == Target::postgresql ? postgresql_word(column) : sqlite_word(column)) return word;
  const auto type = target == Target::postgresql ? postgresql_type(column.type) : sqlite_type(column.type);
  if (!type) return std::nullopt;
  return method("specificType", column.name, {literal(*type + *more)});
}

std::optional<std::string> default_modifier(const Column& column, Target target) {
  if (!column.default_value) return std::string();
  if (!is_safe_text(column.default_value->sql)) return std::nullopt;
  return fmt::format(".defaultTo({})", default_argument(column, target));
}

bool says_primary(const QualifiedName& table, const Column& column, const Constraint& primary, Target target) {
  const auto* key = std::get_if<Key>(&primary.body);
  if (!key || !key->primary || key->columns != std::vector{column.name} || primary.deferrable ||
      !primary.attributes.empty() || primary.comment)
    return false;
  if (target == Target::sqlite) return !primary.name.stated;
  return key->include.empty() && primary.name.text == table.name + "_pkey";
}

std::optional<std::string> column_call(const QualifiedName& table, const Column& column, const Constraint* primary,
                                       Target target) {
  const bool keyed = primary && says_primary(table, column, *primary, target);
  const bool autoincrement = column.identity && column.identity->kind == IdentityKind::autoincrement;
  if (autoincrement) {
    const bool usual = keyed && column.not_null && equal_ignoring_case(column.type.name, "integer") &&
                       !column.default_value && !column.collation;
    if (!usual || !is_safe_name(column.name) || !column.attributes.empty()) return std::nullopt;
    return method("increments", column.name);
  }
  auto out = typed_column(table, column, target);
  const auto value = default_modifier(column, target);
  if (!out || !value || (column.comment && !is_safe_comment(*column.comment))) return std::nullopt;
  const bool serial = column.identity && column.identity->kind == IdentityKind::serial;
  if (serial && keyed)
    return method(column.type.name == "bigint" ? "bigIncrements" : "increments", column.name) +
           (column.comment ? fmt::format(".comment({})", literal(*column.comment)) : "");
  if (keyed) *out += ".primary()";
  const bool implied = serial || (keyed && target == Target::postgresql);
  if (column.not_null && !implied) *out += ".notNullable()";
  *out += *value;
  if (column.comment) *out += fmt::format(".comment({})", literal(*column.comment));
  return out;
}

}  // namespace schemac::knex
