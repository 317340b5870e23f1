#include "operations/sequences.h"

#include <fmt/format.h>

#include "operations/follow_rename.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/rename.h"

namespace schemac {
namespace {

std::vector<ObjectId> brought_by(const QualifiedName& name) {
  return {sequence_id(name), relation_id(name.schema, name.name)};
}

std::vector<ObjectId> named_by(const Sequence& sequence) {
  std::vector<ObjectId> ids;
  if (!sequence.name.schema.empty()) ids.push_back(schema_id(sequence.name.schema));
  return ids;
}

}  // namespace

bool narrows(const SequenceOptions& before, const SequenceOptions& after) {
  return after.minimum > before.minimum || after.maximum < before.maximum;
}

std::string describe(const CreateSequence& op) { return "create sequence " + display(op.sequence.name); }
std::string describe(const DropSequence& op) { return "drop sequence " + display(op.sequence.name); }
std::string describe(const RenameSequence& op) {
  return fmt::format("rename sequence {} to {}", display(op.from), display(op.to));
}
std::string describe(const AlterSequence& op) { return "change sequence " + display(op.after.name); }

void apply(const CreateSequence& op, Schema& schema) { schema.sequences.set(op.sequence.name, op.sequence); }
void apply(const DropSequence& op, Schema& schema) { schema.sequences.erase(op.sequence.name); }
void apply(const RenameSequence& op, Schema& schema) {
  const Sequence* old = schema.sequences.find(op.from);
  if (!old) return;
  Sequence moved = *old;
  moved.name = op.to;
  schema.sequences.erase(op.from);
  schema.sequences.set(op.to, std::move(moved));
  rename_sequence_everywhere(schema, op.from, op.to);
  follow_in_objects(schema, Operation(op));
}
void apply(const AlterSequence& op, Schema& schema) { schema.sequences.set(op.after.name, op.after); }

Undo invert(const CreateSequence& op) { return {.operations = {DropSequence{op.sequence}}}; }
Undo invert(const DropSequence& op) {
  return {.operations = {CreateSequence{op.sequence}},
          .quality = UndoQuality::loses_data,
          .loss = fmt::format("the current value of sequence {}", display(op.sequence.name))};
}
Undo invert(const RenameSequence& op) { return {.operations = {RenameSequence{op.to, op.from}}}; }
Undo invert(const AlterSequence& op) {
  Undo undo{.operations = {AlterSequence{op.after, op.before}}};
  if (narrows(op.before.options, op.after.options)) {
    undo.quality = UndoQuality::loses_data;
    undo.loss = fmt::format("where sequence {} stood, if that was outside of the new bounds", display(op.after.name));
  }
  return undo;
}

Touches touches(const CreateSequence& op) {
  // its owner is given in the same statement when the column is there, so the column comes first; a column whose
  // default calls the sequence names it in `objects`, and an owner that does so is served by AlterSequence
  Touches t{.makes = brought_by(op.sequence.name), .uses = named_by(op.sequence)};
  if (op.sequence.owned_by) t.uses.push_back(column_id(op.sequence.owned_by->table, op.sequence.owned_by->column));
  return t;
}
Touches touches(const DropSequence& op) {
  Touches t{.drops = brought_by(op.sequence.name), .uses_old = named_by(op.sequence)};
  if (op.sequence.owned_by) t.uses_old.push_back(column_id(op.sequence.owned_by->table, op.sequence.owned_by->column));
  return t;
}
Touches touches(const RenameSequence& op) { return {.makes = brought_by(op.to), .drops = brought_by(op.from)}; }
Touches touches(const AlterSequence& op) {
  Touches t{.changes = {sequence_id(op.after.name)}};
  if (op.after.owned_by) t.uses.push_back(column_id(op.after.owned_by->table, op.after.owned_by->column));
  if (op.before.owned_by) t.uses_old.push_back(column_id(op.before.owned_by->table, op.before.owned_by->column));
  return t;
}

}  // namespace schemac
