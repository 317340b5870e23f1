#include "dialects/sqlite/types.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/sqlite/ddl.h"
#include "dialects/sqlite/names.h"

namespace schemac::sqlite {
namespace {

constexpr std::string_view untyped = "untyped";

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

PortableType integer_of(std::string_view name) {
  if (contains(name, "tiny")) return {TypeFamily::integer, 8};
  if (contains(name, "small") || name == "int2") return {TypeFamily::integer, 16};
  if (contains(name, "big") || name == "int8" || contains(name, "int64")) return {TypeFamily::integer, 64};
  return {TypeFamily::integer, 32};
}

// What the word means to people, where it is one of those that engines share; the affinity decides the rest.
PortableType by_word(std::string_view name) {
  if (name == "boolean" || name == "bool") return {TypeFamily::boolean};
  if (name == "decimal" || name == "numeric" || name == "number" || name == "money") return {TypeFamily::decimal};
  if (name == "date") return {TypeFamily::date};
  if (name == "time") return {TypeFamily::time};
  if (name == "datetime" || name == "timestamp" || name == "timestamp without time zone")
    return {TypeFamily::timestamp};
  if (name == "timestamptz" || name == "timestamp with time zone")
    return {.family = TypeFamily::timestamp, .with_time_zone = true};
  if (name == "json" || name == "jsonb") return {TypeFamily::json};
  if (name == "uuid" || name == "guid") return {TypeFamily::uuid};
  if (name == "char" || name == "character" || name == "nchar" || name == "native character")
    return {TypeFamily::character};
  if (contains(name, "varchar") || name == "character varying" || name == "varying character")
    return {TypeFamily::varchar};
  if (name == "float" || name == "real") return {TypeFamily::floating, 32};
  return {TypeFamily::other};
}

std::string folded_name(const Type& type) { return lower(type.name); }

bool plain_words(std::string_view name) {
  const auto tokens = sql_tokens(name, lexis);
  static constexpr std::array<std::string_view, 12> ends = {"constraint", "primary", "not",       "null",
                                                            "unique",     "check",   "default",   "collate",
                                                            "references", "as",      "generated", "on"};
  return std::all_of(tokens.begin(), tokens.end(), [&](const SqlToken& token) {
    return token.kind == SqlTokenKind::word &&
           std::find(ends.begin(), ends.end(), lower(token.text(name))) == ends.end();
  });
}

}  // namespace

// The engine's own five rules, in its order.
Affinity affinity(const Type& type) {
  const auto name = folded_name(type);
  if (contains(name, "int")) return Affinity::integer;
  if (contains(name, "char") || contains(name, "clob") || contains(name, "text")) return Affinity::text;
  if (contains(name, "blob") || name.empty()) return Affinity::blob;
  if (contains(name, "real") || contains(name, "floa") || contains(name, "doub")) return Affinity::real;
  return Affinity::numeric;
}

PortableType portable_type(const Type& type) {
  const auto name = folded_name(type);
  if (const auto known = by_word(name); known.family != TypeFamily::other) return known;
  switch (affinity(type)) {
    case Affinity::integer: return integer_of(name);
    case Affinity::text: return {TypeFamily::text};
    case Affinity::blob: return {name.empty() ? TypeFamily::other : TypeFamily::binary};
    case Affinity::real: return {TypeFamily::floating, 64};
    case Affinity::numeric: return {TypeFamily::other};
  }
  broken_invariant("affinity has a portable type");
}

Result<Type> parse_type(std::string_view text) {
  const auto tokens = sql_tokens(text, lexis);
  if (tokens.empty())
    return failure("unknown-type", "found no type, expected one; a column without a type is `untyped`");
  if (tokens.size() == 1 && equal_ignoring_case(tokens[0].text(text), untyped)) return Type{};
  if (text.ends_with("[]"))
    return failure(
        "unknown-type",
        fmt::format("found `{}`: SQLite has no arrays; keep them as `json` or in a table of their own", text));
  int depth = 0;
  for (const auto& token : tokens) {
    const auto word = token.text(text);
    const bool name = token.kind == SqlTokenKind::word || token.kind == SqlTokenKind::quoted_identifier;
    const bool argument = token.kind == SqlTokenKind::number || name || word == "," || word == "+" || word == "-";
    if (word == "(")
      ++depth;
    else if (word == ")")
      --depth;
    else if (depth == 0 ? !name : !argument)
      return failure(
          "unknown-type",
          fmt::format("found `{}` in the type `{}`, expected words and perhaps numbers in parentheses", word, text));
  }
  if (depth != 0 || tokens.front().text(text) == "(")
    return failure("unknown-type", fmt::format("found unbalanced parentheses in the type `{}`", text));
  return type_from_text(text);
}

std::string type_sql(const Type& type) {
  if (type.name.empty()) return {};
  auto out = plain_words(type.name) ? type.name : quoted_always(type.name);
  if (!type.arguments.empty()) out += fmt::format("({})", fmt::join(type.arguments, ","));
  return out;
}

std::string type_short(const Type& type) { return type.name.empty() ? std::string(untyped) : type_sql(type); }

std::vector<std::string> type_names() {
  return {"integer", "text",    "real", "blob",    "numeric", "any",      "int",       "bigint", "smallint",
          "boolean", "varchar", "char", "decimal", "date",    "datetime", "timestamp", "json",   "double"};
}

bool same_type(const Type& a, const Type& b) {
  return equal_ignoring_case(type_sql(a), type_sql(b)) && a.array == b.array;
}

// SQLite ignores lengths and precisions; what it does to a value on the way in follows from the affinity alone.
bool holds_every_value(const Type& wide, const Type& narrow) {
  const auto to = affinity(wide), from = affinity(narrow);
  if (to == from || to == Affinity::blob) return true;
  if (from == Affinity::integer) return to == Affinity::numeric || to == Affinity::text;
  return from == Affinity::real && to == Affinity::numeric;
}

// ANY keeps what it is given in a STRICT table, and elsewhere it is a word like any other, of numeric affinity: '007'
// becomes 7. A column of integers holds reals as well in a table that is not STRICT, and as text they have 15 digits.
bool keeps_values(const PlacedColumn& wide, const PlacedColumn& narrow) {
  const auto is_strict = [](const PlacedColumn& placed) { return placed.table.attributes.contains("strict"); };
  const auto is_any = [&](const PlacedColumn& placed) {
    return is_strict(placed) && folded_name(placed.column.type) == "any";
  };
  if (is_any(wide)) return true;
  const auto to = affinity(wide.column.type);
  if (is_any(narrow)) return to == Affinity::blob && !is_strict(wide);
  if (affinity(narrow.column.type) == Affinity::integer && to == Affinity::text) return is_strict(narrow);
  return holds_every_value(wide.column.type, narrow.column.type);
}

bool is_strict_type(const Type& type) {
  static constexpr std::array<std::string_view, 6> names = {"int", "integer", "real", "text", "blob", "any"};
  return type.arguments.empty() && std::find(names.begin(), names.end(), folded_name(type)) != names.end();
}

bool is_integer_word(const Type& type) { return type.arguments.empty() && equal_ignoring_case(type.name, "integer"); }

}  // namespace schemac::sqlite
