#include "sources/schemac/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "sources/schemac/scanner.h"

namespace schemac::language {
namespace {

bool is_keyword(std::string_view name) {
  return std::find(keywords().begin(), keywords().end(), lower(name)) != keywords().end();
}

bool is_plain_word(std::string_view name) {
  const auto letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || std::isdigit(static_cast<unsigned char>(c)) || c == '$';
  });
}

std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    out += c;
    if (c == '"') out += c;
  }
  return out + "\"";
}

bool starts_a_line(std::string_view name) {
  static constexpr std::array<std::string_view, 7> starts = {"primary", "unique", "check",  "foreign",
                                                             "exclude", "index",  "comment"};
  return std::find(starts.begin(), starts.end(), lower(name)) != starts.end();
}

bool is_number(const std::string& text) {
  static const std::regex number("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  return text.size() < 100 && std::regex_match(text, number);
}

// What the grammar reads as a type without backticks.
bool is_plain_type(const std::string& text) {
  static const std::regex type(
      "([A-Za-z_][A-Za-z0-9_]*)( precision| varying)?(\\([0-9]+(,-?[0-9]+)?\\))?( with(out)? time zone)?(\\[\\])?",
      std::regex::icase);
  std::smatch match;
  if (text.size() > 200 || !std::regex_match(text, match, type)) return false;
  return !is_keyword(match[1].str()) || lower(match[1].str()) == "time";
}

}  // namespace

std::string backticked(std::string_view sql) {
  std::string out = "`";
  for (const char c : sql) {
    out += c;
    if (c == '`') out += c;
  }
  return out + "`";
}

std::string text_literal(std::string_view text) { return string_literal(text); }

bool can_be_written(const std::string& name) {
  return name.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos && !name.empty();
}

bool Words::plain(std::string_view name) const { return is_plain_word(name) && dialect_.fold(name) == name; }

std::string Words::name(const std::string& name) const {
  return plain(name) && !is_keyword(name) ? name : quoted(name);
}

std::string Words::column(const std::string& name) const {
  return plain(name) && !starts_a_line(name) ? name : quoted(name);
}

std::string Words::columns(const std::vector<std::string>& names) const {
  std::vector<std::string> out;
  for (const auto& one : names) out.push_back(column(one));
  return fmt::format("({})", fmt::join(out, ", "));
}

std::string Words::path(const QualifiedName& full) const {
  return full.schema.empty() || full.schema == dialect_.traits().default_schema
             ? name(full.name)
             : fmt::format("{}.{}", name(full.schema), name(full.name));
}

std::string Words::label(const std::string& label) const {
  return is_plain_word(label) && !is_keyword(label) ? label : text_literal(label);
}

std::string Words::collation(const std::string& collation) const {
  const auto dot = collation.find(".\"");
  if (dot == std::string::npos || !collation.ends_with('"')) return name(collation);
  return fmt::format("{}.{}", name(unquoted(collation.substr(0, dot))),
                     quoted(collation.substr(dot + 2, collation.size() - dot - 3)));
}

std::string Words::type(const Type& type, const Schema& schema) const {
  if (type.user_type && schema.enums.contains(*type.user_type)) {
    auto text = path(*type.user_type);
    const auto read = dialect_.parse_type(text);
    if (!read || !read->user_type)
      text = fmt::format("{}.{}", name(type.user_type->schema), name(type.user_type->name));
    return type.array ? text + "[]" : text;
  }
  auto text = dialect_.type_short(type);
  for (auto at = text.find(", "); at != std::string::npos; at = text.find(", ", at)) text.erase(at + 1, 1);
  return !type.user_type && is_plain_type(text) ? text : backticked(text);
}

std::string Words::value(const std::string& sql) const {
  const auto tokens = sql_tokens(sql, dialect_.traits().lexis);
  const bool one = tokens.size() == 1 && tokens[0].begin == 0 && tokens[0].end == sql.size() && tokens[0].closed;
  if (one && tokens[0].kind == SqlTokenKind::string && sql[0] == '\'') return sql;
  if (is_number(sql) || sql == "true" || sql == "false") return sql;
  return backticked(sql);
}

std::string Words::attributes(const Attributes& attributes) const {
  if (attributes.empty()) return {};
  std::vector<std::string> out;
  for (const auto& [key, value] : attributes) {
    const bool bare = is_plain_word(key) && lower(key) == key && !is_keyword(key);
    const bool word = is_number(value) || value == "true" || value == "false";
    out.push_back(fmt::format("{} = {}", bare ? key : quoted(key), word ? value : text_literal(value)));
  }
  return fmt::format("with ({})", fmt::join(out, ", "));
}

}  // namespace schemac::language
