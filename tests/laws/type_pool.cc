#include "tests/laws/type_pool.h"

namespace schemac::test {
namespace {

const std::vector<std::string> word_defaults = {"'x'", "''", "'it''s'", "'a b'"};
const std::vector<std::string> integer_defaults = {"0", "42", "-1", "`1 + 2`"};

const std::vector<PoolType>& postgresql_types() {
  static const std::vector<PoolType> types = {
      {.name = "integer",
       .defaults = integer_defaults,
       .checks = {"$N > 0", "$N between 1 and 10", "$N in (1, 2, 3)"},
       .keys = {"abs($N)", "$N % 7"},
       .integer = true},
      {.name = "bigint",
       .defaults = integer_defaults,
       .checks = {"$N >= 0", "$N <> 5"},
       .keys = {"$N / 2"},
       .integer = true},
      {.name = "smallint", .defaults = {"0", "7"}, .checks = {"$N < 100"}, .integer = true},
      {.name = "numeric(10, 2)", .defaults = {"0", "1.50"}, .checks = {"$N >= 0.01"}, .keys = {"round($N)"}},
      {.name = "numeric", .defaults = {"0"}},
      {.name = "real", .defaults = {"0.5"}},
      {.name = "double precision", .defaults = {"`random()`"}, .checks = {"$N < 1e6"}},
      {.name = "text",
       .defaults = word_defaults,
       .checks = {"length($N) > 2", "$N <> ''", "$N like 'a%'"},
       .keys = {"lower($N)", "length($N)"},
       .text = true},
      {.name = "varchar(40)",
       .defaults = word_defaults,
       .checks = {"char_length($N) > 1", "$N in ('a', 'b')"},
       .keys = {"upper($N)"},
       .text = true},
      {.name = "varchar(300)", .defaults = word_defaults, .keys = {"lower($N)"}, .text = true},
      {.name = "char(3)", .defaults = {"'abc'"}, .text = true},
      {.name = "boolean", .defaults = {"true", "false"}, .checks = {"$N is not null"}},
      {.name = "date", .defaults = {"`CURRENT_DATE`", "'2026-01-01'"}, .checks = {"$N > '2000-01-01'"}},
      {.name = "timestamptz",
       .defaults = {"`now()`", "`CURRENT_TIMESTAMP`"},
       .checks = {"$N > '2000-01-01 00:00:00+00'"}},
      {.name = "timestamp(3)", .defaults = {"`now()`"}},
      {.name = "time", .defaults = {"'12:00'"}},
      {.name = "interval", .defaults = {"'1 day'", "`'01:00:00'::interval`"}},
      {.name = "uuid", .defaults = {"`gen_random_uuid()`"}},
      {.name = "jsonb",
       .defaults = {"'{}'", "`'[]'::jsonb`"},
       .checks = {"jsonb_typeof($N) = 'object'"},
       .keys = {"($N ->> 'a')"}},
      {.name = "json", .keyable = false},
      {.name = "bytea", .defaults = {"'\\x00'"}},
      {.name = "inet", .defaults = {"'127.0.0.1'"}},
      {.name = "integer[]", .defaults = {"'{}'", "`ARRAY[1, 2]`"}, .checks = {"cardinality($N) > 0"}},
      {.name = "text[]", .defaults = {"'{}'"}},
      {.name = "bit(8)", .defaults = {"`B'00000000'`"}},
      {.name = "tsvector", .keyable = false},
  };
  return types;
}

const std::vector<PoolType>& sqlite_types() {
  static const std::vector<PoolType> types = {
      {.name = "integer",
       .defaults = integer_defaults,
       .checks = {"$N > 0", "$N in (1, 2, 3)"},
       .keys = {"abs($N)", "$N % 7"},
       .integer = true},
      {.name = "bigint", .defaults = integer_defaults, .checks = {"$N >= 0"}, .keys = {"$N / 2"}},
      {.name = "text",
       .defaults = word_defaults,
       .checks = {"length($N) > 2", "$N <> ''", "$N like 'a%'", "cast($N as text) <> 'text'",
                  "$N collate nocase <> 'name'", "case when $N is null then 1 else 2 end > 0"},
       .keys = {"lower($N)", "length($N)", "cast($N as text)"},
       .text = true},
      {.name = "varchar(40)",
       .defaults = word_defaults,
       .checks = {"$N in ('a', 'b')"},
       .keys = {"upper($N)"},
       .text = true},
      {.name = "varchar(300)", .defaults = word_defaults, .keys = {"lower($N)"}, .text = true},
      {.name = "real", .defaults = {"0.5", "`random()`"}, .checks = {"$N < 1e6"}},
      {.name = "numeric(10, 2)", .defaults = {"0", "1.50"}, .checks = {"$N >= 0.01"}},
      {.name = "blob", .defaults = {"`x'00'`"}},
      {.name = "boolean", .defaults = {"true", "false", "0"}, .checks = {"$N in (0, 1)"}},
      {.name = "datetime", .defaults = {"`CURRENT_TIMESTAMP`"}},
      {.name = "date", .defaults = {"`CURRENT_DATE`", "`date('now')`"}},
      {.name = "double precision", .defaults = {"0.25"}},
      {.name = "json", .defaults = {"'{}'"}},
  };
  return types;
}

// What MariaDB and MySQL both have: no expressions in an index, no default for a text.
const std::vector<PoolType>& mysql_types() {
  static const std::vector<PoolType> types = {
      {.name = "int",
       .defaults = {"0", "42", "-1"},
       .checks = {"$N > 0", "$N between 1 and 10", "$N in (1, 2, 3)"},
       .integer = true},
      {.name = "bigint", .defaults = {"0", "7"}, .checks = {"$N >= 0", "$N <> 5"}, .integer = true},
      {.name = "smallint", .defaults = {"0", "7"}, .checks = {"$N < 100"}, .integer = true},
      {.name = "`int unsigned`", .defaults = {"1"}},
      {.name = "decimal(10, 2)", .defaults = {"0.00", "1.50"}, .checks = {"$N >= 0.01"}},
      {.name = "double", .defaults = {"0.5"}, .checks = {"$N < 100000"}},
      {.name = "varchar(40)",
       .defaults = word_defaults,
       .checks = {"char_length($N) > 1", "$N in ('a', 'b')", "$N <> ''"},
       .text = true},
      {.name = "varchar(190)", .defaults = word_defaults, .checks = {"$N like 'a%'"}, .text = true},
      {.name = "char(3)", .defaults = {"'abc'"}, .text = true},
      {.name = "text", .keyable = false, .text = true},
      {.name = "blob", .keyable = false},
      {.name = "date", .defaults = {"'2026-01-01'"}, .checks = {"$N > '2000-01-01'"}},
      {.name = "datetime", .defaults = {"`CURRENT_TIMESTAMP`"}},
      {.name = "timestamp(3)", .defaults = {"`CURRENT_TIMESTAMP(3)`"}},
      {.name = "time", .defaults = {"'12:00:00'"}},
      {.name = "timestamp", .defaults = {"`CURRENT_TIMESTAMP`", "'2020-01-01 10:00:00'"}},
      {.name = "datetime(6)", .defaults = {"`CURRENT_TIMESTAMP(6)`"}, .checks = {"$N > '2000-01-01 00:00:00'"}},
      {.name = "year", .defaults = {"2020"}},
      {.name = "`enum('new','open','done')`", .defaults = {"'new'"}, .checks = {"$N <> 'done'"}},
      {.name = "`enum('new','held','open','done')`", .defaults = {"'held'"}},
      {.name = "`set('a','b','c')`", .defaults = {"'a'", "'a,c'"}},
      {.name = "tinyint(1)", .defaults = {"0", "1"}, .checks = {"$N in (0, 1)"}},
      {.name = "`bigint unsigned`", .defaults = {"18446744073709551615"}},
      {.name = "`decimal(6, 3) unsigned`", .defaults = {"0.125"}},
      {.name = "float", .defaults = {"1.5"}},
      {.name = "bit(5)", .defaults = {"`b'101'`"}},
      {.name = "binary(4)"},
      {.name = "varbinary(20)", .defaults = {"'abc'"}},
      {.name = "mediumtext", .keyable = false, .text = true},
      {.name = "json", .keyable = false},
      {.name = "point", .keyable = false},
  };
  return types;
}

}  // namespace

std::span<const PoolType> type_pool(std::string_view dialect) {
  return dialect == "sqlite" ? sqlite_types() : dialect == "mysql" ? mysql_types() : postgresql_types();
}

std::span<const std::string> collations(std::string_view dialect) {
  static const std::vector<std::string> sqlite = {"NOCASE", "RTRIM"};
  static const std::vector<std::string> postgresql = {"\"C\"", "\"POSIX\""};
  static const std::vector<std::string> mysql = {"utf8mb4_bin", "utf8mb4_general_ci"};
  return dialect == "sqlite" ? sqlite : dialect == "mysql" ? mysql : postgresql;
}

}  // namespace schemac::test
