#include "dialects/mysql/sql_objects.h"

#include <algorithm>

#include <fmt/format.h>

#include "dialects/mysql/names.h"
#include "operations/object_ids.h"

namespace schemac::mysql {
namespace {

constexpr std::string_view setting = "SET SESSION ";
constexpr std::string_view mode_setting = "SET SESSION sql_mode = ";
constexpr std::string_view collation_setting = "SET SESSION collation_connection = ";
constexpr std::string_view mode_back = "SET SESSION sql_mode = @@GLOBAL.sql_mode";
constexpr std::string_view collation_kept = "SET @collation_before = @@SESSION.collation_connection";
constexpr std::string_view collation_back = "SET SESSION collation_connection = @collation_before";

std::string in_capitals(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

struct Parted {
  std::vector<std::string> settings;  // lines in front, about the session in which it is made
  std::string statement;
};

std::string mode_of(const std::vector<std::string>& settings) {
  for (const auto& line : settings)
    if (line.starts_with(mode_setting)) return literal_value(std::string_view(line).substr(mode_setting.size()));
  return {};
}

Parted parted(std::string definition) {
  Parted out;
  for (auto end = definition.find(";\n"); definition.starts_with(setting) && end != std::string::npos;
       end = definition.find(";\n")) {
    out.settings.push_back(definition.substr(0, end));
    definition.erase(0, end + 2);
  }
  out.statement = without_terminator(std::move(definition), mode_of(out.settings));
  return out;
}

std::string whole_statement(const SqlObject& object, const std::string& statement) {
  const auto tokens = sql_tokens(statement, lexis);
  if (!tokens.empty() && equal_ignoring_case(tokens[0].text(statement), "create")) return statement;
  const bool view = object.kind == "view" && (tokens.empty() || !equal_ignoring_case(tokens[0].text(statement), "as"));
  return fmt::format("CREATE {} {} {}{}", in_capitals(object.kind), quote(object.name), view ? "AS " : "", statement);
}

// What runs a body keeps the SQL mode of the session that it was made in, which the drivers of some tools change:
// without a line that says another, it is the server's.
std::vector<std::string> in_its_session(const SqlObject& object, const std::vector<std::string>& settings,
                                        std::string statement) {
  std::vector<std::string> out;
  if (object.kind != "view" && mode_of(settings).empty()) out.emplace_back(mode_back);
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

std::string trigger_body(std::string_view statement, std::string_view sql_mode) {
  const auto tokens = tokens_in_mode(statement, sql_mode);
  const auto is = [&](std::size_t at, std::string_view word) {
    return at < tokens.size() && tokens[at].kind == SqlTokenKind::word &&
           equal_ignoring_case(tokens[at].text(statement), word);
  };
  std::size_t at = 0;
  while (at < tokens.size() && !(is(at, "for") && is(at + 1, "each") && is(at + 2, "row"))) ++at;
  at += 3;
  // `follows: BEGIN` is a label
  if ((is(at, "follows") || is(at, "precedes")) && at + 1 < tokens.size() && tokens[at + 1].text(statement) != ":")
    at += 2;
  return at < tokens.size() ? without_terminator(std::string(statement.substr(tokens[at].begin)), sql_mode)
                            : std::string();
}

std::string without_terminator(std::string statement, std::string_view sql_mode) {
  auto tokens = tokens_in_mode(statement, sql_mode);
  while (!tokens.empty() && tokens.back().text(statement) == ";") {
    statement.erase(tokens.back().begin, 1);
    tokens.pop_back();
  }
  statement.erase(statement.find_last_not_of(" \t\r\n") + 1);
  return statement;
}

std::vector<std::string> creation_of(const SqlObject& object) {
  const auto [settings, statement] = parted(object.definition);
  return in_its_session(object, settings, whole_statement(object, statement));
}

std::vector<std::string> removal_of(const SqlObject& object) {
  return {fmt::format("DROP {} {}", in_capitals(object.kind), quote(object.name))};
}

bool can_replace(const SqlObject& object, const Engine& engine) {
  return object.kind == "view" ||
         (is_mariadb(engine) && object.kind != "trigger");  // a trigger would lose its place among the others
}

std::vector<std::string> renaming_of(const QualifiedName& from, const QualifiedName& to) {
  return {fmt::format("RENAME TABLE {} TO {}", quote(from), quote(to))};
}

std::vector<std::string> replacement_of(const SqlObject& after) {
  const auto [settings, definition] = parted(after.definition);
  auto statement = whole_statement(after, definition);
  const auto tokens = sql_tokens(statement, lexis);
  if (tokens.size() > 1 && !equal_ignoring_case(tokens[1].text(statement), "or"))
    statement.insert(tokens[0].end, " OR REPLACE");
  return in_its_session(after, settings, std::move(statement));
}

std::string sql_mode_of(std::string_view definition) { return mode_of(parted(std::string(definition)).settings); }

std::vector<ObjectId> needs_of(const SqlObject& object, const std::vector<Reference>& references) {
  if (object.kind == "package body") return {{ObjectKind::sql_object, object.name, "package"}};
  if (references.empty() || (object.kind != "view" && object.kind != "trigger")) return {};
  const auto own_table = references.front().object.name;  // of a trigger, which names it before anything else
  std::vector<ObjectId> ids;
  const auto add = [&](ObjectId id) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
  };
  for (const auto& reference : references) {
    const bool is_before = reference.object.kind == ObjectKind::sql_object && reference.object.part == "trigger";
    if (object.kind == "trigger" && !is_before && !(reference.object.name == own_table)) continue;
    add(reference.object);
    if (reference.object.kind == ObjectKind::column)
      add(column_facet(ObjectKind::column_type, reference.object.name, reference.object.part));
  }
  return ids;
}

}  // namespace schemac::mysql
