#include "dialects/mysql/collations.h"

#include <map>

#include "base/sql_tokens.h"
#include "dialects/mysql/names.h"

namespace schemac::mysql {

std::string charset_of(std::string_view collation) { return std::string(collation.substr(0, collation.find('_'))); }

bool holds_every_letter(std::string_view wide, std::string_view narrow) {
  const auto is_one_of = [](std::string_view words, std::string_view word) {
    return words.find(" " + std::string(word) + " ") != std::string_view::npos;
  };
  static constexpr std::string_view whole = " utf8mb4 utf16 utf16le utf32 gb18030 ";
  static constexpr std::string_view first_plane = " utf8mb3 ucs2 ";
  static constexpr std::string_view beyond_it = " utf8mb4 utf16 utf16le utf32 gb18030 binary ";
  if (wide == narrow || narrow == "ascii" || (is_one_of(whole, wide) && narrow != "binary")) return true;
  return is_one_of(first_plane, wide) && !is_one_of(beyond_it, narrow);
}

std::string canonical_charset(std::string_view name) {
  const auto charset = lower(name);
  return charset == "utf8" ? "utf8mb3" : charset;
}

std::string canonical_collation(std::string_view name) {
  auto collation = lower(name);
  if (collation.starts_with("utf8_")) collation.replace(0, 4, "utf8mb3");
  return collation;
}

std::string default_collation(std::string_view charset, const Engine& engine) {
  static const std::map<std::string_view, std::string_view> special = {
      {"latin1", "latin1_swedish_ci"}, {"latin5", "latin5_turkish_ci"},
      {"big5", "big5_chinese_ci"},     {"sjis", "sjis_japanese_ci"},
      {"ujis", "ujis_japanese_ci"},    {"gb2312", "gb2312_chinese_ci"},
      {"gbk", "gbk_chinese_ci"},       {"gb18030", "gb18030_chinese_ci"},
      {"euckr", "euckr_korean_ci"},    {"eucjpms", "eucjpms_japanese_ci"},
      {"cp932", "cp932_japanese_ci"},  {"tis620", "tis620_thai_ci"},
      {"dec8", "dec8_swedish_ci"},     {"swe7", "swe7_swedish_ci"},
      {"hp8", "hp8_english_ci"},       {"binary", "binary"}};
  const auto name = canonical_charset(charset);
  if (const auto at = special.find(name); at != special.end()) return std::string(at->second);
  if (name == "utf8mb4" && !is_mariadb(engine) && is_at_least(engine, 8, 0)) return "utf8mb4_0900_ai_ci";
  const bool unicode = name == "utf8mb4" || name == "utf8mb3" || name == "ucs2" || name == "utf16" || name == "utf32";
  if (unicode && is_mariadb(engine) && is_at_least(engine, 11, 5)) return name + "_uca1400_ai_ci";
  return name + "_general_ci";
}

std::string collation_sql(std::string_view collation, const Engine& engine) {
  const bool new_names =
      engine.major == 0 || (is_mariadb(engine) ? is_at_least(engine, 10, 6) : is_at_least(engine, 8, 0, 30));
  if (!collation.starts_with("utf8mb3") || new_names) return std::string(collation);
  return "utf8" + std::string(collation.substr(7));
}

// The bare character set where nobody said more and the server is not known.
std::string effective_collation(const Table& table, const Column& column) {
  if (column.collation) return *column.collation;
  if (const auto said = column.attributes.find("charset"); said != column.attributes.end()) return said->second;
  for (const auto* key : {"collate", "charset"})
    if (const auto own = table.attributes.find(key); own != table.attributes.end()) return own->second;
  return {};
}

}  // namespace schemac::mysql
