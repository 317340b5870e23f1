#include "sources/prisma/sql_defaults.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"

namespace schemac::prisma {
namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string hexadecimal(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return out;
}

// `2020-01-01T00:00:00Z` → `2020-01-01 00:00:00 +00:00`, as Prisma writes a moment.
std::string moment(std::string text) {
  if (const auto separator = text.find('T'); separator == 10) text[separator] = ' ';
  if (const auto point = text.find('.'); point != std::string::npos) {
    auto end = point + 1;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    const auto digits_there = end - point - 1;
    text.insert(end, (3 - digits_there % 3) % 3, '0');
  }
  if (text.ends_with('Z')) return text.substr(0, text.size() - 1) + " +00:00";
  const auto zone = text.find_last_of("+-");
  if (zone != std::string::npos && zone > 10 && text[zone - 1] != ' ') text.insert(zone, " ");
  return text;
}

}  // namespace

std::string sql_literal(const Datamodel& data, const ModelField& field, const Value& value) {
  if (field.kind == FieldKind::enumeration) {
    for (const auto& label : data.enums[field.target].labels)
      if (label.syntax->name == value.text) return string_literal(label.label);
    return string_literal(value.text);
  }
  if (value.kind != Value::Kind::string) return value.text;
  switch (field.scalar) {
    case Scalar::bytes: {
      const auto bytes = hexadecimal(bytes_from_base64(value.text).value_or(value.text));
      // Prisma gives SQLite the digits as a text
      return data.datasource.provider == Provider::sqlite ? fmt::format("'{}'", bytes) : fmt::format("'\\x{}'", bytes);
    }
    case Scalar::date_time: return string_literal(moment(value.text));
    case Scalar::decimal: return value.text;
    case Scalar::string:
    case Scalar::boolean:
    case Scalar::integer:
    case Scalar::big_integer:
    case Scalar::floating:
    case Scalar::json: return string_literal(value.text);
  }
  return string_literal(value.text);
}

std::optional<Expression> default_expression(const Datamodel& data, const ModelField& field,
                                             std::string_view column_type) {
  if (!field.default_value) return std::nullopt;
  const auto& value = *field.default_value;
  if (value.kind == Value::Kind::call) {
    if (value.text == "now") return Expression{"CURRENT_TIMESTAMP"};
    if (value.text == "dbgenerated" && !value.arguments.empty()) return Expression{value.arguments[0].value.text};
    return std::nullopt;
  }
  if (value.kind != Value::Kind::list) return Expression{sql_literal(data, field, value)};
  std::vector<std::string> items;
  for (const auto& item : value.items) items.push_back(sql_literal(data, field, item));
  return Expression{fmt::format("ARRAY[{}]::{}[]", fmt::join(items, ", "), column_type)};
}

std::optional<std::string> bytes_from_base64(std::string_view text) {
  std::string out;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == '=') break;
    const auto at = digits.find(c == '-' ? '+' : c == '_' ? '/' : c);
    if (at == std::string_view::npos) return std::nullopt;
    buffer = (buffer << 6U) | static_cast<std::uint32_t>(at);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>((buffer >> static_cast<unsigned>(bits)) & 0xFFU);
  }
  return out;
}

std::optional<std::string> bytes_from_hexadecimal(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    unsigned byte = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + 2, byte, 16);
    if (error != std::errc() || end != text.data() + at + 2) return std::nullopt;
    out += static_cast<char>(byte);
  }
  return out;
}

std::string base64(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t buffer = 0;
    for (std::size_t j = 0; j < 3; ++j)
      buffer = (buffer << 8U) | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j) out += i + j > bytes.size() ? '=' : digits[(buffer >> (18U - 6U * j)) & 63U];
  }
  return out;
}

}  // namespace schemac::prisma
