#include "sources/sql/postgresql/types.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/names.h"
#include "dialects/postgresql/types.h"

namespace schemac::sql {
namespace {

// What an INTERVAL's fields are to the parser: bits, by the numbers of the fields.
constexpr auto interval_fields =
    std::to_array<std::pair<int, std::string_view>>({{1 << 2, "year"},
                                                     {1 << 1, "month"},
                                                     {1 << 3, "day"},
                                                     {1 << 10, "hour"},
                                                     {1 << 11, "minute"},
                                                     {1 << 12, "second"},
                                                     {1 << 2 | 1 << 1, "year to month"},
                                                     {1 << 3 | 1 << 10, "day to hour"},
                                                     {1 << 3 | 1 << 10 | 1 << 11, "day to minute"},
                                                     {1 << 3 | 1 << 10 | 1 << 11 | 1 << 12, "day to second"},
                                                     {1 << 10 | 1 << 11, "hour to minute"},
                                                     {1 << 10 | 1 << 11 | 1 << 12, "hour to second"},
                                                     {1 << 11 | 1 << 12, "minute to second"}});

// Types that extensions bring, where the extension is called otherwise.
constexpr auto extension_of_type =
    std::to_array<std::pair<std::string_view, std::string_view>>({{"lquery", "ltree"},
                                                                  {"ltxtquery", "ltree"},
                                                                  {"geometry", "postgis"},
                                                                  {"geography", "postgis"},
                                                                  {"box2d", "postgis"},
                                                                  {"box3d", "postgis"},
                                                                  {"raster", "postgis_raster"},
                                                                  {"halfvec", "vector"},
                                                                  {"sparsevec", "vector"},
                                                                  {"isbn", "isn"},
                                                                  {"issn", "isn"},
                                                                  {"ean13", "isn"},
                                                                  {"query_int", "intarray"}});

std::string arguments_of(State& state, const Node& type_name) {
  std::string out;
  for (const auto& argument : type_name.list("typmods")) {
    const auto value = argument.is("A_Const")     ? argument.value()
                       : argument.is("ColumnRef") ? argument.values("fields").back()
                                                  : std::string();
    if (value.empty()) state.needs_server("a type with an argument that is no constant", argument);
    out += (out.empty() ? "" : ",") + value;
  }
  return out.empty() ? out : "(" + out + ")";
}

std::string interval_text(const Node& type_name) {
  const auto values = type_name.values("typmods");
  if (values.empty()) return "interval";
  std::string out = "interval";
  for (const auto& [mask, fields] : interval_fields)
    if (std::to_string(mask) == values[0]) out += fmt::format(" {}", fields);
  return values.size() > 1 ? fmt::format("{}({})", out, values[1]) : out;
}

std::optional<QualifiedName> type_of_extension(const State& state, const std::vector<std::string>& names) {
  const auto& name = names.back();
  std::string extension = name;
  for (const auto& [type, owner] : extension_of_type)
    if (type == name) extension = owner;
  const auto* found = state.schema.sql_objects.find({"extension", {{}, extension}});
  if (!found || found->shape.empty()) return std::nullopt;
  if (names.size() > 1 && names[names.size() - 2] != found->shape.front()) return std::nullopt;
  return QualifiedName{found->shape.front(), name};
}

Type builtin_type(State& state, const Node& type_name, const std::string& name) {
  if (name == "interval") return postgresql::parse_type(interval_text(type_name)).value_or(Type{"interval"});
  // what the grammar calls by the catalogue's name and people do not
  const auto text = (name == "char" ? "\"char\"" : name) + arguments_of(state, type_name);
  auto type = postgresql::parse_type(text);
  // the grammar gives the word BIT its length, and `"bit"` has none
  if (type && name == "bit" && type_name.list("typmods").empty()) type->arguments.clear();
  if (type && !type->user_type) return *type;
  return Type{name};  // a type of the catalogue that nobody has columns of
}

bool is_builtin(const std::string& name) {
  static constexpr auto pseudo = std::to_array<std::string_view>({"void",
                                                                  "trigger",
                                                                  "record",
                                                                  "event_trigger",
                                                                  "anyelement",
                                                                  "anyarray",
                                                                  "anynonarray",
                                                                  "anyenum",
                                                                  "anyrange",
                                                                  "anymultirange",
                                                                  "anycompatible",
                                                                  "anycompatiblearray",
                                                                  "anycompatiblenonarray",
                                                                  "anycompatiblerange",
                                                                  "any",
                                                                  "cstring",
                                                                  "internal",
                                                                  "language_handler",
                                                                  "fdw_handler",
                                                                  "unknown",
                                                                  "pg_node_tree",
                                                                  "pg_brin_minmax_multi_summary"});
  if (std::ranges::find(pseudo, name) != pseudo.end()) return true;
  const auto parsed = postgresql::parse_type(postgresql::quote(name));
  if (parsed && !parsed->user_type) return true;
  const auto bare = postgresql::parse_type(name);
  return bare && !bare->user_type &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

}  // namespace

std::optional<QualifiedName> find_type(const State& state, const std::vector<std::string>& names) {
  const auto is_there = [&](const QualifiedName& name) {
    if (state.schema.enums.contains(name) || state.schema.tables.contains(name)) return true;
    return std::ranges::any_of(std::to_array<const char*>({"domain", "composite type", "range type", "view",
                                                           "materialized view", "partition"}),
                               [&](const char* kind) { return state.has(kind, name); });
  };
  if (names.size() > 1) {
    QualifiedName name{names[names.size() - 2], names.back()};
    if (is_there(name)) return name;
  } else {
    for (const auto& space : state.search_path)
      if (QualifiedName name{space, names[0]}; is_there(name)) return name;
  }
  return type_of_extension(state, names);
}

Type resolve_type(State& state, const Node& type_name) {
  const auto names = type_name.values("names");
  if (names.empty()) return {};
  if (type_name.flag("pct_type")) state.needs_server(fmt::format("`{}%TYPE`", fmt::join(names, ".")), type_name);
  Type type;
  const bool in_catalogue = names.size() > 1 && names[0] == "pg_catalog";
  if (in_catalogue || (names.size() == 1 && is_builtin(names[0]))) {
    type = builtin_type(state, type_name, names.back());
  } else if (const auto found = find_type(state, names)) {
    type.name = found->name;
    type.user_type = *found;
    if (state.schema.enums.contains(*found)) type.portable.family = TypeFamily::enumeration;
    auto text = arguments_of(state, type_name);
    if (!text.empty())
      if (auto parsed = postgresql::parse_type("x" + text)) type.arguments = parsed->arguments;
  } else {
    const bool guessed = postgresql::is_extension_type(names.back());
    state.wrong(
        "unknown-type",
        fmt::format("found no type `{}`, expected one of PostgreSQL's or one that a statement before this one makes{}",
                    fmt::join(names, "."), guessed ? fmt::format("; add `CREATE EXTENSION`") : ""),
        type_name);
  }
  if (!type_name.list("array_bounds").empty()) type.array = true;
  return type;
}

std::string type_text(const Type& type) { return postgresql::type_sql(type); }

std::string bare_type_text(Type type) {
  type.arguments.clear();
  return postgresql::type_sql(type);
}

TypeReference type_reference(State& state, const Type& type) {
  TypeReference out{.type = state.types().of(state, type)};
  // an interval's fields are part of its name here
  if (!type.user_type && type.name.starts_with("interval"))
    out.modifier = type.name.substr(std::string_view("interval").size());
  if (!type.arguments.empty()) out.modifier += fmt::format("({})", fmt::join(type.arguments, ","));
  return out;
}

std::string collation_name(const State& state, const std::vector<std::string>& names) {
  if (names.size() > 1)
    return names[0] == "pg_catalog" ? names.back() : postgresql::quote(names[0]) + ".\"" + names.back() + "\"";
  if (const auto own = state.find(names, {"collation"}))
    return postgresql::quote(own->schema) + ".\"" + own->name + "\"";
  return names.back();
}

}  // namespace schemac::sql
