#include "dialects/sqlite/dependencies.h"

#include <algorithm>
#include <set>

#include "dialects/sqlite/expressions.h"
#include "dialects/sqlite/names.h"
#include "operations/object_ids.h"

namespace schemac::sqlite {
namespace {

std::set<std::string> words_of(std::string_view sql) {
  std::set<std::string> words;
  for (const auto& name : identifiers(sql)) words.insert(lower(name));
  return words;
}

// `dependencies` puts a trigger's own table first.
bool is_trigger_on(const UnmanagedObject& object, const QualifiedName& table) {
  return object.kind == "trigger" && !object.depends_on.empty() && object.depends_on.front() == table_id(table);
}

}  // namespace

std::vector<ObjectId> dependencies(std::string_view sql, const std::string& own_table, const Schema& schema) {
  const auto words = words_of(sql);
  std::vector<const Table*> tables;
  std::vector<ObjectId> ids;
  for (const auto& [name, table] : schema.tables)
    if (equal_ignoring_case(name.name, own_table)) {
      tables.push_back(table.get());
      ids.push_back(table_id(name));
    }
  if (!own_table.empty() && ids.empty()) ids.push_back({ObjectKind::sql_object, {"", own_table}, "view"});  // INSTEAD OF
  for (const auto& [name, table] : schema.tables)
    if (words.contains(lower(name.name)) && !equal_ignoring_case(name.name, own_table)) {
      tables.push_back(table.get());
      ids.push_back(table_id(name));
    }
  for (const auto* table : tables)
    for (const auto& column : table->columns)
      if (words.contains(lower(column.name))) ids.push_back(column_id(table->name, column.name));
  return ids;
}

bool names_table(const UnmanagedObject& object, const QualifiedName& table) {
  return std::find(object.depends_on.begin(), object.depends_on.end(), table_id(table)) != object.depends_on.end();
}

std::vector<const UnmanagedObject*> triggers_of(const QualifiedName& table, const Schema& schema) {
  std::vector<const UnmanagedObject*> triggers;
  for (const auto& object : schema.unmanaged)
    if (is_trigger_on(object, table)) triggers.push_back(&object);
  return triggers;
}

std::vector<const UnmanagedObject*> working_views_over(const QualifiedName& table, const Schema& schema) {
  std::vector<const UnmanagedObject*> reached;
  const auto is_reached = [&](const UnmanagedObject& view) { return std::find(reached.begin(), reached.end(), &view) != reached.end(); };
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& view : schema.unmanaged) {
      if (view.kind != "view" || is_reached(view)) continue;
      const auto words = words_of(view.definition);
      const bool over = names_table(view, table) || std::any_of(reached.begin(), reached.end(), [&](const UnmanagedObject* other) {
                          return words.contains(lower(other->name.name));
                        });
      if (over) reached.push_back(&view);
      grown = grown || over;
    }
  }
  std::erase_if(reached, [](const UnmanagedObject* view) { return !view->works; });
  std::sort(reached.begin(), reached.end(), [](const UnmanagedObject* a, const UnmanagedObject* b) { return a->name < b->name; });
  return reached;
}

}  // namespace schemac::sqlite
