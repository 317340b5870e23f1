#include "sources/sql/postgresql/moments.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "base/sql_tokens.h"

namespace schemac::sql {
namespace {

constexpr std::int64_t second = 1'000'000;  // in microseconds

// What stands next in a text, taken from its front.
class MomentReader {
 public:
  explicit MomentReader(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void skip_space() {
    while (take(' ')) {
    }
  }
  std::optional<std::int64_t> number(std::size_t least = 1, std::size_t most = 18) {
    std::size_t end = 0;
    while (end < text_.size() && end < most && text_[end] >= '0' && text_[end] <= '9') ++end;
    if (end < least) return std::nullopt;
    std::int64_t value = 0;
    std::from_chars(text_.data(), text_.data() + end, value);
    text_.remove_prefix(end);
    return value;
  }
  // `.5` in microseconds
  std::int64_t fraction() {
    if (!take('.')) return 0;
    std::int64_t value = 0;
    for (int place = 0; place < 6; ++place) {
      value *= 10;
      if (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') {
        value += text_.front() - '0';
        text_.remove_prefix(1);
      }
    }
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') text_.remove_prefix(1);
    return value;
  }
  std::string word() {
    std::size_t end = 0;
    while (end < text_.size() && ((text_[end] | 0x20) >= 'a' && (text_[end] | 0x20) <= 'z')) ++end;
    auto out = lower(text_.substr(0, end));
    text_.remove_prefix(end);
    return out;
  }

 private:
  std::string_view text_;
};

std::optional<std::chrono::sys_days> read_date(MomentReader& in) {
  const auto year = in.number(4, 4);
  if (!year || !in.take('-')) return std::nullopt;
  const auto month = in.number(1, 2);
  if (!month || !in.take('-')) return std::nullopt;
  const auto day = in.number(1, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

// Hours, minutes and perhaps seconds, in microseconds.
std::optional<std::int64_t> read_clock(MomentReader& in) {
  const auto hours = in.number(1, 2);
  if (!hours || !in.take(':')) return std::nullopt;
  const auto minutes = in.number(1, 2);
  if (!minutes) return std::nullopt;
  std::int64_t seconds = 0;
  if (in.take(':')) {
    const auto read = in.number(1, 2);
    if (!read) return std::nullopt;
    seconds = *read;
  }
  return ((*hours * 60 + *minutes) * 60 + seconds) * second + in.fraction();
}

// `+02`, `-05:30`, `Z`; seconds east of Greenwich.
std::optional<std::int64_t> read_zone(MomentReader& in) {
  in.skip_space();
  const bool minus = in.take('-');
  if (!minus && !in.take('+')) {
    const auto word = in.word();
    return word == "z" || word == "utc" || word == "gmt" ? std::optional<std::int64_t>(0) : std::nullopt;
  }
  const auto hours = in.number(1, 2);
  if (!hours) return std::nullopt;
  std::int64_t minutes = 0;
  if (in.take(':')) {
    const auto read = in.number(2, 2);
    if (!read) return std::nullopt;
    minutes = *read;
  }
  return (minus ? -1 : 1) * (*hours * 3600 + minutes * 60);
}

std::string clock_text(std::int64_t moment) {
  const auto micros = moment % second;
  const auto seconds = moment / second;
  auto out = fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (micros == 0) return out;
  auto fraction = fmt::format("{:06}", micros);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return out + "." + fraction;
}

std::string date_text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace

std::string moment_output(const std::string& text, std::string_view type) {
  const auto word = lower(text);
  if (word == "infinity" || word == "-infinity") return word;
  MomentReader in(text);
  const bool zoned = type.ends_with("with time zone");
  if (type.starts_with("time ")) {
    const auto clock = read_clock(in);
    if (!clock) return text;
    if (!zoned) return in.done() ? clock_text(*clock) : text;
    if (in.done()) return clock_text(*clock) + "+00";
    const auto zone = read_zone(in);
    if (!zone || !in.done()) return text;
    const auto minutes = std::abs(*zone) / 60 % 60;
    return fmt::format("{}{}{:02}{}", clock_text(*clock), *zone < 0 ? "-" : "+", std::abs(*zone) / 3600,
                       minutes == 0 ? "" : fmt::format(":{:02}", minutes));
  }
  const auto date = read_date(in);
  if (!date) return text;
  std::int64_t clock = 0;
  if (!in.done()) {
    if (!in.take('T')) in.skip_space();
    const auto read = read_clock(in);
    if (!read) return text;
    clock = *read;
  }
  std::int64_t east = 0;
  if (!in.done()) {
    const auto zone = read_zone(in);
    if (!zone || !in.done()) return text;
    east = zoned ? *zone : 0;
  }
  if (type == "date") return date_text(*date);
  const auto moment =
      std::chrono::sys_time<std::chrono::microseconds>(*date) + std::chrono::microseconds(clock - east * second);
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  return fmt::format("{} {}{}", date_text(day), clock_text((moment - day).count()), zoned ? "+00" : "");
}

std::string day_after(const std::string& date) {
  MomentReader in(date);
  const auto day = read_date(in);
  return day && in.done() ? date_text(*day + std::chrono::days(1)) : date;
}

namespace {

struct Interval {
  std::int64_t months = 0;
  std::int64_t days = 0;
  std::int64_t time = 0;
};

// One amount with its unit; false where the unit is none that is known.
bool add_unit(Interval& interval, const std::string& unit, std::int64_t amount, std::int64_t micros,
              std::int64_t sign) {
  struct Unit {
    std::string_view names;
    std::int64_t months, days, time;
  };
  static constexpr auto units = std::to_array<Unit>({{" us usec usecs microsecond microseconds ", 0, 0, 1},
                                                     {" ms msec msecs millisecond milliseconds ", 0, 0, 1000},
                                                     {" s sec secs second seconds ", 0, 0, second},
                                                     {" m min mins minute minutes ", 0, 0, 60 * second},
                                                     {" h hr hrs hour hours ", 0, 0, 3600 * second},
                                                     {" d day days ", 0, 1, 0},
                                                     {" w week weeks ", 0, 7, 0},
                                                     {" mon mons month months ", 1, 0, 0},
                                                     {" y yr yrs year years ", 12, 0, 0},
                                                     {" dec decs decade decades ", 120, 0, 0},
                                                     {" c cent century centuries ", 1200, 0, 0}});
  const auto found = std::ranges::find_if(
      units, [&](const Unit& known) { return known.names.find(" " + unit + " ") != std::string_view::npos; });
  if (found == units.end()) return false;
  interval.months += sign * amount * found->months;
  interval.days += sign * amount * found->days;
  interval.time += sign * amount * found->time;
  if (micros == 0) return true;
  if (found->time != 0) interval.time += sign * micros * found->time / second;
  if (found->time == 0 && found->days != 1) return false;  // parts of months and weeks spread over smaller units
  if (found->days == 1) interval.time += sign * micros * 86400;
  return true;
}

std::string interval_text(const Interval& interval) {
  std::string out;
  bool before_negative = false;
  const auto add = [&](std::int64_t value, std::string_view unit) {
    if (value == 0) return;
    out += fmt::format("{}{}{} {}{}", out.empty() ? "" : " ", before_negative && value > 0 ? "+" : "", value, unit,
                       value == 1 ? "" : "s");
    before_negative = value < 0;
  };
  add(interval.months / 12, "year");
  add(interval.months % 12, "mon");
  add(interval.days, "day");
  if (interval.time == 0 && !out.empty()) return out;
  const bool negative = interval.time < 0;
  return out + (out.empty() ? "" : " ") +
         (negative          ? "-"
          : before_negative ? "+"
                            : "") +
         clock_text(std::abs(interval.time));
}

}  // namespace

std::string interval_output(const std::string& text, std::string_view fields) {
  fields = fields.substr(0, fields.find('('));
  const auto usual = fields.empty() ? std::string("second") : std::string(fields.substr(fields.rfind(' ') + 1));
  Interval interval;
  MomentReader in(text);
  in.skip_space();
  in.take('@');
  bool any = false;
  for (in.skip_space(); !in.done(); in.skip_space()) {
    const std::int64_t sign = in.take('-') ? -1 : 1;
    if (sign == 1) in.take('+');
    auto clock = in;
    if (const auto time = read_clock(clock)) {
      interval.time += sign * *time;
      in = clock;
      any = true;
      continue;
    }
    const auto amount = in.number();
    if (!amount) {
      if (const auto word = in.word(); any && word == "ago" && in.done()) {
        interval = {-interval.months, -interval.days, -interval.time};
        break;
      }
      return text;
    }
    const auto micros = in.fraction();
    in.skip_space();
    auto unit = in.word();
    if (unit.empty() && in.done()) unit = usual;
    if (unit.empty() || !add_unit(interval, unit, *amount, micros, sign)) return text;
    any = true;
  }
  return any ? interval_text(interval) : text;
}

}  // namespace schemac::sql
