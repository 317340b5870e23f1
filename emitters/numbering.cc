#include "emitters/numbering.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

namespace schemac {
namespace {

using std::chrono::sys_seconds;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int number_at(std::string_view text, std::size_t at, std::size_t length) {
  int value = 0;
  for (const char c : text.substr(at, length)) value = value * 10 + (c - '0');
  return value;
}

// `20261121134500`, or `202611211345` to the minute.
std::optional<sys_seconds> point_in_time(std::string_view text) {
  if ((text.size() != 14 && text.size() != 12) || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year{number_at(text, 0, 4)},
                                        std::chrono::month{static_cast<unsigned>(number_at(text, 4, 2))},
                                        std::chrono::day{static_cast<unsigned>(number_at(text, 6, 2))}};
  const int hours = number_at(text, 8, 2), minutes = number_at(text, 10, 2),
            seconds = text.size() == 14 ? number_at(text, 12, 2) : 0;
  if (!day.ok() || static_cast<int>(day.year()) < 1970 || hours > 23 || minutes > 59 || seconds > 59)
    return std::nullopt;
  return std::chrono::sys_days{day} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
         std::chrono::seconds{seconds};
}

std::string spelled(sys_seconds time, std::size_t digits) {
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day day{midnight};
  const auto rest = (time - midnight).count();
  auto text =
      fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                  static_cast<unsigned>(day.day()), rest / 3600, rest / 60 % 60, rest % 60);
  text.resize(digits);
  return text;
}

std::string_view without_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
}

bool smaller(std::string_view a, std::string_view b) {
  const auto x = without_zeros(a), y = without_zeros(b);
  return x.size() != y.size() ? x.size() < y.size() : x < y;
}

std::string incremented(std::string digits) {
  for (auto at = digits.size(); at-- > 0;) {
    if (digits[at] != '9') {
      ++digits[at];
      return digits;
    }
    digits[at] = '0';
  }
  return "1" + digits;
}

std::vector<std::string> points_from(sys_seconds first, std::size_t digits, std::size_t count) {
  const std::chrono::seconds step{digits == 14 ? 1 : 60};
  std::vector<std::string> out;
  for (std::size_t at = 0; at < count; ++at)
    out.push_back(spelled(first + step * static_cast<std::int64_t>(at), digits));
  return out;
}

}  // namespace

std::vector<std::string> names_in(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code error;
  if (directory.empty()) return names;
  for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end; at.increment(error))
    names.push_back(at->path().filename().string());
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> leading_numbers(const std::vector<std::string>& names) {
  std::vector<std::string> numbers;
  for (const auto& name : names) {
    const auto end = std::ranges::find_if_not(name, is_digit);
    if (end != name.begin()) numbers.emplace_back(name.begin(), end);
  }
  return numbers;
}

Result<std::vector<std::string>> next_numbers(const std::vector<std::string>& taken, const std::string& timestamp,
                                              std::size_t count, SortedAs sorted) {
  const auto now = point_in_time(timestamp);
  if (!now)
    return failure("bad-timestamp",
                   fmt::format("found the timestamp `{}`, expected fourteen digits such as 20260131120000", timestamp));
  if (taken.empty()) return points_from(*now, 14, count);
  const auto greatest = *std::ranges::max_element(taken, smaller);
  if (const auto last = point_in_time(greatest)) {
    const std::chrono::seconds step{greatest.size() == 14 ? 1 : 60};
    const auto rounded = greatest.size() == 14 ? *now : std::chrono::floor<std::chrono::minutes>(*now);
    return points_from(std::max<sys_seconds>(rounded, *last + step), greatest.size(), count);
  }
  std::vector<std::string> out{incremented(greatest)};
  while (out.size() < count) out.push_back(incremented(out.back()));
  if (sorted == SortedAs::text && out.back().size() != greatest.size())
    return failure("numbers-full",
                   fmt::format("the last migration in the directory is `{}`, and the tool sorts `{}` before it",
                               greatest, out.back()),
                   {}, "rename the files to use longer numbers, or write to another directory");
  return out;
}

}  // namespace schemac
