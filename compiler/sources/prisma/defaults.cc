// What stands in @default(…).
#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <regex>

#include <nlohmann/json.hpp>

#include "dialects/registry.h"
#include "dialects/sql_text.h"
#include "sources/prisma/resolution.h"

namespace schemac::prisma {
namespace {

const std::vector<std::string> functions = {"autoincrement", "now",         "uuid",     "cuid", "ulid",
                                            "nanoid",        "dbgenerated", "sequence", "auto"};

bool is_whole(std::string_view text) { return text.find('.') == std::string_view::npos; }

bool is_base64(std::string_view text) {
  const auto digits = text.substr(0, text.find('='));
  return text.size() % 4 == 0 && text.size() - digits.size() <= 2 &&
         text.find_first_not_of('=', digits.size()) == std::string_view::npos &&
         std::ranges::all_of(
             digits, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '/'; });
}

// `2020-01-31T23:59:59.5+02:00`, a day that there is.
bool is_moment(std::string_view text) {
  static const std::regex shape(R"((\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-](\d\d):(\d\d)))");
  std::match_results<std::string_view::const_iterator> parts;
  if (text.size() > 60) return false;
  if (!std::regex_match(text.begin(), text.end(), parts, shape)) return false;
  const auto number = [&](std::size_t at) { return parts[at].matched ? std::stoi(parts[at].str()) : 0; };
  const std::chrono::year_month_day day{std::chrono::year{number(1)} / number(2) / number(3)};
  return day.ok() && number(4) < 24 && number(5) < 60 && number(6) <= 60 && number(9) < 24 && number(10) < 60;
}

class DefaultCheck {
 public:
  DefaultCheck(Resolution& in, const Block& block, const ModelField& field, Range attribute)
      : in_(in), block_(block), field_(field), attribute_(attribute) {}

  void run(const Value& value) {
    const bool call = value.kind == Value::Kind::call;
    if (field_.kind == FieldKind::composite)
      return error(fmt::format("found `@default` on `{}`, whose type `{}` is composite: put defaults on its own fields",
                               field_.syntax->name, field_.syntax->type));
    if (call && std::find(functions.begin(), functions.end(), value.text) == functions.end())
      return unknown_function(value);
    if (call && value.text == "dbgenerated") return dbgenerated(value);
    if (field_.kind == FieldKind::unsupported)
      return error(
          fmt::format("found `{}` as the default of an unsupported type, expected `dbgenerated(\"…\")`", shown(value)));
    if (!field_.is_list()) {
      if (value.kind == Value::Kind::list)
        return error(fmt::format("found a list as the default of `{}`, expected one value: the field is no list",
                                 field_.syntax->name));
      return call ? function(value) : single(value);
    }
    if (value.kind != Value::Kind::list)
      return error(fmt::format("found `{}` as the default of the list `{}`, expected a list: `[{}]`", shown(value),
                               field_.syntax->name, shown(value)));
    for (const auto& item : value.items) single(item);
  }

 private:
  void error(std::string message, std::string hint = {}) {
    in_.error(block_, attribute_, "bad-default", std::move(message), std::move(hint));
  }

  void unknown_function(const Value& value) {
    const auto near = nearest(value.text, functions);
    error(fmt::format("no function `{}()`, expected {}", value.text, quoted_list(functions)),
          near.empty() ? "" : fmt::format("did you mean `{}()`?", near));
  }

  void dbgenerated(const Value& value) {
    if (value.arguments.empty()) return;
    const auto& only = value.arguments[0].value;
    if (value.arguments.size() > 1 || only.kind != Value::Kind::string || only.text.empty())
      error(fmt::format("found `{}`, expected `dbgenerated()` with one string that is not empty: the engine's own SQL",
                        shown(value)));
    const auto* entry = find_dialect(dialect_of(in_.provider()));
    if (!entry || value.arguments.size() > 1 || only.kind != Value::Kind::string || only.text.empty()) return;
    if (const auto fault = fault_of(only.text, SqlPlace::default_value, *entry->dialect))
      error(fmt::format("the text in `{}` {}", shown(value), fault->message));
  }

  void function(const Value& value) {
    const auto& name = value.text;
    const bool scalar = field_.kind == FieldKind::scalar;
    const bool whole = scalar && (field_.scalar == Scalar::integer || field_.scalar == Scalar::big_integer);
    const bool text = scalar && field_.scalar == Scalar::string;
    if (name == "autoincrement" && !whole) return wrong_type(value, "`Int` or `BigInt`");
    if (name == "sequence" && (!whole || in_.provider() != Provider::cockroachdb))
      return error(whole ? "found `sequence()`, which only CockroachDB has: use `autoincrement()`"
                         : "found `sequence()`, expected it on `Int` or `BigInt`");
    if (name == "auto" && in_.provider() != Provider::mongodb) return error("found `auto()`, which only MongoDB has");
    if (name == "now" && !(scalar && field_.scalar == Scalar::date_time)) return wrong_type(value, "`DateTime`");
    if ((name == "uuid" || name == "cuid" || name == "ulid" || name == "nanoid") && !text)
      return wrong_type(value, "`String`");
    arguments(value);
  }

  void wrong_type(const Value& value, std::string_view expected) {
    error(fmt::format("found `{}` as the default of `{}` of type `{}`, expected it on a field of type {}", shown(value),
                      field_.syntax->name, field_.syntax->type, expected));
  }

  void arguments(const Value& value) {
    const auto& name = value.text;
    if (name == "sequence") return;
    if (name == "uuid") return number_argument(value, "4 or 7", [](int n) { return n == 4 || n == 7; });
    if (name == "cuid") return number_argument(value, "1 or 2", [](int n) { return n == 1 || n == 2; });
    if (name == "nanoid")
      return number_argument(value, "a length from 2 to 255", [](int n) { return n >= 2 && n <= 255; });
    if (!value.arguments.empty())
      error(fmt::format("found `{}`, expected `{}()` without arguments", shown(value), name));
  }

  template <class Allowed>
  void number_argument(const Value& value, std::string_view expected, Allowed allowed) {
    if (value.arguments.empty()) return;
    const auto& only = value.arguments[0].value;
    int number = -1;
    std::from_chars(only.text.data(), only.text.data() + only.text.size(), number);
    if (value.arguments.size() > 1 || only.kind != Value::Kind::number || !is_whole(only.text) || !allowed(number))
      error(fmt::format("found `{}`, expected `{}()` with nothing or {} in it", shown(value), value.text, expected));
  }

  void single(const Value& value) {
    if (field_.kind == FieldKind::enumeration) return label(value);
    if (field_.kind != FieldKind::scalar) return;
    if (!fits(value))
      error(fmt::format("found `{}` as the default of `{}`, expected a value of type `{}`", shown(value),
                        field_.syntax->name, field_.syntax->type));
  }

  bool fits(const Value& value) const {
    const bool string = value.kind == Value::Kind::string;
    const bool number = value.kind == Value::Kind::number;
    switch (field_.scalar) {
      case Scalar::string: return string;
      case Scalar::json: return string && nlohmann::json::accept(value.text);
      case Scalar::date_time: return string && is_moment(value.text);
      case Scalar::bytes: return string && is_base64(value.text);
      case Scalar::boolean: return value.kind == Value::Kind::word && (value.text == "true" || value.text == "false");
      case Scalar::integer:
      case Scalar::big_integer: return number && is_whole(value.text) && fits_64_bits(value.text);
      case Scalar::floating: return number;
      case Scalar::decimal: return number || (string && is_decimal(value.text));
    }
    return false;
  }

  static bool is_decimal(std::string_view text) {
    const auto digits = text.substr(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
    return !digits.empty() && digits.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
  }

  static bool fits_64_bits(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error != std::errc::result_out_of_range;
  }

  void label(const Value& value) {
    const auto& type = in_.data.enums[field_.target];
    std::vector<std::string> names;
    for (const auto& known : type.labels) {
      if (value.kind == Value::Kind::word && known.syntax->name == value.text) return;
      names.push_back(known.syntax->name);
    }
    const auto near = nearest(value.text, names);
    error(fmt::format("found `{}` as the default of `{}`, expected a value of the enum `{}`: {}", shown(value),
                      field_.syntax->name, type.block->name, quoted_list(names)),
          near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }

  Resolution& in_;
  const Block& block_;
  const ModelField& field_;
  Range attribute_;
};

}  // namespace

void check_default(Resolution& in, const Block& block, const ModelField& field, const Value& value, Range attribute) {
  DefaultCheck(in, block, field, attribute).run(value);
}

}  // namespace schemac::prisma
