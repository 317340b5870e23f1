#include "diff/dependencies.h"

#include <algorithm>
#include <set>

#include "operations/object_ids.h"

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
  for (const auto& [name, type] : schema.enums)
    if (words.contains(name.name)) ids.push_back(type_id(name));
  for (const auto& [name, sequence] : schema.sequences)
    if (words.contains(name.name)) ids.push_back(sequence_id(name));
  for (const auto& [key, other] : schema.sql_objects)
    if (!(key == SqlObjectKey{object.kind, object.name}) && words.contains(key.name.name))
      ids.push_back({ObjectKind::sql_object, key.name, key.kind});
  return ids;
}

}  // namespace schemac
