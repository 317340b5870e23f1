#include "rules/made_up_values.h"

#include <fmt/format.h>

#include "schema/engine_version.h"

namespace schemac {
namespace {

// Where a TIMESTAMP NOT NULL without a default has one all the same: MySQL before 8.0, MariaDB before 10.10.
bool has_default_for_timestamps(const Engine& engine) {
  if (engine.major == 0) return false;
  return is_mariadb(engine) ? engine.major == 10 && minor_of(engine) < 10 : engine.major < 8;
}

bool is_geometry(const std::string& type) {
  return type == "geometry" || type.ends_with("point") || type.ends_with("linestring") || type.ends_with("polygon") ||
         type.ends_with("geometrycollection");
}

}  // namespace

bool lacks_a_value(const Column& column) {
  return column.not_null && !column.default_value && !column.identity && !column.generated;
}

std::optional<MadeUpValue> made_up_value(const Engine& engine, const Column& column) {
  if (engine.dialect != "mysql") return std::nullopt;
  const auto& type = column.type;
  const auto base = type.name.substr(0, type.name.find(' '));
  if (base == "enum")
    return MadeUpValue{type.arguments.empty() ? "''" : fmt::format("{}, the first label", type.arguments.front())};
  if (base == "date") return MadeUpValue{"'0000-00-00'", true};
  if (base == "datetime") return MadeUpValue{"'0000-00-00 00:00:00'", true};
  if (base == "timestamp")
    return MadeUpValue{has_default_for_timestamps(engine) ? "the time of the change" : "'0000-00-00 00:00:00'"};
  if (base == "time") return MadeUpValue{"'00:00:00'"};
  if (base == "json") return MadeUpValue{is_mariadb(engine) ? "''" : "the JSON `null`"};
  if (is_geometry(base)) return is_mariadb(engine) ? std::optional(MadeUpValue{"''"}) : std::nullopt;
  if (base == "uuid" || base == "inet6" || base == "inet4") return MadeUpValue{"zeros"};
  const auto family = type.portable.family;
  const bool is_number = family == TypeFamily::integer || family == TypeFamily::boolean ||
                         family == TypeFamily::decimal || family == TypeFamily::floating || base == "bit" ||
                         base == "year";
  return MadeUpValue{is_number ? "0" : "''"};
}

}  // namespace schemac
