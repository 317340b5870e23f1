#include "sources/default_schema.h"

#include "connections/url_forms.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/references.h"

namespace schemac {
namespace {

ObjectId moved(ObjectId id, const std::string& from, const std::string& to) {
  if (id.name.schema == from) id.name.schema = to;
  if (id.kind == ObjectKind::schema && id.name.name == from) id.name.name = to;
  return id;
}

template <class Map>
Map moved_keys(const Map& map, const std::string& from, const std::string& to) {
  Map out;
  for (const auto& [id, value] : map) out.emplace(moved(id, from, to), value);
  return out;
}

// What is given as SQL and was written by hand, or read from a text, keeps its text in RenameSchema.
void move_texts(Schema& schema, const std::string& from, const std::string& to) {
  std::vector<SqlObjectKey> written;
  for (const auto& [key, object] : schema.sql_objects)
    if (!object->read_back && object->references) written.push_back(key);
  for (const auto& key : written)
    schema.sql_objects.change(key, [&](SqlObject& object) {
      rename_references(object.definition, *object.references, schema_id(from), schema_id(to), '"');
      object.references.reset();  // what they mean is in another schema now
      object.depends_on.clear();
    });
}

}  // namespace

void move_default_schema(Source& source, const std::string& schema) {
  const auto* entry = find_dialect(source.schema.engine.dialect);
  if (!entry || schema.empty()) return;
  const auto& standard = entry->dialect->traits().default_schema;
  if (standard.empty() || standard == schema) return;
  std::vector<QualifiedName> tables;
  for (const auto& [name, table] : source.schema.tables) tables.push_back(name);
  entry->dialect->resolve_objects(source.schema);
  entry->dialect->resolve_expressions(source.schema, tables);
  const bool has_both = source.schema.namespaces.contains(schema);
  if (has_both) source.schema.namespaces.erase(schema);
  schemac::apply(Operation{RenameSchema{standard, schema}}, source.schema);
  move_texts(source.schema, standard, schema);
  if (!source.schema.namespaces.contains(schema)) source.schema.namespaces.set(schema, Namespace{schema});
  source.intents = moved_keys(source.intents, standard, schema);
  source.declared = moved_keys(source.declared, standard, schema);
  for (auto& id : source.order) id = moved(id, standard, schema);
  auto& covered = source.coverage.namespaces;
  if (covered && covered->erase(standard) > 0) covered->insert(schema);
}

Result<std::string> default_schema_of(const std::string& place) {
  auto form = read_url_form(place);
  if (!form) return std::unexpected(form.error());
  return std::move(form->default_schema);
}

}  // namespace schemac
