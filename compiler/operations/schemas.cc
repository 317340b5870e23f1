#include "operations/schemas.h"

#include <fmt/format.h>

#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/rename.h"

namespace schemac {

std::string describe(const CreateSchema& op) { return "create schema " + op.space.name; }
std::string describe(const DropSchema& op) { return "drop schema " + op.space.name; }
std::string describe(const RenameSchema& op) { return fmt::format("rename schema {} to {}", op.from, op.to); }

void apply(const CreateSchema& op, Schema& schema) { schema.namespaces.set(op.space.name, op.space); }
void apply(const DropSchema& op, Schema& schema) { schema.namespaces.erase(op.space.name); }
void apply(const RenameSchema& op, Schema& schema) { rename_schema_everywhere(schema, op.from, op.to); }

Undo invert(const CreateSchema& op) { return {.operations = {DropSchema{op.space}}}; }
Undo invert(const DropSchema& op) { return {.operations = {CreateSchema{op.space}}}; }
Undo invert(const RenameSchema& op) { return {.operations = {RenameSchema{op.to, op.from}}}; }

Touches touches(const CreateSchema& op) { return {.makes = {schema_id(op.space.name)}}; }
Touches touches(const DropSchema& op) { return {.drops = {schema_id(op.space.name)}}; }
Touches touches(const RenameSchema& op) { return {.makes = {schema_id(op.to)}, .drops = {schema_id(op.from)}}; }

}  // namespace schemac
