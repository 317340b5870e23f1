// Dates and times as the servers read them from constants, whose notations are many: `'2020-1-1'`, `20200101`, `'20.1.1
// 10'`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace schemac::mysql {

struct Moment {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  std::string fraction = {};  // digits behind the point
  bool negative = false;      // of a TIME
};

std::optional<Moment> read_datetime(std::string_view text);
std::optional<Moment> datetime_of_number(std::int64_t number);
// Hours may be more than a day's.
std::optional<Moment> read_time(std::string_view text);
std::optional<Moment> time_of_number(std::int64_t number);

// With so many digits of a second; what is beyond them is rounded, by MariaDB cut off.
Moment with_digits(Moment moment, std::size_t digits, bool rounds);

std::string date_text(const Moment& moment);      // 2020-01-01
std::string time_text(const Moment& moment);      // 10:00:00.5
std::string datetime_text(const Moment& moment);  // 2020-01-01 10:00:00.5

// Days since the year 0, as TO_DAYS counts them.
std::int64_t day_number(int year, int month, int day);
bool is_date(const Moment& moment);  // one of the calendar's

}  // namespace schemac::mysql
