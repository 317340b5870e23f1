#include "sources/sql/postgresql/constants.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/sql_tokens.h"

namespace schemac::sql {
namespace {

// Backslashes stand for themselves: so the server prints what it deparses.
std::string literal(const std::string& text) { return string_literal(text); }

constexpr auto numbers = std::to_array<std::string_view>({"smallint", "integer", "bigint", "numeric", "real", "double precision"});
constexpr auto moments = std::to_array<std::string_view>({"date", "timestamp without time zone", "timestamp with time zone"});
constexpr auto strings = std::to_array<std::string_view>({"character", "character varying", "text"});

template <std::size_t N>
std::size_t rank(const std::array<std::string_view, N>& types, std::string_view type) {
  return static_cast<std::size_t>(std::ranges::find(types, type) - types.begin());
}

template <class T>
bool fits(const std::string& digits, T& value) {
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size();
}

std::string boolean_constant(const std::string& content) {
  const auto word = lower(content);
  for (const char* yes : {"t", "true", "y", "yes", "on", "1"})
    if (word == yes) return "true";
  for (const char* no : {"f", "false", "n", "no", "off", "0"})
    if (word == no) return "false";
  return {};
}

// `{a, b}` as it comes back: without the space.
std::string array_constant(const std::string& content) {
  if (content.find('"') != std::string::npos || content.find('\\') != std::string::npos) return content;
  std::string out;
  for (std::size_t at = 0; at < content.size(); ++at) {
    const bool beside = content[at] == ' ' && (at == 0 || content[at - 1] == ',' || content[at - 1] == '{' || content[at - 1] == ' ' ||
                                               at + 1 == content.size() || content[at + 1] == ',' || content[at + 1] == '}');
    if (!beside) out += content[at];
  }
  return out;
}

// A day is midnight; without a zone it is UTC's, in which sessions of schemac read.
std::string canonical_moment(const std::string& text, bool zoned) {
  const auto is_shaped = [&](std::string_view shape) {
    if (text.size() != shape.size()) return false;
    for (std::size_t at = 0; at < text.size(); ++at)
      if (shape[at] == '9' ? std::isdigit(static_cast<unsigned char>(text[at])) == 0 : shape[at] != text[at]) return false;
    return true;
  };
  if (is_shaped("9999-99-99")) return text + " 00:00:00" + (zoned ? "+00" : "");
  return zoned && is_shaped("9999-99-99 99:99:99") ? text + "+00" : text;
}

bool looks_like_float(const std::string& text) {
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) != 0 && text.find_first_of("eE.") != std::string::npos;
}

}  // namespace

std::string typed_constant(const std::string& content, const std::string& type) {
  if (type.empty()) return literal(content);
  if (type == "boolean")
    if (auto word = boolean_constant(content); !word.empty()) return word;
  if (std::int32_t number = 0; type == "integer" && fits(content, number))
    return number < 0 ? fmt::format("'{}'::integer", number) : std::to_string(number);
  if (type == "numeric" && looks_like_float(content)) return content;
  if (type == "interval") return literal(canonical_interval(content)) + "::interval";
  if (type.starts_with("timestamp")) return literal(canonical_moment(content, type == "timestamp with time zone")) + "::" + type;
  if (type == "character") return literal(content) + "::bpchar";
  if (type == "bit") return literal(content) + "::\"bit\"";
  if (type.ends_with("[]")) return literal(array_constant(content)) + "::" + (type == "character[]" ? "bpchar[]" : type);
  return literal(content) + "::" + type;
}

Typed number_constant(const std::string& digits) {
  if (std::int32_t number = 0; fits(digits, number)) return {.text = typed_constant(digits, "integer"), .type = "integer", .constant = true};
  if (std::int64_t number = 0; fits(digits, number)) return {.text = fmt::format("'{}'::bigint", digits), .type = "bigint", .constant = true};
  auto text = digits.starts_with('.') ? "0" + digits : digits.starts_with("-.") ? "-0" + digits.substr(1) : digits;
  if (!text.empty() && text.back() == '.') text.pop_back();
  return {.text = looks_like_float(text) ? text : literal(text) + "::numeric", .type = "numeric", .constant = true};
}

std::string canonical_interval(const std::string& text) {
  int amount = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  auto unit = lower(std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end)));
  unit.erase(0, unit.find_first_not_of(' '));
  if (unit.size() > 1 && unit.ends_with('s')) unit.pop_back();
  if (error != std::errc() || amount < 0) return text;
  const auto plural = [](int number, std::string_view word) { return fmt::format("{} {}{}", number, word, number == 1 ? "" : "s"); };
  const auto clock = [](long seconds) { return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60); };
  if (amount == 0 && (unit.empty() || unit.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos)) return "00:00:00";
  if (unit == "second" || unit == "sec") return clock(amount);
  if (unit == "minute" || unit == "min") return clock(amount * 60L);
  if (unit == "hour") return clock(amount * 3600L);
  if (unit == "day") return plural(amount, "day");
  if (unit == "week") return plural(amount * 7, "day");
  if (unit == "year") return plural(amount, "year");
  if (unit != "month" && unit != "mon") return text;
  if (amount < 12) return plural(amount, "mon");
  return plural(amount / 12, "year") + (amount % 12 == 0 ? "" : " " + plural(amount % 12, "mon"));
}

bool is_string_type(std::string_view type) { return rank(strings, type) < strings.size(); }
bool is_number_type(std::string_view type) { return rank(numbers, type) < numbers.size(); }

std::string wider_number(const std::string& a, const std::string& b) {
  if (a == b) return a;
  const auto wider = [&](const auto& types) {
    const auto at = std::max(rank(types, a), rank(types, b));
    return at < types.size() ? std::string(types[at]) : std::string();
  };
  for (const auto& type : {wider(numbers), wider(moments)})
    if (!type.empty()) return type;
  return wider(strings).empty() ? std::string() : "text";
}

Typed value_function(const Node& node) {
  auto word = std::string(node.word("op")).substr(6);  // SVFOP_CURRENT_TIME_N
  if (word.ends_with("_N")) word = fmt::format("{}({})", word.substr(0, word.size() - 2), node.integer("typmod"));
  static constexpr auto types = std::to_array<std::pair<std::string_view, std::string_view>>({{"CURRENT_DATE", "date"},
                                                                                              {"CURRENT_TIMESTAMP", "timestamp with time zone"},
                                                                                              {"LOCALTIMESTAMP", "timestamp without time zone"},
                                                                                              {"CURRENT_TIME", "time with time zone"},
                                                                                              {"LOCALTIME", "time without time zone"}});
  for (const auto& [start, type] : types)
    if (word.starts_with(start)) return {.text = word, .type = std::string(type)};
  return {.text = word, .type = "name"};
}

std::string value_function_label(const Node& node) {
  auto word = lower(std::string(node.word("op")).substr(6));
  return word.ends_with("_n") ? word.substr(0, word.size() - 2) : word;
}

std::string frame_text(unsigned options, const std::string& start, const std::string& end) {
  if ((options & 0x1U) == 0) return {};
  const auto bound = [&](bool first) {
    const unsigned shift = first ? 0 : 1;
    if ((options & (0x20U << shift)) != 0) return std::string("UNBOUNDED PRECEDING");
    if ((options & (0x80U << shift)) != 0) return std::string("UNBOUNDED FOLLOWING");
    if ((options & (0x200U << shift)) != 0) return std::string("CURRENT ROW");
    return (first ? start : end) + ((options & (0x800U << shift)) != 0 ? " PRECEDING" : " FOLLOWING");
  };
  std::string out = (options & 0x2U) != 0 ? "RANGE " : (options & 0x4U) != 0 ? "ROWS " : "GROUPS ";
  out += (options & 0x10U) != 0 ? fmt::format("BETWEEN {} AND {}", bound(true), bound(false)) : bound(true);
  if ((options & 0x8000U) != 0) out += " EXCLUDE CURRENT ROW";
  if ((options & 0x10000U) != 0) out += " EXCLUDE GROUP";
  if ((options & 0x20000U) != 0) out += " EXCLUDE TIES";
  return out;
}

}  // namespace schemac::sql
