#include "sources/sql/postgresql/constants.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "sources/sql/postgresql/json_constant.h"
#include "sources/sql/postgresql/moments.h"
#include "sources/sql/postgresql/search_constants.h"

namespace schemac::sql {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string boolean_output(const std::string& content) {
  const auto word = lower(trimmed(content));
  if (word == "1" || word == "on") return "true";
  if (word == "0" || word == "off" || word == "of") return "false";
  for (const std::string_view whole : {"true", "yes"})
    if (!word.empty() && whole.starts_with(word)) return "true";
  for (const std::string_view whole : {"false", "no"})
    if (!word.empty() && whole.starts_with(word)) return "false";
  return content;
}

std::string integer_output(const std::string& content) {
  auto text = trimmed(content);
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::to_string(number) : content;
}

// Digits, a point, an exponent: written out without the exponent, with as many places as it states.
std::string numeric_output(const std::string& content) {
  auto text = trimmed(content);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::string whole, fraction;
  std::size_t at = 0;
  while (at < text.size() && is_digit(text[at])) whole += text[at++];
  if (at < text.size() && text[at] == '.')
    for (++at; at < text.size() && is_digit(text[at]); ++at) fraction += text[at];
  if (whole.empty() && fraction.empty()) return lower(text) == "nan" ? "NaN" : content;
  int exponent = 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    const auto from = at + 1 < text.size() && text[at + 1] == '+' ? at + 2 : at + 1;
    const auto [end, error] = std::from_chars(text.data() + from, text.data() + text.size(), exponent);
    if (error != std::errc() || std::abs(exponent) > 1000) return content;
    at = static_cast<std::size_t>(end - text.data());
  }
  if (at != text.size()) return content;
  for (; exponent > 0; --exponent) {
    whole += fraction.empty() ? '0' : fraction[0];
    if (!fraction.empty()) fraction.erase(0, 1);
  }
  for (; exponent < 0; ++exponent) {
    fraction.insert(fraction.begin(), whole.empty() ? '0' : whole.back());
    if (!whole.empty()) whole.pop_back();
  }
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  if (whole.empty()) whole = "0";
  const bool zero = whole == "0" && fraction.find_first_not_of('0') == std::string::npos;
  return (negative && !zero ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
}

// The shortest digits that give the number back; with an exponent outside of 1e-4 and the type's digits.
template <class Number>
std::string float_output(const std::string& content, int digits_limit) {
  auto text = trimmed(content);
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto word = lower(text);
  if (word == "nan") return "NaN";
  if (word == "infinity" || word == "inf") return "Infinity";
  if (word == "-infinity" || word == "-inf") return "-Infinity";
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return content;
  std::array<char, 64> buffer{};
  const char* last =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::scientific).ptr;
  const std::string scientific(static_cast<const char*>(buffer.data()), last);
  const int exponent = std::stoi(scientific.substr(scientific.find('e') + 1));
  if (exponent < -4 || exponent >= digits_limit) return scientific;
  last = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed).ptr;
  return {static_cast<const char*>(buffer.data()), last};
}

std::string uuid_output(const std::string& content) {
  auto text = lower(trimmed(content));
  if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
  std::erase(text, '-');
  if (text.size() != 32) return content;
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, "-");
  return text;
}

std::string bytes_output(const std::string& content) {
  std::string out = "\\x";
  if (content.starts_with("\\x")) {
    for (const char c : content.substr(2))
      if (!is_space(c)) out += lower(std::string_view(&c, 1));
    return out;
  }
  for (std::size_t at = 0; at < content.size(); ++at) {
    auto byte = static_cast<unsigned char>(content[at]);
    if (byte == '\\' && at + 1 < content.size() && content[at + 1] == '\\') {
      ++at;
    } else if (byte == '\\' && at + 3 < content.size()) {
      byte = static_cast<unsigned char>((content[at + 1] - '0') * 64 + (content[at + 2] - '0') * 8 +
                                        (content[at + 3] - '0'));
      at += 3;
    }
    out += fmt::format("{:02x}", byte);
  }
  return out;
}

// One element of `{…}` as array_out writes it.
std::string array_element(const std::string& text) {
  const bool quoted =
      text.empty() || lower(text) == "null" || text.find_first_of("\"\\{}, \t\n\r\v\f") != std::string::npos;
  if (!quoted) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

class ArrayReader {
 public:
  ArrayReader(const TypeTable& types, TypeId element, std::string_view text)
      : types_(types), element_(element), text_(text) {}

  // Empty where the text is none that this reader knows.
  std::string read() {
    auto out = list();
    skip_space();
    return failed_ || at_ != text_.size() ? std::string() : out;
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  std::string list() {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != '{') return failed_ = true, std::string();
    ++at_;
    std::string out = "{";
    for (bool first = true;; first = false) {
      skip_space();
      if (at_ >= text_.size()) return failed_ = true, std::string();
      if (text_[at_] == '}' && first) break;
      out += first ? "" : ",";
      out += text_[at_] == '{' ? list() : element();
      if (failed_) return {};
      skip_space();
      if (at_ >= text_.size() || (text_[at_] != ',' && text_[at_] != '}')) return failed_ = true, std::string();
      if (text_[at_] == '}') break;
      ++at_;
    }
    ++at_;
    return out + "}";
  }

  std::string element() {
    std::string value;
    bool quoted = false;
    std::size_t kept = 0;  // behind it white space goes
    for (; at_ < text_.size() && text_[at_] != ',' && text_[at_] != '}'; ++at_) {
      if (text_[at_] == '"') {
        quoted = true;
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
          if (text_[at_] == '\\') ++at_;
          if (at_ < text_.size()) value += text_[at_];
        }
        kept = value.size();
      } else {
        if (text_[at_] == '\\') ++at_;
        if (at_ >= text_.size()) break;
        value += text_[at_];
        if (!is_space(text_[at_])) kept = value.size();
      }
    }
    value.resize(kept);
    if (!quoted && lower(value) == "null") return "NULL";
    auto out = constant_output(types_, element_, value);
    if (element_ == types_.boolean) out = out.substr(0, 1);
    return array_element(out);
  }

  const TypeTable& types_;
  TypeId element_;
  std::string_view text_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

// `[1,5]` of integers is `[1,6)`.
std::string range_output(const TypeTable& types, TypeId type, const std::string& content) {
  const auto text = trimmed(content);
  if (lower(text) == "empty") return "empty";
  const auto comma = text.find(',');
  if (text.size() < 3 || comma == std::string_view::npos || text.find('"') != std::string_view::npos ||
      text.find(',', comma + 1) != std::string_view::npos)
    return content;
  const auto subtype = types[type].element;
  const auto bound = [&](std::string_view part) {
    const auto value = std::string(part);
    return part.empty() ? value : constant_output(types, subtype, value);
  };
  auto from = bound(text.substr(1, comma - 1));
  auto to = bound(text.substr(comma + 1, text.size() - comma - 2));
  char open = text.front();
  char close = text.back();
  const auto& name = types[subtype].sql;
  const bool discrete = name == "integer" || name == "bigint" || name == "date";
  const auto next = [&](const std::string& value) {
    return name == "date" ? day_after(value) : std::to_string(std::stoll(value) + 1);
  };
  if (discrete && open == '(' && !from.empty()) {
    from = next(from);
    open = '[';
  }
  if (discrete && close == ']' && !to.empty()) {
    to = next(to);
    close = ')';
  }
  if (from.empty()) open = '(';
  if (to.empty()) close = ')';
  if (discrete && !from.empty() && from == to) return "empty";
  const auto shown = [](const std::string& value) {
    return value.find_first_of(" ()[],\\\"") == std::string::npos ? value : "\"" + value + "\"";
  };
  return fmt::format("{}{},{}{}", open, shown(from), shown(to), close);
}

bool looks_like_float(const std::string& text) {
  return !text.empty() && is_digit(text[0]) && text.find_first_of("eE.") != std::string::npos;
}

}  // namespace

std::string constant_output(const TypeTable& types, TypeId type, const std::string& content,
                            const std::string& modifier) {
  const auto plain = types.base(type);
  if (types.is_array(plain)) {
    auto out = ArrayReader(types, types.element(plain), content).read();
    return out.empty() ? content : out;
  }
  if (types[plain].kind == 'r') return range_output(types, plain, content);
  const auto& name = types[plain].sql;
  if (name == "boolean") return boolean_output(content);
  if (name == "integer" || name == "bigint" || name == "smallint" || name == "oid") return integer_output(content);
  if (name == "numeric") return numeric_output(content);
  if (name == "real") return float_output<float>(content, 6);
  if (name == "double precision") return float_output<double>(content, 15);
  if (name == "interval") return interval_output(content, modifier);
  if (name == "tsvector") return tsvector_output(content);
  if (name == "tsquery") return tsquery_output(content);
  if (name == "jsonpath") return jsonpath_output(content);
  if (name == "date" || name.starts_with("time")) return moment_output(content, name);
  if (name == "uuid") return uuid_output(content);
  if (name == "bytea") return bytes_output(content);
  if (name == "jsonb") return jsonb_output(content);
  if (name == "name") return content.substr(0, 63);
  if (name.starts_with("bit") && (content.starts_with('x') || content.starts_with('X')))
    return bits_of_hexadecimal(content.substr(1));
  if (name.starts_with("bit") && (content.starts_with('b') || content.starts_with('B'))) return content.substr(1);
  return content;
}

bool shows_bare(const TypeTable& types, TypeId type, const std::string& content) {
  if (type == types.int4) return !content.empty() && std::ranges::all_of(content, is_digit);
  return type == types.numeric && looks_like_float(content);
}

std::string_view number_type(const std::string& digits) {
  const auto fits = [&](auto number) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size();
  };
  return fits(std::int32_t{}) ? "integer" : fits(std::int64_t{}) ? "bigint" : "numeric";
}

std::string bits_of_hexadecimal(std::string_view digits) {
  std::string out;
  for (const char c : digits) {
    const int value = is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
    for (int bit = 3; bit >= 0; --bit) out += (value >> bit & 1) != 0 ? '1' : '0';
  }
  return out;
}

ValueFunction value_function(const Node& node) {
  auto word = std::string(node.word("op")).substr(6);  // SVFOP_CURRENT_TIME_N
  std::string modifier;
  if (word.ends_with("_N")) {
    modifier = fmt::format("({})", node.integer("typmod"));
    word = word.substr(0, word.size() - 2) + modifier;
  }
  static constexpr auto types =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"CURRENT_DATE", "date"},
                                                                    {"CURRENT_TIMESTAMP", "timestamp with time zone"},
                                                                    {"LOCALTIMESTAMP", "timestamp without time zone"},
                                                                    {"CURRENT_TIME", "time with time zone"},
                                                                    {"LOCALTIME", "time without time zone"}});
  for (const auto& [start, type] : types)
    if (word.starts_with(start)) return {.text = word, .type = std::string(type), .modifier = modifier};
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
