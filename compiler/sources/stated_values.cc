#include "sources/stated_values.h"

#include <optional>

#include <fmt/format.h>

#include "dialects/sql_text.h"
#include "operations/object_ids.h"
#include "sources/source.h"

namespace schemac {
namespace {

struct StatedValue {
  std::vector<std::string> path;  // schema (perhaps), table, column
  std::string sql;
};

// `app."Order".total=total * 100`: dots part names, double quotes keep dots and equal signs in them.
std::optional<StatedValue> read_stated_value(const std::string& text) {
  StatedValue out{.path = {""}, .sql = {}};
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted && c == '"' && at + 1 < text.size() && text[at + 1] == '"') {
      out.path.back() += text[++at];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == '.') {
      out.path.emplace_back();
    } else if (!quoted && c == '=') {
      out.sql = text.substr(at + 1);
      const bool complete =
          out.path.size() >= 2 && out.path.size() <= 3 && out.sql.find_first_not_of(' ') != std::string::npos;
      return complete ? std::optional(std::move(out)) : std::nullopt;
    } else {
      out.path.back() += c;
    }
  }
  return std::nullopt;
}

// The only table of that name, or the one in the default schema.
const Table* find_table(const Schema& schema, const StatedValue& value, const std::string& default_schema) {
  const auto& name = value.path[value.path.size() - 2];
  if (value.path.size() == 3) return schema.tables.find({value.path[0], name});
  if (const auto* table = schema.tables.find({default_schema, name})) return table;
  const Table* found = nullptr;
  for (const auto& [table_name, table] : schema.tables) {
    if (table_name.name != name) continue;
    if (found) return nullptr;
    found = table.get();
  }
  return found;
}

Result<void> state(Source& source, const std::vector<std::string>& texts, std::string_view flag,
                   std::optional<SqlText> Intent::*member) {
  if (texts.empty()) return {};
  const auto* entry = find_dialect(source.schema.engine.dialect);
  if (!entry) broken_invariant("a source that was read has a known dialect");
  Diagnostics errors;
  for (const auto& text : texts) {
    const auto value = read_stated_value(text);
    if (!value) {
      errors.push_back(
          error_at("usage", fmt::format("found `{}` for --{}, expected TABLE.COLUMN=EXPRESSION", text, flag), {},
                   fmt::format("for example --{}=\"users.display_name=first_name || ' ' || last_name\"", flag)));
      continue;
    }
    const auto* table = find_table(source.schema, *value, entry->dialect->traits().default_schema);
    if (!table || !table->columns.find(value->path.back())) {
      errors.push_back(error_at(
          "no-column", fmt::format("--{}: no column `{}` in `{}`", flag, text.substr(0, text.find('=')), source.name)));
      continue;
    }
    if (const auto fault = fault_of(value->sql, SqlPlace::backfill, *entry->dialect)) {
      errors.push_back(error_at("bad-sql", fmt::format("--{}: `{}` {}", flag, value->sql, fault->message)));
      continue;
    }
    source.intents[column_id(table->name, value->path.back())].*member = SqlText{value->sql};
  }
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return {};
}

}  // namespace

Result<void> state_backfills(Source& source, const std::vector<std::string>& texts) {
  return state(source, texts, "backfill", &Intent::backfill);
}

Result<void> state_conversions(Source& source, const std::vector<std::string>& texts) {
  return state(source, texts, "using", &Intent::conversion);
}

}  // namespace schemac
