// Operations in Knex's words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emitters/knex_columns.h"
#include "operations/operation.h"

namespace schemac::knex {

struct Place {
  std::string handle = "knex";  // or `trx`
  std::size_t indent = 2;
  Target target = Target::postgresql;
};

// The calls that do exactly this, in lines of source; nullopt where Knex has no exact word.
std::optional<std::string> call(const Operation& operation, const Place& place);

// A call that runs exactly `sql`.
std::string raw(std::string_view sql, const Place& place);
// Some texts get past Knex only by way of its driver: whether `sql` is one of them, and the function that raw() then
// uses.
bool needs_driver(std::string_view sql, Target target);
extern const std::string_view driver_function;

}  // namespace schemac::knex
