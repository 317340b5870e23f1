#include "sources/stated_values.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/mysql/names.h"
#include "dialects/sql_text.h"
#include "operations/object_ids.h"
#include "sources/source.h"

namespace schemac {
namespace {

struct StatedValue {
  std::vector<std::string> path;  // schema (perhaps), table, column; or schema (perhaps), enum, label
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

// The only one of that name, or the one in the default schema.
template <typename Objects>
auto find_owner(const Objects& objects, const StatedValue& value, const std::string& default_schema) {
  const auto& name = value.path[value.path.size() - 2];
  if (value.path.size() == 3) return objects.find({value.path[0], name});
  if (const auto* object = objects.find({default_schema, name})) return object;
  decltype(objects.find({default_schema, name})) found = nullptr;
  for (const auto& [other, object] : objects) {
    if (other.name != name) continue;
    if (found) return decltype(found){nullptr};
    found = object.get();
  }
  return found;
}

// `order_status.cancelled=refunded`: rows that hold a label that goes get the other.
Result<void> state_label(Source& source, const EnumType& type, const StatedValue& value) {
  const auto given = value.sql.substr(value.sql.find_first_not_of(' '));
  const auto to = given.substr(0, given.find_last_not_of(' ') + 1);
  const auto holds = [&](const std::string& label) {
    return std::ranges::find(type.labels, label) != type.labels.end();
  };
  if (!holds(to))
    return failure("no-label", fmt::format("--using: no label `{}` in enum `{}` of `{}`, expected {}", to,
                                           display(type.name), source.name, fmt::join(type.labels, ", ")));
  if (holds(value.path.back()))
    return failure("label-stays", fmt::format("--using: label `{}` of enum `{}` is still in `{}`: rows keep it",
                                              value.path.back(), display(type.name), source.name));
  source.intents[{ObjectKind::enum_label, type.name, to}].was.push_back({{}, value.path.back()});
  return {};
}

// MySQL's labels stand beside each column: `orders.status.cancelled=refunded`.
bool names_label_of_column(const Source& source, const StatedValue& value) {
  const auto* table = value.path.size() == 3 && source.schema.engine.dialect == "mysql"
                          ? source.schema.tables.find({{}, value.path[0]})
                          : nullptr;
  const auto* column = table ? table->columns.find(value.path[1]) : nullptr;
  return column && column->type.name == "enum";
}

Result<void> state_label_of_column(Source& source, const StatedValue& value) {
  const QualifiedName table{{}, value.path[0]};
  const auto& column = *source.schema.tables.find(table)->columns.find(value.path[1]);
  const auto given = value.sql.substr(value.sql.find_first_not_of(' '));
  const auto to = mysql::literal(given.substr(0, given.find_last_not_of(' ') + 1)),
             from = mysql::literal(value.path[2]);
  const auto& labels = column.type.arguments;
  const auto holds = [&](const std::string& label) { return std::ranges::find(labels, label) != labels.end(); };
  const auto name = fmt::format("{}.{}", table.name, column.name);
  if (!holds(to))
    return failure("no-label", fmt::format("--using: no label {} in `{}` of `{}`, expected {}", to, name, source.name,
                                           fmt::join(labels, ", ")));
  if (holds(from))
    return failure("label-stays",
                   fmt::format("--using: label {} of `{}` is still in `{}`: rows keep it", from, name, source.name));
  // one expression for all labels of the column
  const auto quoted = mysql::quote(column.name), end = fmt::format(" ELSE {} END", quoted);
  auto& said = source.intents[column_id(table, column.name)].conversion;
  auto sql = said && said->sql.ends_with(end) ? said->sql.substr(0, said->sql.size() - end.size()) : "CASE " + quoted;
  said = SqlText{fmt::format("{} WHEN {} THEN {}{}", sql, from, to, end)};
  return {};
}

enum class Stated { kept, gone };  // the columns that may be named

Result<void> state(Source& source, const std::vector<std::string>& texts, std::string_view flag,
                   std::optional<SqlText> Intent::*member, Stated columns = Stated::kept) {
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
    const auto& default_schema = entry->dialect->traits().default_schema;
    const auto* table = find_owner(source.schema.tables, *value, default_schema);
    if (const auto* type = find_owner(source.schema.enums, *value, default_schema);
        type && !table && member == &Intent::conversion) {
      if (auto stated = state_label(source, *type, *value); !stated)
        errors.insert(errors.end(), stated.error().begin(), stated.error().end());
      continue;
    }
    if (member == &Intent::conversion && names_label_of_column(source, *value)) {
      if (auto stated = state_label_of_column(source, *value); !stated)
        errors.insert(errors.end(), stated.error().begin(), stated.error().end());
      continue;
    }
    const auto named = text.substr(0, text.find('='));
    if (columns == Stated::gone && table && table->columns.find(value->path.back())) {
      errors.push_back(
          error_at("back-of-a-column",
                   fmt::format("--{}: `{}` has the column `{}`, expected one that goes", flag, source.name, named), {},
                   "where the values of a new column come from is said by --backfill"));
      continue;
    }
    if (!table || (columns == Stated::kept && !table->columns.find(value->path.back()))) {
      errors.push_back(error_at(columns == Stated::gone ? "no-table" : "no-column",
                                fmt::format("--{}: no {} `{}` in `{}`", flag,
                                            columns == Stated::gone ? "table of" : "column", named, source.name)));
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

Result<void> state_backs(Source& source, const std::vector<std::string>& texts) {
  return state(source, texts, "back", &Intent::backfill, Stated::gone);
}

Result<void> state_conversions(Source& source, const std::vector<std::string>& texts) {
  return state(source, texts, "using", &Intent::conversion);
}

}  // namespace schemac
