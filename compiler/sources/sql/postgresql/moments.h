// Dates, times and intervals as the server prints them: ISO dates, the `postgres` style of intervals, sessions of
// schemac being in UTC.
#pragma once

#include <string>
#include <string_view>

namespace schemac::sql {

// Of a date, a time or a timestamp; words like `now`, and forms that depend on a setting, are left as they are.
std::string moment_output(const std::string& text, std::string_view type);
// `1 hour` → `01:00:00`; a number without a unit is of the last of the fields that the type names: ` day to second(3)`.
std::string interval_output(const std::string& text, std::string_view fields = {});
std::string day_after(const std::string& date);

}  // namespace schemac::sql
