#include "operations/sql_objects.h"

#include <fmt/format.h>

#include "operations/object_ids.h"
#include "operations/operation.h"

namespace schemac {
namespace {

std::vector<ObjectId> brought_by(const SqlObject& object) {
  return {{ObjectKind::sql_object, object.name, object.kind}, relation_id(object.name.schema, object.name.name)};
}

}  // namespace

std::string describe(const CreateSqlObject& op) { return fmt::format("create {} {}", op.object.kind, display(op.object.name)); }
std::string describe(const DropSqlObject& op) { return fmt::format("drop {} {}", op.object.kind, display(op.object.name)); }

void apply(const CreateSqlObject& op, Schema& schema) { schema.sql_objects.set({op.object.kind, op.object.name}, op.object); }
void apply(const DropSqlObject& op, Schema& schema) { schema.sql_objects.erase({op.object.kind, op.object.name}); }

Undo invert(const CreateSqlObject& op) { return {.operations = {DropSqlObject{op.object}}}; }
Undo invert(const DropSqlObject& op) { return {.operations = {CreateSqlObject{op.object}}}; }

Touches touches(const CreateSqlObject& op) {
  Touches t{.makes = brought_by(op.object), .uses = op.object.depends_on};
  if (!op.object.name.schema.empty()) t.uses.push_back(schema_id(op.object.name.schema));
  return t;
}
Touches touches(const DropSqlObject& op) {
  Touches t{.drops = brought_by(op.object), .uses_old = op.object.depends_on};
  if (!op.object.name.schema.empty()) t.uses_old.push_back(schema_id(op.object.name.schema));
  return t;
}

}  // namespace schemac
