#include "operations/columns.h"

#include <fmt/format.h>

#include "operations/collations.h"
#include "operations/follow_rename.h"
#include "operations/inheritance.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/rename.h"

namespace schemac {
namespace {

std::string path(const QualifiedName& table, const std::string& column) { return display(table) + "." + column; }

template <class F>
void change_column(Schema& schema, const QualifiedName& table, const std::string& column, F&& change) {
  schema.tables.change(table, [&](Table& t) {
    if (Column* c = t.columns.find(column)) change(*c);
  });
}

ObjectId type_of(const QualifiedName& t, const Column& c) { return column_facet(ObjectKind::column_type, t, c.name); }
ObjectId default_of(const QualifiedName& t, const Column& c) {
  return column_facet(ObjectKind::column_default, t, c.name);
}
ObjectId nullability_of(const QualifiedName& t, const Column& c) {
  return column_facet(ObjectKind::column_nullability, t, c.name);
}
ObjectId values_of(const QualifiedName& t, const Column& c) {
  return column_facet(ObjectKind::column_values, t, c.name);
}

std::vector<ObjectId> sequence_name(const QualifiedName& table, const std::optional<Identity>& identity) {
  if (!identity || identity->sequence.text.empty()) return {};
  return {relation_id(table.schema, identity->sequence.text)};
}

// Sequences that come or go: of a serial and of an identity they are two, whatever they are called.
std::vector<ObjectId> exchanged_sequences(const SetIdentity& op) {
  const std::optional<Identity> before = op.before.identity;
  const auto is_serial = [](const Identity& identity) { return identity.kind == IdentityKind::serial; };
  std::vector<ObjectId> ids;
  if (!before || !op.identity || is_serial(*before) == is_serial(*op.identity)) return ids;
  for (const auto* identity : {&before, &op.identity})
    if (*identity && !(*identity)->sequence.text.empty())
      ids.push_back(sequence_id(QualifiedName{op.table.schema, (*identity)->sequence.text}));
  return ids;
}

std::vector<ObjectId> user_type(const Type& type) {
  return type.user_type ? std::vector<ObjectId>{type_id(*type.user_type)} : std::vector<ObjectId>{};
}

}  // namespace

std::string describe(const AddColumn& op) {
  return fmt::format("add column {} {}", path(op.table, op.column.name), display(op.column.type));
}
std::string describe(const DropColumn& op) { return fmt::format("drop column {}", path(op.table, op.column.name)); }
std::string describe(const RenameColumn& op) {
  return fmt::format("rename column {} to {}", path(op.table, op.from), op.to);
}
std::string describe(const AlterColumnType& op) {
  if (op.before.type == op.after.type && op.before.collation == op.after.collation)
    return fmt::format("convert {}", path(op.table, op.after.name));
  if (op.before.type == op.after.type)
    return fmt::format("change collation {} to {}", path(op.table, op.after.name),
                       op.after.collation.value_or("the default"));
  return fmt::format("change type {} from {} to {}", path(op.table, op.after.name), display(op.before.type),
                     display(op.after.type));
}
std::string describe(const SetNullability& op) {
  return fmt::format("{} {}", op.not_null ? "set not null" : "drop not null", path(op.table, op.before.name));
}
std::string describe(const SetDefault& op) {
  if (!op.value) return fmt::format("drop default {}", path(op.table, op.before.name));
  return fmt::format("set default {} {}", path(op.table, op.before.name), op.value->sql);
}
std::string describe(const SetIdentity& op) {
  if (!op.identity) return fmt::format("drop identity {}", path(op.table, op.before.name));
  return fmt::format("{} identity {}", op.before.identity ? "change" : "add", path(op.table, op.before.name));
}
std::string describe(const DropGenerated& op) {
  return fmt::format("keep values of generated column {}", path(op.table, op.before.name));
}
std::string describe(const SetColumnAttributes& op) {
  return fmt::format("set options of column {}", path(op.table, op.before.name));
}

void apply(const AddColumn& op, Schema& schema) {
  schema.tables.change(op.table, [&](Table& t) { t.columns.add(op.column); });
  for (const auto& heir : op.taken_from)
    schema.tables.change(heir, [&](Table& t) { t.columns.remove(op.column.name); });
}
void apply(const DropColumn& op, Schema& schema) {
  schema.tables.change(op.table, [&](Table& t) { t.columns.remove(op.column.name); });
  for (const auto& heir : op.left_to) schema.tables.change(heir, [&](Table& t) { t.columns.add(op.column); });
}
void apply(const RenameColumn& op, Schema& schema) {
  rename_column_everywhere(schema, op.table, op.from, op.to);
  follow_in_objects(schema, Operation(op));
}
void apply(const AlterColumnType& op, Schema& schema) {
  change_column(schema, op.table, op.after.name, [&](Column& c) {
    c.type = op.after.type;
    c.collation = op.after.collation;
    if (schema.engine.dialect != "postgresql") return;
    for (const char* key : {"storage", "compression"}) c.attributes.erase(key);  // as the new type has them
  });
}
void apply(const SetNullability& op, Schema& schema) {
  change_column(schema, op.table, op.before.name, [&](Column& c) { c.not_null = op.not_null; });
}
void apply(const SetDefault& op, Schema& schema) {
  change_column(schema, op.table, op.before.name, [&](Column& c) { c.default_value = op.value; });
}
void apply(const SetIdentity& op, Schema& schema) {
  change_column(schema, op.table, op.before.name, [&](Column& c) {
    c.identity = op.identity;
    c.default_value = op.default_value;
  });
}
void apply(const DropGenerated& op, Schema& schema) {
  change_column(schema, op.table, op.before.name, [&](Column& c) { c.generated.reset(); });
}
void apply(const SetColumnAttributes& op, Schema& schema) {
  change_column(schema, op.table, op.before.name, [&](Column& c) { c.attributes = op.after; });
}

Undo invert(const AddColumn& op) {
  return {.operations = {DropColumn{op.table, op.column, op.position, op.heirs, op.taken_from}}};
}

Undo invert(const DropColumn& op) {
  Undo undo{.operations = {AddColumn{op.table, op.column, op.position, op.heirs, op.left_to}}};
  if (op.column.generated) return undo;  // computed again
  undo.quality = UndoQuality::loses_data;
  undo.loss = fmt::format("the values of {}", path(op.table, op.column.name));
  if (op.column.not_null && !op.column.default_value && !op.column.identity)
    undo.loss += ", and is refused while the table holds rows";
  return undo;
}

Undo invert(const RenameColumn& op) { return {.operations = {RenameColumn{op.table, op.to, op.from}}}; }

Undo invert(const AlterColumnType& op) {
  // what the new type keeps of the values is the dialect's to say
  return {.operations = {AlterColumnType{op.table, op.after, op.before, op.conversion_back, op.conversion}}};
}

Undo invert(const SetNullability& op) {
  Column now = op.before;
  now.not_null = op.not_null;
  return {.operations = {SetNullability{op.table, now, op.before.not_null}}};
}

Undo invert(const SetDefault& op) {
  Column now = op.before;
  now.default_value = op.value;
  return {.operations = {SetDefault{op.table, now, op.before.default_value}}};
}

Undo invert(const SetIdentity& op) {
  Column now = op.before;
  now.identity = op.identity;
  now.default_value = op.default_value;
  Undo undo{.operations = {SetIdentity{op.table, now, op.before.identity, op.before.default_value}}};
  if (op.before.identity && !op.identity) {
    undo.quality = UndoQuality::loses_data;
    undo.loss = fmt::format("where the numbers of {} stood: they go on behind those that the rows hold",
                            path(op.table, op.before.name));
  }
  if (op.before.identity && op.identity && narrows(op.before.identity->options, op.identity->options)) {
    undo.quality = UndoQuality::loses_data;
    undo.loss = fmt::format("where the numbers of {} stood, if that was outside of the new bounds",
                            path(op.table, op.before.name));
  }
  return undo;
}

// No engine turns an ordinary column into a generated one in place; what it would compute, it computes again.
Undo invert(const DropGenerated& op) {
  Column ordinary = op.before;
  ordinary.generated.reset();
  return {.operations = {DropColumn{op.table, ordinary}, AddColumn{op.table, op.before}}};
}

Undo invert(const SetColumnAttributes& op) {
  Column now = op.before;
  now.attributes = op.after;
  return {.operations = {SetColumnAttributes{op.table, now, op.before.attributes}}};
}

Touches touches(const AddColumn& op) {
  Touches t{.makes = brought_by(op.table, op.column), .uses = named_by(op.table, op.column)};
  for (const auto& heir : op.heirs) {
    t.makes.push_back(column_id(heir, op.column.name));
    t.uses.push_back(parents_id(heir));  // it gets the column by being one
  }
  t.uses.push_back(heirs_id(op.table));  // one that is no heir any more gets none
  for (const auto& heir : op.taken_from) t.drops.push_back(column_id(heir, op.column.name));
  return t;
}

Touches touches(const DropColumn& op) {
  Touches t{.drops = brought_by(op.table, op.column), .uses_old = named_by(op.table, op.column)};
  t.uses.push_back(parents_id(op.table));  // what a parent brought is the table's own when that is none any more
  for (const auto& heir : op.heirs) {
    t.drops.push_back(column_id(heir, op.column.name));
    t.uses_old.push_back(parents_id(heir));
  }
  for (const auto& heir : op.left_to) t.uses_old.push_back(table_id(heir));
  return t;
}

Touches touches(const RenameColumn& op) {
  return {
      .makes = {column_id(op.table, op.to)}, .drops = {column_id(op.table, op.from)}, .uses_old = {table_id(op.table)}};
}

Touches touches(const AlterColumnType& op) {
  Touches t{.changes = {type_of(op.table, op.after)}, .uses = {table_id(op.table), column_id(op.table, op.after.name)}};
  // of the same domain, which may be replaced meanwhile, the column gets a collation when the new one is there, and
  // loses it while the old one is: either may be one of numbers
  const bool keeps_type = op.before.type == op.after.type;
  if (!keeps_type || op.after.collation) append(t.uses, user_type(op.after.type));
  append(t.uses, collation_ids(op.after.collation));
  if (!keeps_type || !op.after.collation) append(t.uses_old, user_type(op.before.type));
  append(t.uses_old, collation_ids(op.before.collation));
  for (const auto& heir : op.heirs) t.changes.push_back(type_of(heir, op.after));
  t.changes.push_back(settings_below_id(op.table, op.after.name));
  return t;
}

Touches touches(const SetNullability& op) {
  Touches t{.changes = {nullability_of(op.table, op.before)},
            .uses = {table_id(op.table), column_id(op.table, op.before.name)}};
  if (op.not_null) t.uses.push_back(values_of(op.table, op.before));
  t.changes.push_back(settings_below_id(op.table, op.before.name));
  return t;
}

Touches touches(const SetDefault& op) {
  Touches t{.uses = {table_id(op.table), column_id(op.table, op.before.name)}};
  if (op.value) {
    t.changes.push_back(default_of(op.table, op.before));
    t.uses.push_back(type_of(op.table, op.before));
    append(t.uses, user_type(op.before.type));
    append(t.uses, op.value->objects);
  } else {
    t.uses_old = {default_of(op.table, op.before), type_of(op.table, op.before)};
    append(t.uses_old, user_type(op.before.type));
  }
  if (op.before.default_value) append(t.uses_old, op.before.default_value->objects);
  t.changes.push_back(settings_below_id(op.table, op.before.name));
  return t;
}

Touches touches(const SetIdentity& op) {
  Touches t{.makes = sequence_name(op.table, op.identity), .drops = sequence_name(op.table, op.before.identity)};
  if (t.makes == t.drops) t.makes.clear(), t.drops.clear();
  t.uses = {table_id(op.table), column_id(op.table, op.before.name)};
  if (op.identity) {
    t.changes.push_back(default_of(op.table, op.before));
    append(t.uses, {type_of(op.table, op.before), nullability_of(op.table, op.before), values_of(op.table, op.before)});
  } else {
    append(t.uses_old,
           {default_of(op.table, op.before), type_of(op.table, op.before), nullability_of(op.table, op.before)});
  }
  append(t.changes, exchanged_sequences(op));
  t.changes.push_back(settings_below_id(op.table, op.before.name));
  return t;
}

// A foreign key may do more with an ordinary column than with a computed one: it waits, as for another type.
Touches touches(const DropGenerated& op) {
  Touches t{.changes = {type_of(op.table, op.before)},
            .uses = {table_id(op.table)},
            .uses_old = {default_of(op.table, op.before), type_of(op.table, op.before)}};
  append(t.uses_old, named_by(op.table, op.before));
  return t;
}

Touches touches(const SetColumnAttributes& op) {
  return {.changes = {settings_below_id(op.table, op.before.name)},
          .uses = {table_id(op.table), column_id(op.table, op.before.name), type_of(op.table, op.before)}};
}

}  // namespace schemac
