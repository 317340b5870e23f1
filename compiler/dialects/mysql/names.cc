#include "dialects/mysql/names.h"

#include <tuple>

#include "schema/engine_version.h"

namespace schemac::mysql {

std::string quote(std::string_view identifier) {
  std::string out = "`";
  for (const char c : identifier) {
    out += c;
    if (c == '`') out += c;
  }
  return out + "`";
}

std::string quote(const QualifiedName& name) {
  return name.schema.empty() ? quote(name.name) : quote(name.schema) + "." + quote(name.name);
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + quote(name);
  return out;
}

std::vector<SqlToken> tokens_in_mode(std::string_view sql, std::string_view sql_mode) {
  // ANSI and the modes called after other products are shown with what they stand for
  const auto has = [&](std::string_view word) {
    return ("," + std::string(sql_mode) + ",").find(word) != std::string::npos;
  };
  auto own = lexis;
  own.backslash_escapes = !has(",NO_BACKSLASH_ESCAPES,");
  auto tokens = sql_tokens(sql, own);
  const auto kind = has(",ANSI_QUOTES,") ? SqlTokenKind::quoted_identifier : SqlTokenKind::string;
  for (auto& token : tokens)
    if (sql[token.begin] == '"') token.kind = kind;
  return tokens;
}

std::string literal(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'')
      out += "''";
    else if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '\0')
      out += "\\0";
    else if (c == '\x1a')
      out += "\\Z";  // the end of a file to clients on Windows
    else
      out += c;
  }
  return out + "'";
}

std::string literal_value(std::string_view token) {
  if (token.size() < 2) return std::string(token);
  const char close = token.front();
  std::string out;
  for (std::size_t at = 1; at + 1 < token.size(); ++at) {
    const char c = token[at];
    if (c == '\\' && at + 2 < token.size()) {
      const char escaped = token[++at];
      if (escaped == '%' || escaped == '_') out += '\\';
      out += escaped == 'n'   ? '\n'
             : escaped == 'r' ? '\r'
             : escaped == 't' ? '\t'
             : escaped == '0' ? '\0'
             : escaped == 'b' ? '\b'
             : escaped == 'Z' ? '\x1a'
                              : escaped;
    } else {
      out += c;
      if (c == close) ++at;  // doubled
    }
  }
  return out;
}

bool is_at_least(const Engine& engine, int major, int minor, int patch) {
  if (is_unstated(engine)) return true;
  if (is_mariadb(engine) != (major >= 10)) return false;
  if (engine.major == 0) return true;
  return std::tuple(engine.major, minor_of(engine), patch_of(engine)) >= std::tuple(major, minor, patch);
}

std::string with_executed_comments(std::string_view sql) {
  std::string out;
  std::size_t last = 0;
  for (const auto& token : sql_tokens(sql, lexis, true)) {
    const auto text = token.text(sql);
    const bool mariadb_only = text.starts_with("/*M!");
    if (token.kind != SqlTokenKind::comment || !(text.starts_with("/*!") || mariadb_only)) continue;
    out += sql.substr(last, token.begin - last);
    auto inner = text.substr(mariadb_only ? 4 : 3);
    inner = inner.substr(std::min(inner.find_first_not_of("0123456789"), inner.size()));
    if (inner.ends_with("*/")) inner.remove_suffix(2);
    out += " " + with_executed_comments(inner) + " ";
    last = token.end;
  }
  return out + std::string(sql.substr(last));
}

}  // namespace schemac::mysql
