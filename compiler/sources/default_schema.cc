#include "sources/default_schema.h"

#include "connections/url_forms.h"
#include "operations/operation.h"

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
