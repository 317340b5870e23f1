#include "operations/schemas.h"

#include "operations/object_ids.h"
#include "operations/operation.h"

namespace schemac {

std::string describe(const CreateSchema& op) { return "create schema " + op.space.name; }
std::string describe(const DropSchema& op) { return "drop schema " + op.space.name; }

void apply(const CreateSchema& op, Schema& schema) { schema.namespaces.set(op.space.name, op.space); }
void apply(const DropSchema& op, Schema& schema) { schema.namespaces.erase(op.space.name); }

Undo invert(const CreateSchema& op) { return {.operations = {DropSchema{op.space}}}; }
Undo invert(const DropSchema& op) { return {.operations = {CreateSchema{op.space}}}; }

Touches touches(const CreateSchema& op) { return {.makes = {schema_id(op.space.name)}}; }
Touches touches(const DropSchema& op) { return {.drops = {schema_id(op.space.name)}}; }

}  // namespace schemac
