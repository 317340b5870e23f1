#include "dialects/mysql/size_limits.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "dialects/mysql/collations.h"
#include "dialects/mysql/types.h"

namespace schemac::mysql {
namespace {

constexpr long longest_key = 3072;        // of the formats DYNAMIC and COMPRESSED
constexpr long longest_key_of_old = 767;  // for each column, of COMPACT and REDUNDANT
constexpr long longest_row = 65535;

std::optional<long> bytes_of_letter(const std::string& collation) {
  const auto charset = charset_of(collation);
  if (charset == "utf8mb4" || charset == "utf16" || charset == "utf16le" || charset == "utf32" || charset == "gb18030")
    return 4;
  if (charset == "utf8mb3") return 3;
  if (charset == "ucs2" || charset == "gbk" || charset == "sjis" || charset == "big5" || charset == "cp932" ||
      charset == "euckr")
    return 2;
  if (charset == "latin1" || charset == "ascii" || charset == "latin2" || charset == "cp1251" || charset == "cp1250" ||
      charset == "koi8r")
    return 1;
  return std::nullopt;
}

long length_of(const Column& column, long otherwise) {
  return column.type.arguments.empty() ? otherwise : std::atol(column.type.arguments[0].c_str());
}

// Of texts and bytes that have a length; of all others too few to matter.
std::optional<long> bytes_of(const Table& table, const Column& column, long letters) {
  const auto& name = column.type.name;
  if (name == "binary" || name == "varbinary" || (is_blob(column.type) && !is_string(column.type))) return letters;
  if (!is_string(column.type) || is_label_list(column.type)) return 8;
  const auto each = bytes_of_letter(effective_collation(table, column));
  return each ? std::optional(letters * *each) : std::nullopt;
}

bool is_of_old_format(const Table& table) {
  const auto format = table.attributes.find("row_format");
  return format != table.attributes.end() && (format->second == "compact" || format->second == "redundant");
}

std::optional<std::string> key_passed(const Table& table, const std::string& label,
                                      const std::vector<std::string>& columns, const Attributes& attributes) {
  const auto said = attributes.find("lengths");
  std::istringstream lengths(said == attributes.end() ? std::string() : said->second);
  long all = 0;
  for (const auto& name : columns) {
    std::string prefix;
    lengths >> prefix;
    const auto* column = table.columns.find(name);
    if (!column) continue;
    const bool has_prefix = !prefix.empty() && prefix != "-";
    if (is_blob(column->type) && !has_prefix) continue;  // a hash, or refused otherwise
    const auto bytes = bytes_of(table, *column, has_prefix ? std::atol(prefix.c_str()) : length_of(*column, 1));
    if (!bytes) return std::nullopt;
    if (is_of_old_format(table) && *bytes > longest_key_of_old)
      return fmt::format("found {} bytes of `{}` in {}, expected at most {} in this row format", *bytes, name, label,
                         longest_key_of_old);
    all += *bytes;
  }
  if (all <= longest_key) return std::nullopt;
  return fmt::format("found up to {} bytes in {}, expected at most {}", all, label, longest_key);
}

std::optional<std::string> row_passed(const Table& table) {
  long all = 0;
  for (const auto& column : table.columns) {
    if (column.generated && !column.generated->stored) continue;
    if (is_blob(column.type) || column.type.name == "json") {
      all += 9;
      continue;
    }
    const auto bytes = bytes_of(table, column, length_of(column, 1));
    if (!bytes) return std::nullopt;
    const bool varies = column.type.name == "varchar" || column.type.name == "varbinary";
    if (varies || column.type.name == "char" || column.type.name == "binary")
      all += *bytes + (varies ? (*bytes > 255 ? 2 : 1) : 0);
  }
  if (all <= longest_row) return std::nullopt;
  return fmt::format("found rows of up to {} bytes, expected at most {}: a longer VARCHAR may be a TEXT", all,
                     longest_row);
}

}  // namespace

bool may_cut_keys(const Table& table) {
  const auto engine = table.attributes.find("engine");
  return (engine == table.attributes.end() || equal_ignoring_case(engine->second, "innodb")) &&
         !is_of_old_format(table);
}

std::optional<long> cut_length(const Table& table, const Column& column) {
  if (!may_cut_keys(table)) return std::nullopt;
  const auto& type = column.type.name;
  if (type == "tinytext" || type == "tinyblob") return 255;
  const bool is_bytes = type == "varbinary" || (is_blob(column.type) && !is_string(column.type));
  const auto each = type == "json" ? std::optional(4L)
                    : is_bytes     ? std::optional(1L)
                                   : bytes_of_letter(effective_collation(table, column));
  if (!each) return std::nullopt;
  const bool fits = !is_blob(column.type) && type != "json" &&
                    (!(type == "varchar" || type == "varbinary") || length_of(column, 1) * *each <= longest_key);
  return fits ? std::nullopt : std::optional(longest_key / *each);
}

std::vector<std::string> limits_passed(const Table& table) {
  std::vector<std::string> out;
  if (table.attributes.contains("engine")) return out;
  const auto add = [&](const std::optional<std::string>& what) {
    if (what) out.push_back(fmt::format("{} in table `{}`: InnoDB refuses it", *what, table.name.name));
  };
  add(row_passed(table));
  for (const auto& index : table.indexes) {
    if (index.method != "btree") continue;
    std::vector<std::string> columns;
    for (const auto& key : index.keys) columns.push_back(key.column);
    add(key_passed(table, fmt::format("index `{}`", index.name.text), columns, index.attributes));
  }
  for (const auto& constraint : table.constraints)
    if (const auto* key = std::get_if<Key>(&constraint.body))
      add(key_passed(table, key->primary ? "the primary key" : fmt::format("key `{}`", constraint.name.text),
                     key->columns, constraint.attributes));
  return out;
}

}  // namespace schemac::mysql
