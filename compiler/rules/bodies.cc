#include "rules/bodies.h"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "operations/sql_objects.h"

namespace schemac {
namespace {

constexpr SqlLexis lexis_of_bodies = {.dollar_quotes = true};

bool is_identifier(const SqlToken& token) {
  return token.kind == SqlTokenKind::word || token.kind == SqlTokenKind::quoted_identifier;
}

std::string identifier(const SqlToken& token, std::string_view sql) {
  return token.kind == SqlTokenKind::word ? lower(token.text(sql)) : unquoted(token.text(sql));
}

// `$$ … $$`, `$tag$ … $tag$`, `'…'`.
std::string inside_of_string(std::string_view token) {
  if (!token.starts_with('$')) return string_value(token);
  const auto tag = token.find('$', 1) + 1;
  return token.size() < 2 * tag ? std::string() : std::string(token.substr(tag, token.size() - 2 * tag));
}

// Every identifier, `new.email` of a trigger's row as well; of SQL that is put together as text, too.
void collect_names(std::string_view sql, std::set<std::string>& names) {
  const auto tokens = sql_tokens(sql, lexis_of_bodies);
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const auto& token = tokens[at];
    if (token.kind == SqlTokenKind::string) {
      if (const auto text = inside_of_string(token.text(sql)); text.find(' ') != std::string::npos)
        collect_names(text, names);
    } else if (is_identifier(token)) {
      auto name = identifier(token, sql);
      const bool is_row = name == "new" || name == "old";
      if (is_row && at + 2 < tokens.size() && tokens[at + 1].text(sql) == "." && is_identifier(tokens[at + 2]))
        names.insert("new." + identifier(tokens[at + 2], sql));
      names.insert(std::move(name));
    }
  }
}

struct Routine {
  std::string kind;
  QualifiedName name;
  std::string_view definition;
};

bool is_plpgsql(const Routine& routine) {
  const auto tokens = sql_tokens(routine.definition, lexis_of_bodies);
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at)
    if (equal_ignoring_case(tokens[at].text(routine.definition), "language"))
      return is_identifier(tokens[at + 1]) && identifier(tokens[at + 1], routine.definition) == "plpgsql";
  return false;
}

// `name(integer)` → `name`
std::string base_name(const Routine& routine) { return routine.name.name.substr(0, routine.name.name.find('(')); }

bool fires_on(const QualifiedName& table, const Routine& routine, const Schema& schema) {
  return std::any_of(schema.sql_objects.begin(), schema.sql_objects.end(), [&](const auto& entry) {
    const auto& [key, trigger] = entry;
    return key.kind == "trigger" && key.name.schema == table.schema && key.name.name.starts_with(table.name + ".") &&
           trigger->definition.find(base_name(routine)) != std::string::npos;
  });
}

bool is_relation(const std::string& name, const Schema& schema) {
  const auto is_called = [&](const auto& objects) {
    return std::any_of(objects.begin(), objects.end(), [&](const auto& entry) { return entry.first.name == name; });
  };
  return is_called(schema.tables) || is_called(schema.sequences) || is_called(schema.enums) ||
         std::any_of(schema.sql_objects.begin(), schema.sql_objects.end(),
                     [&](const auto& entry) { return entry.first.name.name == name; });
}

using UsesOldName = std::function<bool(const Routine&, const std::set<std::string>& names)>;

std::vector<std::string> routines_that(const Schema& present, const Schema& wanted, const std::string& old_name,
                                       const UsesOldName& uses) {
  std::vector<std::string> out;
  const auto look = [&](const Routine& routine) {
    if (routine.kind != "function" && routine.kind != "procedure") return;
    if (lower(routine.definition).find(lower(old_name)) == std::string::npos || !is_plpgsql(routine)) return;
    std::set<std::string> names;
    collect_names(routine.definition, names);
    if (uses(routine, names)) out.push_back(fmt::format("{} {}", routine.kind, display(routine.name)));
  };
  for (const auto& [key, object] : wanted.sql_objects) look({key.kind, key.name, object->definition});
  for (const auto& object : present.unmanaged)
    if (!wanted.sql_objects.contains({object.kind, object.name})) look({object.kind, object.name, object.definition});
  return out;
}

}  // namespace

std::vector<std::string> bodies_with_old_name(const Operation& rename, const Schema& present, const Schema& wanted) {
  if (const auto* column = std::get_if<RenameColumn>(&rename.variant())) {
    const auto* table = wanted.tables.find(column->table);
    if (table && table->columns.find(column->from)) return {};
    return routines_that(present, wanted, column->from, [&](const Routine& routine, const auto& names) {
      if (names.contains("new." + column->from) && fires_on(column->table, routine, wanted)) return true;
      return names.contains(column->from) && names.contains(column->table.name);
    });
  }
  const auto named = [&](const std::string& old_name) {
    return routines_that(present, wanted, old_name,
                         [&](const Routine&, const auto& names) { return names.contains(old_name); });
  };
  if (const auto* table = std::get_if<RenameTable>(&rename.variant()))
    return table->from.name == table->to.name || is_relation(table->from.name, wanted) ? std::vector<std::string>()
                                                                                       : named(table->from.name);
  if (const auto* schema = std::get_if<RenameSchema>(&rename.variant()))
    return wanted.namespaces.contains(schema->from) ? std::vector<std::string>() : named(schema->from);
  if (const auto* object = std::get_if<RenameSqlObject>(&rename.variant())) {
    const auto old_name = object->from.name.substr(0, object->from.name.find('('));
    return is_relation(old_name, wanted) ? std::vector<std::string>() : named(old_name);
  }
  return {};
}

}  // namespace schemac
