#include "dialects/mysql/temporal.h"

#include <array>
#include <cctype>
#include <charconv>
#include <vector>

#include <fmt/format.h>

namespace schemac::mysql {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_mark(char c) { return std::ispunct(static_cast<unsigned char>(c)) != 0; }
bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

int number_of(std::string_view digits) {
  int out = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return out;
}

int full_year(int of_century) { return of_century + (of_century < 70 ? 2000 : 1900); }

int days_of_month(int year, int month) {
  static constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days.at(static_cast<std::size_t>(month - 1));
}

std::optional<Moment> moment_of(const std::array<int, 6>& parts, std::string fraction) {
  Moment out{
      .year = parts[0], .month = parts[1], .day = parts[2], .hour = parts[3], .minute = parts[4], .second = parts[5]};
  out.fraction = std::move(fraction);
  const bool fits = out.month <= 12 && out.day <= 31 && out.hour < 24 && out.minute < 60 && out.second < 60;
  if (!fits || (out.month > 0 && out.day > days_of_month(out.year, out.month))) return std::nullopt;
  return out;
}

// `20200101`, `200101101112`: digits alone, four or two of them for the year.
std::optional<Moment> datetime_of_digits(std::string_view digits, std::string fraction) {
  const std::size_t year = digits.size() == 4 || digits.size() == 8 || digits.size() >= 14 ? 4 : 2;
  std::array<int, 6> parts = {};
  std::size_t at = 0, part = 0;
  for (; part < parts.size() && at < digits.size(); ++part) {
    const std::size_t length = part == 0 ? year : 2;
    parts.at(part) = number_of(digits.substr(at, length));
    at += length;
  }
  if (at < digits.size() || part < 3) return std::nullopt;
  if (year == 2) parts[0] = full_year(parts[0]);
  return moment_of(parts, std::move(fraction));
}

}  // namespace

std::optional<Moment> read_datetime(std::string_view text) {
  text = without_blanks(text);
  std::size_t at = 0;
  while (at < text.size() && is_digit(text[at])) ++at;
  const auto digits_from = [&](std::size_t begin) {
    auto end = begin;
    while (end < text.size() && is_digit(text[end])) ++end;
    return text.substr(begin, end - begin);
  };
  if (at == text.size() && at > 0) return datetime_of_digits(text, {});
  if (text[at] == '.' && (at == 12 || at == 14)) {
    const auto fraction = digits_from(at + 1);
    return at + 1 + fraction.size() == text.size() ? datetime_of_digits(text.substr(0, at), std::string(fraction))
                                                   : std::nullopt;
  }
  std::array<int, 6> parts = {};
  std::string fraction;
  std::size_t part = 0;
  at = 0;
  for (; part < parts.size() && at < text.size(); ++part) {
    const auto digits = digits_from(at).substr(0, part == 0 ? 4 : 2);
    if (digits.empty()) return std::nullopt;
    parts.at(part) = number_of(digits);
    if (part == 0 && digits.size() == 2) parts[0] = full_year(parts[0]);
    at += digits.size();
    if (part == 5) break;
    if (part == 2 && at < text.size() && text[at] == 'T') {
      ++at;
      continue;
    }
    const auto before = at;
    while (at < text.size() && (is_mark(text[at]) || (part == 2 && is_blank(text[at])))) ++at;
    if (at == before && at < text.size()) return std::nullopt;
  }
  if (part == 5 && at < text.size()) {
    if (text[at] != '.') return std::nullopt;
    fraction = digits_from(at + 1);
    if (at + 1 + fraction.size() != text.size()) return std::nullopt;
  }
  return part < 3 && parts[2] == 0 && parts[1] == 0 ? std::nullopt : moment_of(parts, std::move(fraction));
}

std::optional<Moment> datetime_of_number(std::int64_t number) {
  if (number == 0) return Moment{};
  if (number < 101) return std::nullopt;
  const auto in = [&](std::int64_t low, std::int64_t high) { return number >= low && number <= high; };
  if (number <= 691231)
    number = (number + 20000000) * 1000000;
  else if (in(700101, 991231))
    number = (number + 19000000) * 1000000;
  else if (in(10000101, 99991231))
    number *= 1000000;
  else if (in(101000000, 691231235959))
    number += 20000000000000;
  else if (in(700101000000, 991231235959))
    number += 19000000000000;
  else if (number < 10000101000000)
    return std::nullopt;
  return datetime_of_digits(fmt::format("{:014}", number), {});
}

std::optional<Moment> time_of_number(std::int64_t number) {
  if (number > 8385959 || number < -8385959) return number >= 10000000000 ? datetime_of_number(number) : std::nullopt;
  const auto plain = number < 0 ? -number : number;
  Moment out{.hour = static_cast<int>(plain / 10000),
             .minute = static_cast<int>(plain / 100 % 100),
             .second = static_cast<int>(plain % 100),
             .negative = number < 0};
  return out.minute < 60 && out.second < 60 ? std::optional(out) : std::nullopt;
}

// [-][days ]hours:minutes[:seconds], hours after days alone, or digits as of a number.
std::optional<Moment> read_time(std::string_view text) {
  text = without_blanks(text);
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.size() >= 12)
    if (auto moment = read_datetime(text); moment && moment->month > 0) return moment;
  std::string fraction;
  if (const auto point = text.find('.'); point != std::string_view::npos) {
    fraction = text.substr(point + 1);
    text = text.substr(0, point);
    if (fraction.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  }
  int days = 0;
  const auto blank = text.find(' ');
  if (blank != std::string_view::npos) {
    if (text.substr(0, blank).find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    days = number_of(text.substr(0, blank));
    text = without_blanks(text.substr(blank + 1));
  }
  std::vector<int> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(':', at), text.size());
    const auto digits = text.substr(at, end - at);
    if (digits.empty() || digits.size() > 7 || digits.find_first_not_of("0123456789") != std::string_view::npos)
      return std::nullopt;
    parts.push_back(number_of(digits));
    at = end + 1;
  }
  Moment out;
  if (parts.size() == 1 && blank == std::string_view::npos) {
    const auto plain = time_of_number(parts[0]);
    if (!plain) return std::nullopt;
    out = *plain;
  } else {
    if (parts.size() > 3) return std::nullopt;
    parts.resize(3);
    out = {.hour = days * 24 + parts[0], .minute = parts[1], .second = parts[2]};
  }
  if (out.hour > 838 || out.minute > 59 || out.second > 59) return std::nullopt;
  out.fraction = fraction;
  out.negative = negative;
  return out;
}

Moment with_digits(Moment moment, std::size_t digits, bool rounds) {
  const bool up = rounds && moment.fraction.size() > digits && moment.fraction[digits] >= '5';
  moment.fraction.resize(digits, '0');
  if (!up) return moment;
  for (auto at = digits; at-- > 0;) {
    if (moment.fraction[at] != '9') return ++moment.fraction[at], moment;
    moment.fraction[at] = '0';
  }
  if (++moment.second < 60) return moment;
  moment.second = 0;
  if (++moment.minute < 60) return moment;
  moment.minute = 0;
  if (++moment.hour < 24 || moment.month == 0) return moment;
  moment.hour = 0;
  if (++moment.day <= days_of_month(moment.year, moment.month)) return moment;
  moment.day = 1;
  if (++moment.month <= 12) return moment;
  moment.month = 1;
  ++moment.year;
  return moment;
}

std::string date_text(const Moment& moment) {
  return fmt::format("{:04}-{:02}-{:02}", moment.year, moment.month, moment.day);
}

std::string time_text(const Moment& moment) {
  return fmt::format("{}{:02}:{:02}:{:02}{}{}", moment.negative ? "-" : "", moment.hour, moment.minute, moment.second,
                     moment.fraction.empty() ? "" : ".", moment.fraction);
}

std::string datetime_text(const Moment& moment) { return date_text(moment) + " " + time_text(moment); }

std::int64_t day_number(int year, int month, int day) {
  const std::int64_t before = month <= 2 ? year - 1 : year;
  std::int64_t days = 365LL * year + 31LL * (month - 1) + day;
  if (month > 2) days -= (month * 4 + 23) / 10;
  return days + before / 4 - (before / 100 + 1) * 3 / 4;
}

bool is_date(const Moment& moment) { return moment.month > 0 && moment.day > 0; }

}  // namespace schemac::mysql
