#include "sources/prisma/operator_classes.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace schemac::prisma {
namespace {

struct Family {
  std::string_view word;    // `Int4`
  std::string_view engine;  // `int4`
  bool bloom, minmax, multi;
};

// BRIN's classes follow one pattern.
constexpr std::array families = {
    Family{"Bit", "bit", false, true, false},
    Family{"VarBit", "varbit", false, true, false},
    Family{"Bpchar", "bpchar", true, true, false},
    Family{"Bytea", "bytea", true, true, false},
    Family{"Date", "date", true, true, true},
    Family{"Float4", "float4", true, true, true},
    Family{"Float8", "float8", true, true, true},
    Family{"Inet", "inet", true, true, true},
    Family{"Int2", "int2", true, true, true},
    Family{"Int4", "int4", true, true, true},
    Family{"Int8", "int8", true, true, true},
    Family{"Numeric", "numeric", true, true, true},
    Family{"Oid", "oid", true, true, true},
    Family{"Text", "text", true, true, true},
    Family{"Timestamp", "timestamp", true, true, true},
    Family{"TimestampTz", "timestamptz", true, true, true},
    Family{"Time", "time", true, true, true},
    Family{"TimeTz", "timetz", true, true, true},
    Family{"Uuid", "uuid", true, true, true},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> plain = {{
    {"InetOps", "inet_ops"},
    {"JsonbOps", "jsonb_ops"},
    {"JsonbPathOps", "jsonb_path_ops"},
    {"ArrayOps", "array_ops"},
    {"TextOps", "text_ops"},
    {"InetInclusionOps", "inet_inclusion_ops"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> methods = {{
    {"BTree", "btree"},
    {"Hash", "hash"},
    {"Gist", "gist"},
    {"Gin", "gin"},
    {"SpGist", "spgist"},
    {"Brin", "brin"},
}};

// Calls with every word and its engine's name, until `found` says so.
template <class F>
bool each_class(F&& found) {
  for (const auto& [word, engine] : plain)
    if (found(std::string(word), std::string(engine))) return true;
  for (const auto& f : families) {
    if (f.bloom && found(fmt::format("{}BloomOps", f.word), fmt::format("{}_bloom_ops", f.engine))) return true;
    if (f.minmax && found(fmt::format("{}MinMaxOps", f.word), fmt::format("{}_minmax_ops", f.engine))) return true;
    if (f.multi && found(fmt::format("{}MinMaxMultiOps", f.word), fmt::format("{}_minmax_multi_ops", f.engine)))
      return true;
  }
  return false;
}

}  // namespace

std::string engine_operator_class(std::string_view word) {
  std::string out(word);
  each_class(
      [&](const std::string& known, const std::string& engine) { return known == word && (out = engine, true); });
  return out;
}

std::optional<std::string> prisma_operator_class(std::string_view engine_name) {
  std::optional<std::string> out;
  each_class(
      [&](const std::string& word, const std::string& engine) { return engine == engine_name && (out = word, true); });
  return out;
}

bool is_operator_class(std::string_view word) {
  return each_class([&](const std::string& known, const std::string&) { return known == word; });
}

bool is_default_operator_class(std::string_view method, std::string_view name, std::string_view column_type) {
  if (method == "gin") return name == "jsonb_ops" || name == "array_ops";
  if (method == "spgist") return name == "text_ops" || name == "inet_ops";
  if (method == "brin")
    return name == "inet_inclusion_ops" || (name.ends_with("_minmax_ops") && name != "inet_minmax_ops");
  if (method != "btree" && method != "hash") return false;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> usual = {{
      {"text", "text_ops"},
      {"varchar", "text_ops"},
      {"integer", "int4_ops"},
      {"bigint", "int8_ops"},
      {"smallint", "int2_ops"},
      {"boolean", "bool_ops"},
      {"uuid", "uuid_ops"},
      {"jsonb", "jsonb_ops"},
      {"date", "date_ops"},
      {"inet", "inet_ops"},
  }};
  return std::any_of(usual.begin(), usual.end(),
                     [&](const auto& entry) { return column_type.starts_with(entry.first) && entry.second == name; });
}

std::string engine_method(std::string_view word) {
  for (const auto& [known, engine] : methods)
    if (known == word) return std::string(engine);
  return "btree";
}

std::string prisma_method(std::string_view engine_name) {
  for (const auto& [word, engine] : methods)
    if (engine == engine_name) return std::string(word);
  return {};
}

}  // namespace schemac::prisma
