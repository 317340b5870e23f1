#include "dialects/sqlite/dependencies.h"

#include <algorithm>
#include <set>

#include "dialects/sqlite/expressions.h"
#include "dialects/sqlite/names.h"
#include "dialects/sqlite/query_reader.h"
#include "operations/object_ids.h"

namespace schemac::sqlite {
namespace {

ObjectId view_id(const std::string& name) { return {ObjectKind::sql_object, {"", name}, "view"}; }

bool is_view(const SqlObjectKey& key) { return key.kind == "view"; }

// Of a text that the reader does not know: whatever one of its words could be.
std::vector<ObjectId> everything_mentioned(const SqlObject& object, const Schema& schema) {
  std::set<std::string> words;
  for (const auto& name : identifiers(object.definition)) words.insert(lower(name));
  std::vector<ObjectId> ids;
  for (const auto& [name, table] : schema.tables) {
    if (!words.contains(lower(name.name))) continue;
    ids.push_back(table_id(name));
    for (const auto& column : table->columns)
      if (words.contains(lower(column.name))) ids.push_back(column_id(name, column.name));
  }
  for (const auto& [key, view] : schema.sql_objects)
    if (is_view(key) && !(key.name == object.name && object.kind == "view") && words.contains(lower(key.name.name)))
      ids.push_back(view_id(key.name.name));
  return ids;
}

// `find_references` puts first what a trigger is on.
bool is_trigger_on(const Standing& object, const QualifiedName& relation) {
  if (object.kind != "trigger" || object.depends_on->empty()) return false;
  const auto& on = object.depends_on->front();
  return on == table_id(relation) || on == view_id(relation.name);
}

bool has_all(const Standing& view, const Table& table) {
  return std::all_of(view.depends_on->begin(), view.depends_on->end(), [&](const ObjectId& id) {
    return id.kind != ObjectKind::column || id.name != table.name || table.columns.find(id.part) != nullptr;
  });
}

bool is_there(const ObjectId& id, const Schema& schema) {
  return id.kind != ObjectKind::sql_object || schema.sql_objects.contains({id.part, id.name}) ||
         std::any_of(schema.unmanaged.begin(), schema.unmanaged.end(),
                     [&](const UnmanagedObject& object) { return object.kind == id.part && object.name == id.name; });
}

}  // namespace

const ObjectId& what_is_not_there() {
  static const ObjectId id{ObjectKind::sql_object, {}, "what is not there"};
  return id;
}

std::vector<Standing> views_and_triggers(const Schema& schema) {
  std::vector<Standing> out;
  const auto add = [&](const std::string& kind, const QualifiedName& name, const std::string& definition,
                       const std::vector<ObjectId>& needs) {
    if (kind == "view" || kind == "trigger") out.push_back({kind, name.name, &definition, &needs});
  };
  for (const auto& object : schema.unmanaged) add(object.kind, object.name, object.definition, object.depends_on);
  for (const auto& [key, object] : schema.sql_objects)
    add(object->kind, object->name, object->definition, object->depends_on);
  return out;
}

void find_references(SqlObject& object, const Schema& schema) {
  object.depends_on.clear();
  object.references.reset();
  const auto need = [&](const ObjectId& id) {
    auto& ids = object.depends_on;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  };
  try {
    QueryReader reader(object.definition, schema, {object.kind == "view" ? lower(object.name.name) : std::string()});
    if (object.kind == "trigger")
      need(reader.read_trigger());
    else
      reader.read_view();
    object.references = reader.references();
    for (const auto& reference : *object.references) need(reference.object);
  } catch (const UnknownSyntax&) {
    for (auto& id : everything_mentioned(object, schema)) need(id);
  }
}

void find_references(Expression& expression, const Table& table) {
  static const Schema no_others;
  expression.columns.clear();
  expression.references.reset();
  const auto need = [&](const std::string& column) {
    auto& columns = expression.columns;
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.push_back(column);
  };
  try {
    QueryReader reader(expression.sql, no_others);
    reader.read_table_expression(table);
    expression.references = reader.references();
    for (const auto& reference : *expression.references)
      if (reference.object.kind == ObjectKind::column) need(reference.object.part);
  } catch (const UnknownSyntax&) {
    for (const auto& word : identifiers(expression.sql))
      if (const auto* column = find_column(table, word)) need(column->name);
  }
}

bool names(const Standing& object, const ObjectId& id) {
  return std::find(object.depends_on->begin(), object.depends_on->end(), id) != object.depends_on->end();
}

std::vector<Standing> triggers_of(const QualifiedName& relation, const Schema& schema) {
  auto triggers = views_and_triggers(schema);
  std::erase_if(triggers, [&](const Standing& object) { return !is_trigger_on(object, relation); });
  return triggers;
}

std::vector<Standing> working_views_over(const Table& after, const Schema& schema) {
  auto waiting = views_and_triggers(schema);
  std::erase_if(waiting, [&](const Standing& object) {
    return object.kind != "view" || names(object, what_is_not_there()) || !has_all(object, after) ||
           !std::all_of(object.depends_on->begin(), object.depends_on->end(),
                        [&](const ObjectId& id) { return is_there(id, schema); });
  });
  std::vector<Standing> reached;
  for (bool grown = true; grown;) {
    grown = false;
    std::erase_if(waiting, [&](const Standing& view) {
      const bool over = names(view, table_id(after.name)) ||
                        std::any_of(reached.begin(), reached.end(),
                                    [&](const Standing& other) { return names(view, view_id(other.name)); });
      if (over) reached.push_back(view);
      grown = grown || over;
      return over;
    });
  }
  std::sort(reached.begin(), reached.end(), [](const Standing& a, const Standing& b) { return a.name < b.name; });
  return reached;
}

}  // namespace schemac::sqlite
