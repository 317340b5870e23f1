#include "dialects/postgresql/conversions.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "dialects/postgresql/types.h"

namespace schemac::postgresql {
namespace {

using enum TypeFamily;

bool is_string(const Type& type) { return type.name == "text" || type.name == "character varying"; }

// Digits before and behind the point that a number type always keeps; nullopt: without limit.
struct Digits {
  int before;
  int behind;
};

std::optional<Digits> decimal_digits(const Type& type) {
  if (type.name == "smallint") return Digits{5, 0};
  if (type.name == "integer") return Digits{10, 0};
  if (type.name == "bigint") return Digits{19, 0};
  if (type.name != "numeric" || type.arguments.empty()) return std::nullopt;
  const int scale = type_argument(type, 1, 0);
  return Digits{type_argument(type, 0, 0) - scale, scale};
}

bool holds_number(const Type& wide, const Type& narrow) {
  const auto digits = decimal_digits(narrow);
  if (wide.name == "numeric") {
    const bool narrow_is_exact = narrow.portable.family == integer || narrow.name == "numeric";
    if (!narrow_is_exact) return false;
    if (wide.arguments.empty()) return true;
    const auto room = decimal_digits(wide);
    return digits && room->before >= digits->before && room->behind >= digits->behind;
  }
  if (narrow.name == "numeric") return false;
  if (wide.portable.family == integer)
    return narrow.portable.family == integer && wide.portable.bits >= narrow.portable.bits;
  if (wide.name == "double precision")
    return narrow.name == "real" || narrow.name == "integer" || narrow.name == "smallint";
  if (wide.name == "real") return narrow.name == "smallint";
  return false;
}

// Precision of seconds; without one it is 6.
bool holds_seconds(const Type& wide, const Type& narrow) {
  return wide.name == narrow.name && type_argument(wide, 0, 6) >= type_argument(narrow, 0, 6);
}

}  // namespace

bool holds_every_value(const Type& wide, const Type& narrow) {
  if (wide == narrow) return true;
  if (wide.user_type || narrow.user_type) {
    // a label is kept by a text column; whatever else a user's type holds is not known here
    return wide.name == "text" && !wide.user_type && narrow.portable.family == enumeration &&
           wide.array == narrow.array;
  }
  if (wide.array != narrow.array) return false;
  const bool numbers =
      (wide.portable.family == integer || wide.name == "numeric" || wide.portable.family == floating) &&
      (narrow.portable.family == integer || narrow.name == "numeric" || narrow.portable.family == floating);
  if (numbers) return holds_number(wide, narrow);
  if (is_string(wide) && is_string(narrow)) {
    if (wide.name == "text" || wide.arguments.empty()) return true;
    return !narrow.arguments.empty() && type_argument(wide, 0, 0) >= type_argument(narrow, 0, 0);
  }
  // character(n) loses trailing spaces that count for nothing in it; the way back pads them again
  if (is_string(wide) && narrow.name == "character")
    return wide.name == "text" || wide.arguments.empty() || type_argument(wide, 0, 0) >= type_argument(narrow, 0, 1);
  if (wide.name == "character" && narrow.name == "character")
    return type_argument(wide, 0, 1) >= type_argument(narrow, 0, 1);
  if (wide.name == "text") {
    static const std::vector<std::string_view> exact = {"uuid",    "json",     "boolean", "smallint", "integer",
                                                        "bigint",  "numeric",  "date",    "inet",     "cidr",
                                                        "macaddr", "macaddr8", "jsonb",   "bytea"};
    return std::find(exact.begin(), exact.end(), narrow.name) != exact.end();
  }
  if (wide.name == "bit varying" && narrow.name == "bit varying")
    return wide.arguments.empty() ||
           (!narrow.arguments.empty() && type_argument(wide, 0, 0) >= type_argument(narrow, 0, 0));
  if (wide.name == "inet" && narrow.name == "cidr") return true;
  if (wide.name == "timestamp without time zone" && narrow.name == "date") return true;
  const bool timed = wide.portable.family == timestamp || wide.portable.family == time || wide.name == "interval";
  return timed && holds_seconds(wide, narrow);
}

namespace {

enum class Group {
  number,
  boolean,
  string,
  date,
  timestamp,
  time,
  interval,
  json,
  network,
  hardware,
  bits,
  uuid,
  binary,
  enumeration,
  user,
  other
};

Group group_of(const Type& type) {
  if (type.user_type) return type.portable.family == enumeration ? Group::enumeration : Group::user;
  if (type.name == "money") return Group::number;
  if (type.name == "inet" || type.name == "cidr") return Group::network;
  if (type.name == "macaddr" || type.name == "macaddr8") return Group::hardware;
  if (type.name == "bit" || type.name == "bit varying") return Group::bits;
  switch (type.portable.family) {
    case boolean: return Group::boolean;
    case integer:
    case decimal:
    case floating: return Group::number;
    case varchar:
    case character:
    case text: return Group::string;
    case binary: return Group::binary;
    case date: return Group::date;
    case time: return Group::time;
    case timestamp: return Group::timestamp;
    case interval: return Group::interval;
    case json: return Group::json;
    case uuid: return Group::uuid;
    case enumeration: return Group::enumeration;
    case other: return Group::other;
  }
  return Group::other;
}

bool assigns(Group from, Group to) {
  if (from == Group::date) return to == Group::timestamp;
  if (from == Group::timestamp) return to == Group::date || to == Group::time;
  if (from == Group::time) return to == Group::interval;
  if (from == Group::interval) return to == Group::time;
  return from == Group::timestamp && to == Group::time;
}

}  // namespace

Conversion conversion_between(const Type& from, const Type& to) {
  const auto old_group = group_of(from);
  const auto new_group = group_of(to);
  if (from.array != to.array) {
    if (to.array) return old_group == Group::string ? Conversion::explicit_cast : Conversion::none;
    return new_group == Group::string ? Conversion::assignment : Conversion::none;
  }
  if (new_group == Group::string) return Conversion::assignment;
  if (old_group == Group::string) return Conversion::explicit_cast;
  if (old_group == Group::enumeration && new_group == Group::enumeration)
    return from.user_type == to.user_type ? Conversion::assignment : Conversion::explicit_cast;
  if (old_group == Group::user || new_group == Group::user)
    return from.name == to.name ? Conversion::assignment : Conversion::explicit_cast;
  if (old_group == Group::enumeration || new_group == Group::enumeration) return Conversion::none;
  if (old_group == new_group && old_group != Group::other) {
    const bool money = from.name == "money" || to.name == "money";
    const bool floating_money = money && (from.portable.family == floating || to.portable.family == floating);
    return floating_money ? Conversion::none : Conversion::assignment;
  }
  if (assigns(old_group, new_group)) return Conversion::assignment;
  const bool plain_integer = from.name == "integer" || to.name == "integer";
  const bool flag =
      (old_group == Group::boolean && to.name == "integer") || (from.name == "integer" && new_group == Group::boolean);
  const bool bits = (old_group == Group::bits && (plain_integer || to.name == "bigint")) ||
                    (new_group == Group::bits && (plain_integer || from.name == "bigint"));
  const bool json_scalar =
      from.name == "jsonb" && (new_group == Group::number || new_group == Group::boolean) && to.name != "money";
  if (flag || bits || json_scalar) return Conversion::explicit_cast;
  return from.name == to.name ? Conversion::assignment : Conversion::none;
}

}  // namespace schemac::postgresql
