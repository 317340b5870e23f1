#include "sources/prisma/mysql_words.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/mysql/names.h"
#include "sources/prisma/sql_defaults.h"

namespace schemac::prisma {
namespace {

// Prisma doubles apostrophes and leaves backslashes as they are, so that the server reads them its own way. A text
// which that would break is written as it is meant.
std::string text_literal(std::string_view text) {
  auto plain = string_literal(text);
  const auto tokens = sql_tokens(plain, mysql::lexis);
  return tokens.size() == 1 && tokens.front().kind == SqlTokenKind::string ? plain : mysql::literal(text);
}

int number_at(std::string_view text, std::size_t at, std::size_t length) {
  int value = 0;
  if (at + length <= text.size()) std::from_chars(text.data() + at, text.data() + at + length, value);
  return value;
}

// Of `+02:00`.
std::chrono::minutes offset_of(std::string_view zone) {
  if (zone.size() < 6) return {};
  const std::chrono::minutes ahead{number_at(zone, 1, 2) * 60 + number_at(zone, 4, 2)};
  return zone.front() == '-' ? -ahead : ahead;
}

// Digits behind the point: those of the type, `datetime(3)`.
std::size_t digits_of(std::string_view column_type) {
  const auto open = column_type.find('(');
  return open == std::string_view::npos ? 0 : static_cast<std::size_t>(number_at(column_type, open + 1, 1));
}

// `2020-01-01T02:00:00.5+02:00` → `2020-01-01 00:00:00.500`: MySQL keeps no zone with a moment.
std::string moment(std::string_view text, std::string_view column_type) {
  using namespace std::chrono;
  const auto point = text.find('.');
  auto zone_at = text.find_first_of("Zz+-", std::min<std::size_t>(19, text.size()));
  if (zone_at == std::string_view::npos) zone_at = text.size();
  auto fraction =
      point == std::string_view::npos ? std::string() : std::string(text.substr(point + 1, zone_at - point - 1));
  fraction.resize(digits_of(column_type), '0');
  const sys_days day{year{number_at(text, 0, 4)} / number_at(text, 5, 2) / number_at(text, 8, 2)};
  const auto at = sys_seconds{day} + hours{number_at(text, 11, 2)} + minutes{number_at(text, 14, 2)} +
                  seconds{number_at(text, 17, 2)} - offset_of(text.substr(zone_at));
  const auto midnight = floor<days>(at);
  const year_month_day date{midnight};
  const hh_mm_ss time{at - midnight};
  const auto dated = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  const auto timed = fmt::format("{:02}:{:02}:{:02}{}{}", time.hours().count(), time.minutes().count(),
                                 time.seconds().count(), fraction.empty() ? "" : ".", fraction);
  return column_type.starts_with("date") && !column_type.starts_with("datetime")    ? dated
         : column_type.starts_with("time") && !column_type.starts_with("timestamp") ? timed
                                                                                    : dated + " " + timed;
}

std::string constant(const Datamodel& data, const ModelField& field, const Value& value, std::string_view column_type) {
  if (field.kind == FieldKind::enumeration) {
    for (const auto& label : data.enums[field.target].labels)
      if (label.syntax->name == value.text) return text_literal(label.label);
    return text_literal(value.text);
  }
  if (column_type.starts_with("bit") && value.kind == Value::Kind::word) return value.text == "true" ? "b'1'" : "b'0'";
  if (field.scalar == Scalar::date_time) return string_literal(moment(value.text, column_type));
  if (field.scalar == Scalar::floating) return shortest(value.text);
  return value.kind == Value::Kind::string && field.scalar != Scalar::decimal ? text_literal(value.text) : value.text;
}

// What stands before and behind `ON UPDATE`.
MysqlDefault generated(const std::string& sql) {
  const auto tokens = sql_tokens(sql, mysql::lexis);
  for (std::size_t at = 1; at + 1 < tokens.size(); ++at) {
    if (!equal_ignoring_case(tokens[at].text(sql), "on") || !equal_ignoring_case(tokens[at + 1].text(sql), "update"))
      continue;
    if (tokens[at].kind != SqlTokenKind::word || at + 2 >= tokens.size()) continue;
    return {Expression{sql.substr(0, tokens[at - 1].end)}, sql.substr(tokens[at + 2].begin)};
  }
  return {Expression{sql}};
}

bool is(const ModelField& field, Scalar scalar) { return field.kind == FieldKind::scalar && field.scalar == scalar; }

bool is_generated(const ModelField& field) {
  return field.calls("dbgenerated") && !field.default_value->arguments.empty();
}

}  // namespace

std::string shortest(std::string number) {
  if (number.find('.') == std::string::npos || number.find_first_of("eE") != std::string::npos) return number;
  while (number.ends_with('0')) number.pop_back();
  if (number.ends_with('.')) number.pop_back();
  return number;
}

Type as_prisma_reads(Type type) {
  const auto drop = [&](std::string_view word) {
    if (const auto at = type.name.find(word); at != std::string::npos) type.name.erase(at, word.size());
  };
  drop(" zerofill");
  const bool counts = type.portable.family == TypeFamily::integer,
             floats = type.portable.family == TypeFamily::floating;
  if (floats || type.portable.family == TypeFamily::decimal) drop(" unsigned");
  if (counts || floats) type.arguments.clear();
  return type;
}

bool is_left_to_client(const ModelField& field) {
  if (!field.default_value) return false;
  const bool stated = field.default_value->kind != Value::Kind::call || is_generated(field);
  return stated && (is(field, Scalar::json) || (is(field, Scalar::bytes) && !is_generated(field)));
}

std::optional<MysqlDefault> default_for_mysql(const Datamodel& data, const ModelField& field,
                                              std::string_view column_type) {
  if (!field.default_value || is_left_to_client(field)) return std::nullopt;
  const auto& value = *field.default_value;
  if (is_generated(field)) return generated(value.arguments[0].value.text);
  if (value.kind != Value::Kind::call) return MysqlDefault{Expression{constant(data, field, value, column_type)}};
  if (value.text != "now") return std::nullopt;
  const auto digits = digits_of(column_type);
  return MysqlDefault{Expression{digits == 0 ? "CURRENT_TIMESTAMP" : fmt::format("CURRENT_TIMESTAMP({})", digits)}};
}

std::string key_lengths(const ModelKey& key) {
  if (std::ranges::none_of(key.fields, [](const KeyField& part) { return part.length.has_value(); })) return {};
  std::string out;
  for (const auto& part : key.fields) out += (out.empty() ? "" : " ") + part.length.value_or("-");
  return out;
}

void say_every_action(Schema& schema) {
  std::vector<QualifiedName> tables;
  for (const auto& [name, table] : schema.tables) tables.push_back(name);
  for (const auto& name : tables)
    schema.tables.change(name, [](Table& table) {
      for (auto& constraint : table.constraints) {
        const auto* key = std::get_if<ForeignKey>(&constraint.body);
        if (key && key->on_delete == ReferentialAction::no_action) constraint.attributes["on_delete"] = "no action";
        if (key && key->on_update == ReferentialAction::no_action) constraint.attributes["on_update"] = "no action";
      }
    });
}

bool same_mysql_type(const Type& present, const Type& wanted) {
  return as_prisma_reads(present) == as_prisma_reads(wanted);
}

bool same_mysql_default(const Column& present, const Column& wanted) {
  // Prisma gives JSON none, and takes none away
  if (!wanted.default_value) return present.type.name == "json" && wanted.type.name == "json";
  // a file whose text has backslashes may mean what Prisma's SQL makes of it, or what Prisma reads back
  const auto& have = present.default_value;
  return have && have->sql.starts_with('\'') &&
         wanted.default_value->sql ==
             mysql::literal(mysql::literal_value(text_literal(mysql::literal_value(have->sql))));
}

}  // namespace schemac::prisma
