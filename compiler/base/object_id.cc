#include "base/object_id.h"

#include "base/diagnostic.h"

namespace schemac {

std::string display(const QualifiedName& name) {
  if (name.schema.empty() || name.schema == "public") return name.name;
  return name.schema + "." + name.name;
}

std::string_view kind_name(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::schema: return "schema";
    case ObjectKind::table: return "table";
    case ObjectKind::column: return "column";
    case ObjectKind::column_type: return "column type";
    case ObjectKind::column_values: return "column values";
    case ObjectKind::column_default: return "column default";
    case ObjectKind::column_nullability: return "column nullability";
    case ObjectKind::relation_name: return "relation name";
    case ObjectKind::constraint: return "constraint";
    case ObjectKind::key: return "key";
    case ObjectKind::index: return "index";
    case ObjectKind::sequence: return "sequence";
    case ObjectKind::type: return "type";
    case ObjectKind::enum_label: return "enum label";
    case ObjectKind::sql_object: return "SQL object";
  }
  broken_invariant("object kind has a name");
}

std::string display(const ObjectId& id) {
  if (id.kind == ObjectKind::schema) return id.name.schema.empty() ? id.name.name : id.name.schema;
  const auto name = display(id.name);
  return id.part.empty() ? name : name + "." + id.part;
}

}  // namespace schemac
