#include "dialects/mysql/sql_objects.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "dialects/mysql/expressions.h"
#include "dialects/mysql/names.h"
#include "operations/object_ids.h"

namespace schemac::mysql {
namespace {

constexpr std::string_view setting = "SET SESSION ";
constexpr std::string_view collation_setting = "SET SESSION collation_connection = ";
constexpr std::string_view mode_back = "SET SESSION sql_mode = @@GLOBAL.sql_mode";
constexpr std::string_view collation_kept = "SET @collation_before = @@SESSION.collation_connection";
constexpr std::string_view collation_back = "SET SESSION collation_connection = @collation_before";

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

struct Parted {
  std::vector<std::string> settings;  // lines in front, about the session in which it is made
  std::string statement;
};

Parted parted(std::string definition) {
  Parted out;
  for (auto end = definition.find(";\n"); definition.starts_with(setting) && end != std::string::npos; end = definition.find(";\n")) {
    out.settings.push_back(definition.substr(0, end));
    definition.erase(0, end + 2);
  }
  out.statement = std::move(definition);
  return out;
}

std::string whole_statement(const SqlObject& object, const std::string& statement) {
  const auto tokens = sql_tokens(statement, lexis);
  if (!tokens.empty() && equal_ignoring_case(tokens[0].text(statement), "create")) return statement;
  const bool view = object.kind == "view" && (tokens.empty() || !equal_ignoring_case(tokens[0].text(statement), "as"));
  return fmt::format("CREATE {} {} {}{}", upper(object.kind), quote(object.name), view ? "AS " : "", statement);
}

std::vector<std::string> in_its_session(const std::vector<std::string>& settings, std::string statement) {
  std::vector<std::string> out;
  for (const auto& line : settings) {
    if (line.starts_with(collation_setting)) out.emplace_back(collation_kept);
    out.push_back(line);
  }
  out.push_back(std::move(statement));
  for (auto line = settings.rbegin(); line != settings.rend(); ++line)
    out.emplace_back(line->starts_with(collation_setting) ? collation_back : mode_back);
  return out;
}

}  // namespace

std::vector<std::string> creation_of(const SqlObject& object) {
  const auto [settings, statement] = parted(object.definition);
  return in_its_session(settings, whole_statement(object, statement));
}

std::vector<std::string> removal_of(const SqlObject& object) { return {fmt::format("DROP {} {}", upper(object.kind), quote(object.name))}; }

bool can_replace(const SqlObject& object, const Engine& engine) {
  return object.kind == "view" || (is_mariadb(engine) && object.kind != "trigger");  // a trigger would lose its place among the others
}

std::vector<std::string> renaming_of(const QualifiedName& from, const QualifiedName& to) {
  return {fmt::format("RENAME TABLE {} TO {}", quote(from), quote(to))};
}

std::vector<std::string> replacement_of(const SqlObject& after) {
  const auto [settings, definition] = parted(after.definition);
  auto statement = whole_statement(after, definition);
  const auto tokens = sql_tokens(statement, lexis);
  if (tokens.size() > 1 && !equal_ignoring_case(tokens[1].text(statement), "or")) statement.insert(tokens[0].end, " OR REPLACE");
  return in_its_session(settings, std::move(statement));
}

std::vector<ObjectId> needs_of(const SqlObject& object, const Schema& schema, const std::string& trigger_table) {
  if (object.kind == "package body") return {{ObjectKind::sql_object, object.name, "package"}};
  if (object.kind != "view" && object.kind != "trigger") return {};
  const auto all = identifiers(object.definition);
  const std::set<std::string> words(all.begin(), all.end());
  std::vector<ObjectId> ids;
  for (const auto& [name, table] : schema.tables) {
    if (trigger_table.empty() ? !words.contains(name.name) : name.name != trigger_table) continue;
    ids.push_back(table_id(name));
    for (const auto& column : table->columns)
      if (words.contains(column.name)) append(ids, {column_id(name, column.name), column_facet(ObjectKind::column_type, name, column.name)});
  }
  if (!trigger_table.empty()) return ids;
  for (const auto& [key, other] : schema.sql_objects)
    if ((key.kind == "view" || key.kind == "function") && !(key == SqlObjectKey{object.kind, object.name}) && words.contains(key.name.name))
      ids.push_back({ObjectKind::sql_object, key.name, key.kind});
  return ids;
}

}  // namespace schemac::mysql
