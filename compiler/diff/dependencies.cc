#include "diff/dependencies.h"

#include <algorithm>
#include <set>

#include "operations/object_ids.h"
#include "operations/routine_names.h"
#include "operations/sql_objects.h"

namespace schemac {
namespace {

// Bodies of functions are strings to the lexer and SQL to the engine, so they are read as well.
void collect_words(std::string_view sql, const Dialect& dialect, std::set<std::string>& words) {
  for (const auto& token : sql_tokens(sql, dialect.traits().lexis)) {
    const auto text = token.text(sql);
    if (token.kind == SqlTokenKind::word)
      words.insert(dialect.fold(text));
    else if (token.kind == SqlTokenKind::quoted_identifier)
      words.insert(unquoted(text));
    else if (text == "*")
      words.insert("*");
    else if (token.kind == SqlTokenKind::string && text.starts_with('$'))
      if (const auto tag = text.find('$', 1); tag != std::string_view::npos && text.size() > 2 * (tag + 1))
        collect_words(text.substr(tag + 1, text.size() - 2 * (tag + 1)), dialect, words);
  }
}

// `f(integer)` and `users.touch` as a text names them.
std::string bare_name(const std::string& name) {
  if (const auto routine = split_routine(name); !routine.arguments.empty()) return routine.name;
  const auto dot = name.rfind('.');
  return dot == std::string::npos ? name : name.substr(dot + 1);
}

bool is_on_a_table(const SqlObject& object) {
  return object.kind == "trigger" || object.kind == "rule" || object.kind == "policy";
}

bool is_setting(const SqlObject& object) { return is_part_of_another(object) || object.kind.ends_with("row security"); }

// Nobody needs a setting; what hangs on a table is needed by its settings alone.
bool can_be_needed(const SqlObject& other, const SqlObject& by) {
  return !is_setting(other) && (!is_on_a_table(other) || is_setting(by));
}

}  // namespace

std::vector<ObjectId> dependencies_of(const SqlObject& object, const Schema& schema, const Dialect& dialect) {
  std::set<std::string> words;
  collect_words(object.definition, dialect, words);
  std::vector<ObjectId> ids;
  for (const auto& [name, table] : schema.tables) {
    if (!words.contains(name.name)) continue;
    ids.push_back(table_id(name));
    for (const auto& column : table->columns)
      if (words.contains("*") || words.contains(column.name))
        append(ids, {column_id(name, column.name), column_facet(ObjectKind::column_type, name, column.name)});
  }
  for (const auto& [name, space] : schema.namespaces)
    if (words.contains(name)) ids.push_back(schema_id(name));
  for (const auto& [name, type] : schema.enums)
    if (words.contains(name.name)) ids.push_back(type_id(name));
  for (const auto& [name, sequence] : schema.sequences)
    if (words.contains(name.name)) ids.push_back(sequence_id(name));
  for (const auto& [key, other] : schema.sql_objects)
    if (!(key == SqlObjectKey{object.kind, object.name}) && can_be_needed(*other, object) &&
        words.contains(bare_name(key.name.name)))
      ids.push_back({ObjectKind::sql_object, key.name, key.kind});
  return ids;
}

}  // namespace schemac
