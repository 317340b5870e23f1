#include "dialects/mysql/constants.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "base/source_text.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/temporal.h"
#include "dialects/mysql/types.h"

namespace schemac::mysql {
namespace {

// A number as it is written: digits, of which so many stand behind the point.
struct Decimal {
  bool negative = false;
  std::string digits = "0";
  std::size_t scale = 0;
  bool floating = false;  // written with an exponent
};

bool all_digits(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

std::optional<Decimal> read_decimal(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  Decimal out;
  if (text.starts_with('-') || text.starts_with('+')) {
    out.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const auto e = text.find_first_of("eE");
  int exponent = 0;
  if (e != std::string_view::npos) {
    auto power = text.substr(e + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    const auto [end, error] = std::from_chars(power.data(), power.data() + power.size(), exponent);
    if (error != std::errc() || end != power.data() + power.size() || std::abs(exponent) > 400) return std::nullopt;
    out.floating = true;
  }
  const auto number = text.substr(0, e);
  const auto point = number.find('.');
  const auto whole = number.substr(0, point);
  const auto fraction = point == std::string_view::npos ? std::string_view() : number.substr(point + 1);
  if ((whole.empty() && fraction.empty()) || !all_digits(whole) || !all_digits(fraction)) return std::nullopt;
  out.digits = std::string(whole) + std::string(fraction);
  auto scale = static_cast<long>(fraction.size()) - exponent;
  if (scale < 0) out.digits.append(static_cast<std::size_t>(-scale), '0'), scale = 0;
  if (static_cast<long>(out.digits.size()) <= scale)
    out.digits.insert(0, static_cast<std::size_t>(scale) + 1 - out.digits.size(), '0');
  out.scale = static_cast<std::size_t>(scale);
  return out;
}

// Halves away from zero.
std::string rounded(const Decimal& number, std::size_t scale) {
  auto digits = number.digits;
  if (number.scale < scale) digits.append(scale - number.scale, '0');
  if (number.scale > scale) {
    const auto kept = digits.size() - (number.scale - scale);
    const bool up = digits[kept] >= '5';
    digits.resize(kept);
    auto at = kept;
    while (up && at > 0 && digits[at - 1] == '9') digits[--at] = '0';
    if (up && at > 0) ++digits[at - 1];
    if (up && at == 0) digits.insert(0, "1");
  }
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  const auto first = std::min(digits.find_first_not_of('0'), digits.size() - scale - 1);
  digits.erase(0, first);
  const bool zero = digits.find_first_not_of('0') == std::string::npos;
  if (scale > 0) digits.insert(digits.size() - scale, ".");
  return (number.negative && !zero ? "-" : "") + digits;
}

double as_double(const Decimal& number) {
  return std::strtod(fmt::format("{}{}e-{}", number.negative ? "-" : "", number.digits, number.scale).c_str(), nullptr);
}

// As the servers write a number of floating point: an exponent only beyond fifteen places.
std::string shown(double number, std::size_t significant) {
  if (number == 0) return "0";
  auto text = significant == 0 ? fmt::format("{:e}", number) : fmt::format("{:.{}e}", number, significant - 1);
  if (significant == 0) {
    std::array<char, 64> buffer = {};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::scientific).ptr;
    text.assign(buffer.data(), end);
  }
  const auto e = text.find('e');
  const int exponent = std::atoi(text.c_str() + e + 1);
  auto digits = text.substr(0, e);
  const bool negative = digits.front() == '-';
  std::erase_if(digits, [](char c) { return c == '-' || c == '.'; });
  digits.erase(digits.find_last_not_of('0') + 1);
  const auto count = static_cast<int>(digits.size());
  const int places = exponent + 1;  // before the point
  if (places > 15 || places < -14) {
    if (count > 1) digits.insert(1, ".");
    digits += fmt::format("e{}", exponent);
  } else if (places <= 0) {
    digits = "0." + std::string(static_cast<std::size_t>(-places), '0') + digits;
  } else if (count <= places) {
    digits.append(static_cast<std::size_t>(places - count), '0');
  } else {
    digits.insert(static_cast<std::size_t>(places), ".");
  }
  return (negative ? "-" : "") + digits;
}

void add_letter(std::uint32_t letter, std::string& out) {
  if (letter < 0x80) return void(out += static_cast<char>(letter));
  const int more = letter < 0x800 ? 1 : letter < 0x10000 ? 2 : 3;
  static constexpr std::array<unsigned, 4> leads = {0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(leads.at(static_cast<std::size_t>(more)) | (letter >> (6 * more)));
  for (int at = more - 1; at >= 0; --at) out += static_cast<char>(0x80U | ((letter >> (6 * at)) & 0x3FU));
}

std::size_t letter_size(std::string_view charset) {
  return charset == "utf32" ? 4 : charset == "ucs2" || charset == "utf16" ? 2 : 1;
}

// Letters of two or four bytes each, the greatest first; none that is made of two others.
std::optional<std::string> of_wide_letters(std::string_view bytes, std::size_t size) {
  auto padded = std::string((size - bytes.size() % size) % size, '\0') + std::string(bytes);
  std::string out;
  for (std::size_t at = 0; at < padded.size(); at += size) {
    std::uint32_t letter = 0;
    for (std::size_t i = 0; i < size; ++i) letter = (letter << 8U) | static_cast<unsigned char>(padded[at + i]);
    if (letter > 0x10FFFF || (letter >= 0xD800 && letter < 0xE000)) return std::nullopt;
    add_letter(letter, out);
  }
  return out;
}

// One literal, with what stands before it and behind.
struct Constant {
  enum Kind { number, text, bytes } kind = text;
  std::string value;
  std::string charset = {};  // of an introducer
};

class ConstantReader {
 public:
  explicit ConstantReader(std::string_view sql) : sql_(sql), tokens_(sql_tokens(sql, lexis)) {}

  std::optional<Constant> run() {
    const bool braces = accept("{");
    auto out = literal_at();
    if (!out) return std::nullopt;
    if (braces && !accept("}")) return std::nullopt;
    if (accept("collate")) ++at_;
    return at_ == tokens_.size() ? out : std::nullopt;
  }

 private:
  std::string_view text(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].text(sql_) : std::string_view();
  }
  bool is_string(std::size_t ahead = 0) const {
    const auto token = text(ahead);
    return token.starts_with('\'') || token.starts_with('"') || token.starts_with("n'") || token.starts_with("N'");
  }
  bool accept(std::string_view word) {
    const bool is = equal_ignoring_case(text(), word);
    at_ += is ? 1 : 0;
    return is;
  }

  std::optional<Constant> literal_at() {
    if (text() == "-" || text() == "+") return signed_number();
    if (accept("true")) return Constant{Constant::number, "1"};
    if (accept("false")) return Constant{Constant::number, "0"};
    if (const auto value = bytes_of_literal(text())) return ++at_, Constant{Constant::bytes, *value};
    if (!text().empty() && text().front() == '_') return introduced();
    if (is_string(1) && !is_string()) return temporal();
    if (is_string()) return strings();
    return number_at(false);
  }

  // `- -5`, `-(5)`, `- true`
  std::optional<Constant> signed_number() {
    bool minus = false;
    std::size_t open = 0;
    for (; text() == "-" || text() == "+" || text() == "("; ++at_) {
      minus ^= text() == "-";
      open += text() == "(" ? 1 : 0;
    }
    std::optional<Constant> out;
    if (accept("true"))
      out = Constant{Constant::number, minus ? "-1" : "1"};
    else if (accept("false"))
      out = Constant{Constant::number, "0"};
    else
      out = number_at(minus);
    for (; out && open > 0; --open)
      if (!accept(")")) return std::nullopt;
    return out;
  }

  std::optional<Constant> number_at(bool minus) {
    if (at_ >= tokens_.size() || tokens_[at_].kind != SqlTokenKind::number || !read_decimal(text()))
      return std::nullopt;
    return Constant{Constant::number, (minus ? "-" : "") + std::string(tokens_[at_++].text(sql_))};
  }

  std::optional<Constant> introduced() {
    const auto charset = lower(text().substr(1));
    ++at_;
    if (const auto value = bytes_of_literal(text())) return ++at_, Constant{Constant::bytes, *value, charset};
    auto out = is_string() ? strings() : std::nullopt;
    if (out) out->charset = charset;
    return out;
  }

  std::optional<Constant> temporal() {
    const auto value = temporal_literal(text(), literal_value(text(1)));
    at_ += 2;
    return value ? std::optional(Constant{Constant::text, *value}) : std::nullopt;
  }

  // 'a' "b" is one text.
  std::optional<Constant> strings() {
    Constant out;
    for (; is_string(); ++at_) {
      auto one = text();
      if (one.front() == 'n' || one.front() == 'N') one.remove_prefix(1);
      out.value += literal_value(one);
    }
    return out;
  }

  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
};

std::string_view base_of(const Type& type) { return std::string_view(type.name).substr(0, type.name.find(' ')); }

int argument(const Type& type, std::size_t at, int otherwise) {
  return at < type.arguments.size() ? std::atoi(type.arguments[at].c_str()) : otherwise;
}

std::optional<std::uint64_t> number_of_bytes(std::string_view bytes) {
  if (bytes.size() > 8) return std::nullopt;
  std::uint64_t out = 0;
  for (const char c : bytes) out = (out << 8U) | static_cast<unsigned char>(c);
  return out;
}

std::optional<Decimal> number_of(const Constant& constant) {
  if (constant.kind != Constant::bytes) return read_decimal(constant.value);
  const auto number = number_of_bytes(constant.value);
  return number ? read_decimal(std::to_string(*number)) : std::nullopt;
}

std::optional<std::string> stored_number(const Constant& constant, const Type& type) {
  const auto number = number_of(constant);
  if (!number) return std::nullopt;
  const auto base = base_of(type);
  if (base == "decimal") return rounded(*number, static_cast<std::size_t>(argument(type, 1, 0)));
  if (base == "float" || base == "double") {
    auto value = as_double(*number);
    if (base == "float") value = static_cast<double>(static_cast<float>(value));
    if (!std::isfinite(value)) return std::nullopt;
    if (type.arguments.size() > 1) return fmt::format("{:.{}f}", value, argument(type, 1, 0));
    return shown(value, base == "float" ? 6 : 0);
  }
  // a number of floating point goes to the even of two neighbours, a text to the greater
  if (number->floating && constant.kind == Constant::number && number->scale > 0 && std::abs(as_double(*number)) < 9e15)
    return fmt::format("{:.0f}", std::nearbyint(as_double(*number)) + 0.0);
  return rounded(*number, 0);
}

std::optional<std::string> stored_year(const Constant& constant) {
  const auto number = number_of(constant);
  if (!number) return std::nullopt;
  int year = std::atoi(rounded(*number, 0).c_str());
  const bool of_century = year < 100 && (year != 0 || (constant.kind == Constant::text && constant.value.size() != 4));
  if (year < 0 || year > 2155) return std::nullopt;
  if (of_century) year += year < 70 ? 2000 : 1900;
  return fmt::format("{:04}", year);
}

std::optional<std::string> stored_moment(const Constant& constant, const Type& type, const Engine& engine) {
  const auto base = base_of(type);
  const bool is_time = base == "time";
  std::optional<Moment> moment;
  if (constant.kind == Constant::number) {
    const auto number = read_decimal(constant.value);
    if (!number || number->digits.size() - number->scale > 18) return std::nullopt;
    auto whole = std::atoll(number->digits.substr(0, number->digits.size() - number->scale).c_str());
    if (number->negative) whole = -whole;
    moment = is_time ? time_of_number(whole) : datetime_of_number(whole);
    if (moment) moment->fraction = number->digits.substr(number->digits.size() - number->scale);
  } else {
    moment = is_time ? read_time(constant.value) : read_datetime(constant.value);
  }
  if (!moment) return std::nullopt;
  if (base == "date") return literal(date_text(*moment));
  if (is_time) moment->year = moment->month = moment->day = 0;
  const auto digits = static_cast<std::size_t>(argument(type, 0, 0));
  const auto kept = with_digits(*moment, digits, !is_mariadb(engine));
  // a server that nobody named may round or cut off
  if (engine.major == 0 && time_text(kept) != time_text(with_digits(*moment, digits, false))) return std::nullopt;
  return literal(is_time ? time_text(kept) : datetime_text(kept));
}

std::optional<std::string> stored_bits(const Constant& constant) {
  const auto number =
      constant.kind == Constant::number ? std::optional<std::uint64_t>() : number_of_bytes(constant.value);
  if (constant.kind != Constant::number) return number ? std::optional(fmt::format("b'{:b}'", *number)) : std::nullopt;
  std::uint64_t value = 0;
  const auto decimal = read_decimal(constant.value);
  const auto digits = decimal ? rounded(*decimal, 0) : std::string();
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() ? std::optional(fmt::format("b'{:b}'", value))
                                                                      : std::nullopt;
}

// The text that a number becomes.
std::string text_of_number(const std::string& written) {
  const auto number = read_decimal(written);
  return number->floating ? shown(as_double(*number), 0) : rounded(*number, number->scale);
}

std::optional<std::string> text_of(const Constant& constant, std::string_view collation) {
  if (constant.kind == Constant::number) return text_of_number(constant.value);
  // bytes without a character set are letters of the column's
  const auto of_column = std::string(collation.substr(0, collation.find('_')));
  if (constant.kind == Constant::text && constant.charset.empty()) return constant.value;
  if (constant.kind == Constant::text) {
    const bool unicode = constant.charset.starts_with("utf8");
    return unicode || is_utf8(constant.value) ? std::optional(constant.value) : std::nullopt;
  }
  return text_in(constant.charset.empty() ? of_column : constant.charset, constant.value);
}

std::string without_blanks_behind(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

// The label as it is declared.
std::optional<std::string> label_of(std::string_view text, const Type& type, std::string_view collation) {
  const bool by_case = collation.ends_with("_bin") || collation.ends_with("_cs") || collation == "binary";
  const auto wanted = without_blanks_behind(std::string(text));
  for (const bool exact : {true, false})
    for (const auto& argument : type.arguments) {
      auto label = literal_value(argument);
      if (exact ? label == wanted : !by_case && equal_ignoring_case(label, wanted)) return label;
    }
  return std::nullopt;
}

std::optional<std::string> stored_labels(const std::string& text, const Type& type, std::string_view collation) {
  if (type.name == "enum") {
    const auto label = label_of(text, type, collation);
    return label ? std::optional(literal(*label)) : std::nullopt;
  }
  std::vector<std::string> chosen;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(',', at), text.size());
    const auto label = label_of(std::string_view(text).substr(at, end - at), type, collation);
    if (!label) return std::nullopt;
    chosen.push_back(*label);
    at = end + 1;
  }
  std::string out;
  for (const auto& argument : type.arguments) {
    const auto label = literal_value(argument);
    if (std::find(chosen.begin(), chosen.end(), label) != chosen.end()) out += (out.empty() ? "" : ",") + label;
  }
  return literal(out);
}

std::string stored_bytes(std::string bytes, const Type& type) {
  if (base_of(type) == "binary")
    bytes.resize(std::max<std::size_t>(bytes.size(), static_cast<std::size_t>(argument(type, 0, 1))), '\0');
  if (is_utf8(bytes)) return literal(bytes);
  std::string out = "0x";
  for (const char c : bytes) out += fmt::format("{:02X}", static_cast<unsigned char>(c));
  return out;
}

std::optional<std::string> stored_address(const std::string& text, const Type& type) {
  if (type.name == "uuid") return literal(lower(text));
  std::array<char, INET6_ADDRSTRLEN> shown_text = {};
  in6_addr address = {};
  if (type.name != "inet6" || inet_pton(AF_INET6, text.c_str(), &address) != 1) return std::nullopt;
  return literal(inet_ntop(AF_INET6, &address, shown_text.data(), shown_text.size()));
}

}  // namespace

std::optional<std::string> bytes_of_literal(std::string_view token) {
  if (token.size() < 2) return std::nullopt;
  const bool quoted = token[1] == '\'' && token.back() == '\'' && token.size() > 2;
  const char kind = quoted ? token[0] : token[1];
  if (!quoted && (token[0] != '0' || token.size() < 3)) return std::nullopt;
  auto digits = std::string(token.substr(2, token.size() - (quoted ? 3 : 2)));
  const bool hex = kind == 'x' || (quoted && kind == 'X'), bits = kind == 'b' || (quoted && kind == 'B');
  if (!hex && !bits) return std::nullopt;
  if (digits.find_first_not_of(hex ? "0123456789abcdefABCDEF" : "01") != std::string::npos) return std::nullopt;
  const std::size_t each = hex ? 2 : 8;
  if (!digits.empty()) digits.insert(0, (each - digits.size() % each) % each, '0');
  std::string out;
  for (std::size_t at = 0; at < digits.size(); at += each)
    out += static_cast<char>(std::stoi(digits.substr(at, each), nullptr, hex ? 16 : 2));
  return out;
}

std::optional<std::string> temporal_literal(std::string_view word, std::string_view text) {
  const auto kind = lower(word);
  const auto shown_in_full = [](Moment moment) {
    moment.fraction.resize(std::min<std::size_t>(moment.fraction.size(), 6));
    return moment;
  };
  if (kind == "date" || kind == "d") {
    const auto moment = read_datetime(text);
    return moment ? std::optional(date_text(*moment)) : std::nullopt;
  }
  if (kind == "time" || kind == "t") {
    const auto moment = read_time(text);
    return moment ? std::optional(time_text(shown_in_full(*moment))) : std::nullopt;
  }
  if (kind != "timestamp" && kind != "ts") return std::nullopt;
  const auto moment = read_datetime(text);
  return moment ? std::optional(datetime_text(shown_in_full(*moment))) : std::nullopt;
}

std::optional<std::string> text_in(std::string_view charset, std::string_view bytes) {
  if (const auto size = letter_size(charset); size > 1) return of_wide_letters(bytes, size);
  const bool plain = std::all_of(bytes.begin(), bytes.end(), [](unsigned char c) { return c < 128; });
  if (plain) return std::string(bytes);
  if ((charset.empty() || charset.starts_with("utf8")) && is_utf8(bytes)) return std::string(bytes);
  if (charset != "latin1") return std::nullopt;
  std::string out;
  for (const unsigned char c : bytes) {
    if (c >= 0x80 && c < 0xA0) return std::nullopt;  // letters of Windows
    add_letter(c, out);
  }
  return out;
}

std::optional<std::string> stored_constant(std::string_view sql, const Type& type, std::string_view collation,
                                           const Engine& engine) {
  const auto constant = ConstantReader(sql).run();
  if (!constant) return std::nullopt;
  const auto base = base_of(type);
  if (base == "year") return stored_year(*constant);
  if (is_number(type)) return stored_number(*constant, type);
  if (base == "bit") return stored_bits(*constant);
  if (base == "date" || base == "time" || base == "datetime" || base == "timestamp")
    return stored_moment(*constant, type, engine);
  if (is_blob(type) || base == "json") return std::nullopt;
  if (type.portable.family == TypeFamily::binary) {
    const auto bytes = constant->kind == Constant::number ? text_of_number(constant->value) : constant->value;
    return stored_bytes(bytes, type);
  }
  auto text = text_of(*constant, collation);
  if (!text) return std::nullopt;
  if (is_label_list(type)) return stored_labels(*text, type, collation);
  if (base == "char") return literal(without_blanks_behind(std::move(*text)));
  if (base == "varchar") return literal(*text);
  return stored_address(*text, type);
}

}  // namespace schemac::mysql
