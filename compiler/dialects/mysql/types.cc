#include "dialects/mysql/types.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/mysql/collations.h"
#include "dialects/mysql/names.h"

namespace schemac::mysql {
namespace {

struct IntegerType {
  std::string_view name;
  int bits;
  std::string_view width;           // the display width it has by itself
  std::string_view unsigned_width;  // and when it is unsigned
};

constexpr auto integers = std::to_array<IntegerType>({{"tinyint", 8, "4", "3"},
                                                      {"smallint", 16, "6", "5"},
                                                      {"mediumint", 24, "9", "8"},
                                                      {"int", 32, "11", "10"},
                                                      {"bigint", 64, "20", "20"}});

const std::map<std::string_view, std::string_view> aliases = {{"integer", "int"},
                                                              {"int4", "int"},
                                                              {"int1", "tinyint"},
                                                              {"int2", "smallint"},
                                                              {"int3", "mediumint"},
                                                              {"middleint", "mediumint"},
                                                              {"int8", "bigint"},
                                                              {"bool", "tinyint"},
                                                              {"boolean", "tinyint"},
                                                              {"dec", "decimal"},
                                                              {"numeric", "decimal"},
                                                              {"fixed", "decimal"},
                                                              {"real", "double"},
                                                              {"double precision", "double"},
                                                              {"float8", "double"},
                                                              {"float4", "float"},
                                                              {"character", "char"},
                                                              {"nchar", "char"},
                                                              {"national char", "char"},
                                                              {"national character", "char"},
                                                              {"character varying", "varchar"},
                                                              {"varcharacter", "varchar"},
                                                              {"nvarchar", "varchar"},
                                                              {"national varchar", "varchar"},
                                                              {"long", "mediumtext"},
                                                              {"long varchar", "mediumtext"},
                                                              {"long varbinary", "mediumblob"},
                                                              {"char varying", "varchar"},
                                                              {"timestamp without time zone", "datetime"},
                                                              {"bytea", "longblob"},
                                                              {"jsonb", "json"},
                                                              {"geomcollection", "geometrycollection"},
                                                              {"clob", "longtext"}};

const std::map<std::string_view, TypeFamily> families = {
    {"bit", TypeFamily::other},           {"tinyint", TypeFamily::integer},
    {"smallint", TypeFamily::integer},    {"mediumint", TypeFamily::integer},
    {"int", TypeFamily::integer},         {"bigint", TypeFamily::integer},
    {"decimal", TypeFamily::decimal},     {"float", TypeFamily::floating},
    {"double", TypeFamily::floating},     {"char", TypeFamily::character},
    {"varchar", TypeFamily::varchar},     {"tinytext", TypeFamily::text},
    {"text", TypeFamily::text},           {"mediumtext", TypeFamily::text},
    {"longtext", TypeFamily::text},       {"binary", TypeFamily::binary},
    {"varbinary", TypeFamily::binary},    {"tinyblob", TypeFamily::binary},
    {"blob", TypeFamily::binary},         {"mediumblob", TypeFamily::binary},
    {"longblob", TypeFamily::binary},     {"date", TypeFamily::date},
    {"time", TypeFamily::time},           {"datetime", TypeFamily::timestamp},
    {"timestamp", TypeFamily::timestamp}, {"year", TypeFamily::other},
    {"enum", TypeFamily::enumeration},    {"set", TypeFamily::other},
    {"json", TypeFamily::json},           {"uuid", TypeFamily::uuid},
    {"inet4", TypeFamily::other},         {"inet6", TypeFamily::other},
    {"geometry", TypeFamily::other},      {"point", TypeFamily::other},
    {"linestring", TypeFamily::other},    {"polygon", TypeFamily::other},
    {"multipoint", TypeFamily::other},    {"multilinestring", TypeFamily::other},
    {"multipolygon", TypeFamily::other},  {"geometrycollection", TypeFamily::other},
    {"vector", TypeFamily::other},        {"xmltype", TypeFamily::other}};

// The name without `unsigned` and `zerofill`.
std::string_view base_name(const Type& type) {
  const std::string_view name = type.name;
  return name.substr(0, name.find(' '));
}

bool has_word(const Type& type, std::string_view word) { return type.name.find(word) != std::string::npos; }

const IntegerType* integer_type(const Type& type) {
  const auto at = std::find_if(integers.begin(), integers.end(),
                               [&](const IntegerType& one) { return one.name == base_name(type); });
  return at == integers.end() ? nullptr : &*at;
}

int number_of(const Type& type, std::size_t at, int otherwise) {
  return at < type.arguments.size() ? std::atoi(type.arguments[at].c_str()) : otherwise;
}

// The greatest length in bytes or characters, for the sizes of TEXT and BLOB too.
long long capacity(const Type& type) {
  static const std::map<std::string_view, long long> sizes = {
      {"tinytext", 255}, {"text", 65535}, {"mediumtext", 16777215}, {"longtext", 4294967295},
      {"tinyblob", 255}, {"blob", 65535}, {"mediumblob", 16777215}, {"longblob", 4294967295}};
  const auto at = sizes.find(base_name(type));
  return at == sizes.end() ? number_of(type, 0, 1) : at->second;
}

// Of an enum its longest label, of a set all of them; in bytes, which are no fewer than characters.
long long longest_value(const Type& labels) {
  long long longest = 0, all = 0;
  for (const auto& label : labels.arguments) {
    const auto size = static_cast<long long>(literal_value(label).size());
    longest = std::max(longest, size);
    all += size + 1;
  }
  return labels.name == "set" ? all : longest;
}

// In the words of the grammar: what stands before the parentheses, inside of them and behind them.
struct Written {
  std::string name;
  std::vector<std::string> arguments;
  bool is_unsigned = false, zerofill = false;
  std::string problem = {};
};

Written written(std::string_view text) {
  Written out;
  bool inside = false, behind = false;
  for (const auto& token : sql_tokens(text, lexis)) {
    const auto raw = token.text(text);
    const auto word = lower(raw);
    if (raw == "(" && !inside && !behind) {
      inside = true;
      out.arguments.emplace_back();
    } else if (raw == ")" && inside) {
      inside = false;
      behind = true;
    } else if (inside && raw == ",") {
      out.arguments.emplace_back();
    } else if (inside) {
      out.arguments.back() += token.kind == SqlTokenKind::string ? literal(literal_value(raw)) : std::string(raw);
    } else if (word == "unsigned") {
      out.is_unsigned = true;
    } else if (word == "zerofill") {
      out.is_unsigned = out.zerofill = true;
    } else if (word == "signed") {
      continue;
    } else if (behind) {
      out.problem = fmt::format("found `{}` behind the type", raw);
    } else {
      out.name +=
          (out.name.empty() ? "" : " ") + (token.kind == SqlTokenKind::quoted_identifier ? unquoted(raw) : word);
    }
  }
  return out;
}

// Between the parentheses a number or a text, a comma, the next: they stand in SQL as they are.
std::string argument_of_no_type(std::string_view text) {
  bool inside = false, wants_comma = false;
  for (const auto& token : sql_tokens(text, lexis, true)) {
    const auto raw = token.text(text);
    if (!token.closed || token.kind == SqlTokenKind::comment) return std::string(raw);
    if (raw == "(" && !inside) {
      inside = true;
    } else if (raw == ")") {
      inside = false;
    } else if (inside) {
      const bool fits =
          wants_comma ? raw == "," : token.kind == SqlTokenKind::number || token.kind == SqlTokenKind::string;
      if (!fits) return std::string(raw);
      wants_comma = !wants_comma;
    }
  }
  return {};
}

// Labels are kept without them.
std::string without_blanks_behind(const std::string& label) {
  auto text = literal_value(label);
  text.erase(text.find_last_not_of(' ') + 1);
  return literal(text);
}

void canonical_width(Type& type) {
  const auto* integer = integer_type(type);
  if (!integer || type.arguments.empty() || has_word(type, "zerofill")) return;
  const auto own = has_word(type, "unsigned") ? integer->unsigned_width : integer->width;
  if (type.arguments[0] == own) type.arguments.clear();
}

void canonical_arguments(Type& type, std::string_view alias) {
  const auto base = std::string(base_name(type));
  if (alias == "bool" || alias == "boolean") type.arguments = {"1"};
  if (is_label_list(type))
    for (auto& label : type.arguments) label = without_blanks_behind(label);
  canonical_width(type);
  if (const auto* integer = integer_type(type); integer && has_word(type, "zerofill") && type.arguments.empty())
    type.arguments = {std::string(integer->unsigned_width)};
  if (base == "decimal" && (type.arguments.empty() || type.arguments[0] == "0")) type.arguments = {"10"};
  if (base == "decimal" && type.arguments.size() == 1) type.arguments.push_back("0");
  if ((base == "char" || base == "binary" || base == "bit") && type.arguments.empty()) type.arguments = {"1"};
  if ((base == "datetime" || base == "timestamp" || base == "time") && type.arguments == std::vector<std::string>{"0"})
    type.arguments.clear();
  if (base == "year" || base == "blob" || base == "text") {
    // a length of TEXT picks the smallest of the four that holds it
    if (base != "year" && !type.arguments.empty()) {
      const auto length = std::atoll(type.arguments[0].c_str()) * (base == "text" ? 4 : 1);
      const auto* size = length <= 255 ? "tiny" : length <= 65535 ? "" : length <= 16777215 ? "medium" : "long";
      type.name = size + base;
    }
    type.arguments.clear();
  }
  if (base == "float" && type.arguments.size() == 1) {
    if (std::atoi(type.arguments[0].c_str()) > 24) type.name.replace(0, 5, "double");
    type.arguments.clear();
  }
}

}  // namespace

bool is_string(const Type& type) {
  const auto family = type.portable.family;
  return !type.user_type && (family == TypeFamily::varchar || family == TypeFamily::character ||
                             family == TypeFamily::text || is_label_list(type));
}

bool is_integer(const Type& type) { return integer_type(type) != nullptr; }

bool is_number(const Type& type) {
  const auto base = base_name(type);
  return is_integer(type) || base == "decimal" || base == "float" || base == "double" || base == "year";
}

bool is_blob(const Type& type) {
  const auto base = base_name(type);
  return base.ends_with("text") || base.ends_with("blob");
}

bool is_label_list(const Type& type) { return type.name == "enum" || type.name == "set"; }

PortableType portable_type(const Type& type) {
  const auto at = families.find(base_name(type));
  if (at == families.end()) return {};
  PortableType out{at->second};
  if (const auto* integer = integer_type(type)) {
    out.bits = integer->bits;
    if (type.name == "tinyint" && type.arguments == std::vector<std::string>{"1"}) out = {TypeFamily::boolean};
  }
  if (out.family == TypeFamily::floating) out.bits = type.name.starts_with("float") ? 32 : 64;
  return out;
}

Result<Type> parse_type(std::string_view text) {
  if (text.ends_with("[]"))
    return failure(
        "unknown-type",
        fmt::format("found `{}`: MySQL has no arrays; keep them as `json` or in a table of their own", text));
  auto parts = written(text);
  if (!parts.problem.empty()) return failure("unknown-type", fmt::format("{}: `{}`", parts.problem, text));
  if (const auto wrong = argument_of_no_type(text); !wrong.empty())
    return failure("unknown-type",
                   fmt::format("found `{}` in `{}`, expected numbers or texts, separated by commas", wrong, text));
  const auto alias = aliases.find(parts.name);
  Type type;
  const auto name = alias == aliases.end() ? std::string_view(parts.name) : alias->second;
  if (!families.contains(name)) {
    type.name = parts.name;
    type.arguments = std::move(parts.arguments);
    type.user_type = QualifiedName{{}, parts.name};
    return type;
  }
  type.name = std::string(name) + (parts.is_unsigned ? " unsigned" : "") + (parts.zerofill ? " zerofill" : "");
  type.arguments = std::move(parts.arguments);
  canonical_arguments(type, parts.name);
  type.portable = portable_type(type);
  return type;
}

std::string type_sql(const Type& type) {
  const auto base = base_name(type);
  std::string out(base);
  if (!type.arguments.empty()) out += fmt::format("({})", fmt::join(type.arguments, ","));
  return out + type.name.substr(base.size());
}

std::vector<std::string> type_names() {
  std::vector<std::string> out;
  for (const auto& [name, family] : families) out.emplace_back(name);
  for (const auto* word : {"integer", "boolean", "numeric", "bool"}) out.emplace_back(word);
  return out;
}

Type stored_type(Type type, const Engine& engine) {
  const bool keeps_widths = engine.major == 0 || !is_at_least(engine, 8, 0, 19);
  const bool boolean = type.name == "tinyint" && type.arguments == std::vector<std::string>{"1"};
  if (is_integer(type) && !keeps_widths && !boolean && !has_word(type, "zerofill")) type.arguments.clear();
  return type;
}

bool holds_every_value(const Type& wide, const Type& narrow) {
  if (wide == narrow) return true;
  const auto w = base_name(wide), n = base_name(narrow);
  if (is_integer(wide) && is_integer(narrow)) {
    const int bits = integer_type(wide)->bits, other = integer_type(narrow)->bits;
    const bool to_unsigned = has_word(wide, "unsigned"), from_unsigned = has_word(narrow, "unsigned");
    if (to_unsigned == from_unsigned) return bits >= other;
    return from_unsigned && bits > other;
  }
  if (n == "json") return w == "longtext";
  if (is_integer(narrow) && w == "decimal")
    return number_of(wide, 0, 10) - number_of(wide, 1, 0) >= 20 && !has_word(wide, "unsigned");
  if (w == "decimal" && n == "decimal")
    return number_of(wide, 1, 0) >= number_of(narrow, 1, 0) &&
           number_of(wide, 0, 10) - number_of(wide, 1, 0) >= number_of(narrow, 0, 10) - number_of(narrow, 1, 0) &&
           (has_word(wide, "unsigned") == has_word(narrow, "unsigned") || has_word(narrow, "unsigned"));
  if (w == "double" && n == "float") return wide.arguments.empty();
  if (w == n && (w == "enum" || w == "set"))
    return std::all_of(narrow.arguments.begin(), narrow.arguments.end(), [&](const std::string& label) {
      return std::find(wide.arguments.begin(), wide.arguments.end(), label) != wide.arguments.end();
    });
  if (is_label_list(narrow) && is_string(wide) && !is_label_list(wide))
    return capacity(wide) >= longest_value(narrow) * (w.ends_with("text") ? 4 : 1);
  if (is_integer(narrow) && is_string(wide) && !is_label_list(wide))
    return capacity(wide) >= std::stoi(std::string(integer_type(narrow)->width)) && !has_word(narrow, "zerofill");
  const bool texts = is_string(wide) && is_string(narrow) && !is_label_list(wide) && !is_label_list(narrow);
  const bool bytes = wide.portable.family == TypeFamily::binary && narrow.portable.family == TypeFamily::binary &&
                     n != "binary" && w != "binary";
  // CHAR forgets the blanks at the end; TEXT counts bytes where VARCHAR counts characters
  if (texts && w != "char")
    return capacity(wide) >= (w.ends_with("text") && !n.ends_with("text") ? capacity(narrow) * 4 : capacity(narrow));
  if (bytes) return capacity(wide) >= capacity(narrow);
  if (w == n && (w == "datetime" || w == "timestamp" || w == "time"))
    return number_of(wide, 0, 0) >= number_of(narrow, 0, 0);
  return w == "datetime" && (n == "date" || (n == "timestamp" && number_of(wide, 0, 0) >= number_of(narrow, 0, 0)));
}

bool keeps_values(const PlacedColumn& wide, const PlacedColumn& narrow) {
  const auto& to = wide.column.type;
  const auto& from = narrow.column.type;
  if (!holds_every_value(to, from)) return false;
  if (!is_string(to) || !is_string(from) || is_label_list(from)) return true;
  const auto after = effective_collation(wide.table, wide.column),
             before = effective_collation(narrow.table, narrow.column);
  return after.empty() || before.empty() || holds_every_letter(charset_of(after), charset_of(before));
}

}  // namespace schemac::mysql
