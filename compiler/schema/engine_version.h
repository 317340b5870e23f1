// Servers of MySQL's dialect differ by their makers and between patches, so their `minor` holds more than the number
// behind the point. In decimal digits from the right: two of the patch, four of that number plus one, and the flavour.
//
//   MySQL 8.0.33      133        MariaDB 10.11.6      1'001'206
//   `dialect mysql 8.0`   0      `dialect mariadb 11.4`   1'000'004     whose patch nobody said
//
// Of the other engines it is what it says.
#pragma once

#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac {

enum class Flavour { mysql, mariadb, percona, aurora, tidb };

inline constexpr int flavour_digit = 1'000'000;

constexpr int packed_minor(int minor, int patch, Flavour flavour = Flavour::mysql) {
  return static_cast<int>(flavour) * flavour_digit + (minor + 1) * 100 + patch;
}
constexpr Flavour flavour_of(const Engine& engine) { return static_cast<Flavour>(engine.minor / flavour_digit); }
constexpr bool is_mariadb(const Engine& engine) { return flavour_of(engine) == Flavour::mariadb; }
constexpr bool is_packed(const Engine& engine) { return engine.minor % flavour_digit >= 100; }
constexpr int minor_of(const Engine& engine) {
  return is_packed(engine) ? engine.minor % flavour_digit / 100 - 1 : engine.minor % flavour_digit;
}
// Of a version without a patch: one that is newer than all.
constexpr int patch_of(const Engine& engine) { return is_packed(engine) ? engine.minor % 100 : 99; }
// Neither a version nor a flavour.
constexpr bool is_unstated(const Engine& engine) { return engine.major == 0 && flavour_of(engine) == Flavour::mysql; }

// The engine that a dialect line or an option names, its version unsaid: `mariadb`, `tidb` are flavours of the dialect
// `mysql`.
Engine engine_called(std::string_view name);
// The other way: `mariadb` of the dialect `mysql`.
std::string name_of(const Engine& engine);
// `MariaDB 10.11.6`, `PostgreSQL 15.4`, `SQLite`.
std::string engine_title(const Engine& engine);

}  // namespace schemac
